import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Bench, Scale } from './bench.ts';
import type { Row } from './row.ts';

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));

/**
 * Runs a bench in its own process, because functions keep their clients, a clock owns the process's Date, and garbage
 * of one bench must not slow down another.
 *
 * @throws Error if the process ends without sending its rows
 */
export const runInChild = async ({ title, nodeOptions }: Bench, scale: Scale): Promise<Row[]> => {
  const child = fork(CHILD, [title, JSON.stringify(scale)], {
    serialization: 'json',
    execArgv: [...process.execArgv, ...(nodeOptions?.(scale) ?? [])],
  });
  let rows: Row[] | undefined;
  child.on('message', (message) => {
    rows = message as Row[];
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (!rows)
    throw new Error(`The bench "${title}" failed (${signal ?? `exit code ${code}`}). The error is above.`);
  return rows;
};
