import { styleText } from 'node:util';

const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const FRAME_MS = 100;

/** Work that is done sooner shows no status. */
const DELAY_MS = 1000;

export type StatusLine = {
  /** Replaces the previous text. */
  show(text: string): void;
  /** Must be called before other output. */
  clear(): void;
  /** Shows the text while the work takes longer than a second. */
  during<T>(text: () => string, work: Promise<T>): Promise<T>;
};

/** A line at the bottom of a terminal. Writes nothing to a pipe or a file. */
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
        if (performance.now() - startedAt > DELAY_MS) show(text());
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
