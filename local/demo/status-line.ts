import { styleText } from 'node:util';
import { dayAndHour } from './timetable.ts';

const BAR_WIDTH = 56;
const SILENCE_MS = 1000;

type Output = { write(text: string): unknown; isTTY?: boolean };

export type StatusLine = {
  /** Says how far the week is, when nothing else was said for a second of real time. */
  show(now: Date): void;
  /** Must come before anything else is written. */
  clear(): void;
};

/** One line at the foot of a terminal that is written over and over. Nothing of it reaches a pipe or a file. */
export const statusLine = (output: Output, { from, until }: { from: Date; until: Date }): StatusLine => {
  let shown = false;
  let spokenAt = performance.now();
  const rewritable = output.isTTY === true && process.env['TERM'] !== 'dumb';
  return {
    show(now) {
      if (!rewritable || performance.now() - spokenAt < SILENCE_MS) return;
      const part = (now.getTime() - from.getTime()) / (until.getTime() - from.getTime());
      const done = Math.min(BAR_WIDTH, Math.max(0, Math.round(part * BAR_WIDTH)));
      const bar = `${styleText('cyan', '━'.repeat(done))}${styleText('dim', '─'.repeat(BAR_WIDTH - done))}`;
      output.write(`\r${styleText('dim', dayAndHour(now, from))}  ${bar}`);
      shown = true;
    },
    clear() {
      spokenAt = performance.now();
      if (shown) output.write('\r\u001b[2K');
      shown = false;
    },
  };
};
