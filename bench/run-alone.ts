import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Bench, Scale } from './bench.ts';
import type { Row } from './row.ts';

const ALONE = fileURLToPath(new URL('alone.ts', import.meta.url));

/**
 * Runs a bench in a process of its own: a function instance keeps its clients for life, a clock owns the
 * process's Date, and nobody's garbage is collected in another's time.
 *
 * @throws Error when the process ends without its rows
 */
export const runAlone = async ({ title, nodeOptions }: Bench, scale: Scale): Promise<Row[]> => {
  const child = fork(ALONE, [title, JSON.stringify(scale)], {
    serialization: 'json',
    execArgv: [...process.execArgv, ...(nodeOptions?.(scale) ?? [])],
  });
  let rows: Row[] | undefined;
  child.on('message', (told) => {
    rows = told as Row[];
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (!rows) throw new Error(`The bench ${title} ended without its rows (${signal ?? code}).`);
  return rows;
};
