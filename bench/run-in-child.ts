import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Bench, Scale } from './bench.ts';
import type { Row } from './row.ts';

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));

/** What a bench's process sends: each of its rows, and a word at its end. */
type Message = Row | 'done';

/**
 * Runs a bench in its own process, because functions keep their clients, a clock owns the process's Date, and garbage
 * of one bench must not slow down another.
 *
 * @param onRow is called with each row as it comes
 * @throws Error if the process ends before the bench does
 */
export const runInChild = async (
  { title }: Bench,
  scale: Scale,
  onRow: (row: Row) => void,
): Promise<void> => {
  const child = fork(CHILD, [title, JSON.stringify(scale)], {
    serialization: 'json',
  });
  let isDone = false;
  child.on('message', (message: Message) => {
    if (message === 'done') isDone = true;
    else onRow(message);
  });
  const interrupt = (): void => void child.kill('SIGINT');
  process.once('SIGINT', interrupt);
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  process.removeListener('SIGINT', interrupt);
  if (!isDone)
    throw new Error(`The bench "${title}" failed (${signal ?? `exit code ${code}`}). The error is above.`);
};
