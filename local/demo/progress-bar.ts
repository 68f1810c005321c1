import { styleText } from 'node:util';
import { formatDayAndHour } from './timetable.ts';

const BAR_WIDTH = 56;
const QUIET_MS = 1000;

type Output = { write(text: string): unknown; isTTY?: boolean };

export type ProgressBar = {
  /** Shows the progress, if nothing else was printed for a second of real time. */
  show(now: Date): void;
  /** Call this before you print anything else. */
  clear(): void;
};

/** A line at the bottom of a terminal that is overwritten. It is never written to a pipe or a file. */
export const progressBar = (output: Output, { from, until }: { from: Date; until: Date }): ProgressBar => {
  let isShown = false;
  let lastPrintedAt = performance.now();
  const isTerminal = output.isTTY === true && process.env['TERM'] !== 'dumb';
  return {
    show(now) {
      if (!isTerminal || performance.now() - lastPrintedAt < QUIET_MS) return;
      const share = (now.getTime() - from.getTime()) / (until.getTime() - from.getTime());
      const done = Math.min(BAR_WIDTH, Math.max(0, Math.round(share * BAR_WIDTH)));
      const bar = `${styleText('cyan', '━'.repeat(done))}${styleText('dim', '─'.repeat(BAR_WIDTH - done))}`;
      output.write(`\r${styleText('dim', formatDayAndHour(now, from))}  ${bar}`);
      isShown = true;
    },
    clear() {
      lastPrintedAt = performance.now();
      if (isShown) output.write('\r\u001b[2K');
      isShown = false;
    },
  };
};
