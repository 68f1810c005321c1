import { styleText } from 'node:util';

const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const FRAME_MS = 100;

/** What takes longer than this is worth a word. */
const SILENCE_MS = 1000;

export type StatusLine = {
  /** Writes over the last. */
  show(text: string): void;
  /** Must come before anything else is written. */
  clear(): void;
  /** Shows what is being waited for, when it takes longer than a second. */
  during<T>(text: () => string, work: Promise<T>): Promise<T>;
};

/** One line at the foot of a terminal, of which nothing reaches a pipe or a file. */
export const statusLine = (output: NodeJS.WriteStream = process.stderr): StatusLine => {
  const rewritable = output.isTTY && process.env['TERM'] !== 'dumb';
  let shown = false;

  const show = (text: string): void => {
    if (!rewritable) return;
    const frame = FRAMES[Math.floor(performance.now() / FRAME_MS) % FRAMES.length] ?? '';
    const fitting = text.slice(0, (output.columns ?? 80) - 3);
    output.write(`\r\u001b[2K${styleText('cyan', frame, { stream: output })} ${fitting}`);
    shown = true;
  };
  const clear = (): void => {
    if (shown) output.write('\r\u001b[2K');
    shown = false;
  };

  return {
    show,
    clear,
    during: async (text, work) => {
      const startedAt = performance.now();
      const frames = setInterval(() => {
        if (performance.now() - startedAt > SILENCE_MS) show(text());
      }, FRAME_MS);
      try {
        return await work;
      } finally {
        clearInterval(frames);
        clear();
      }
    },
  };
};
