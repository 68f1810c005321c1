import { printable, printableJson, printableRecord } from './printable.ts';

export type Output = {
  isJson: boolean;
  /** The data for a machine, or what `render` makes of it, with nothing in it that a terminal would obey. */
  show<T>(data: T, render: (clean: T) => string): void;
  /** The same on a line of its own: one of many. */
  line<T>(data: T, render: (clean: T) => string): void;
  /** JSON on a line of its own, its keys sorted, whoever reads it: what is exported is for machines. */
  record(data: object): void;
};

/** Tables to a terminal, JSON to a pipe, unless an option says otherwise. */
export const openOutput = (options: { json?: boolean; table?: boolean }): Output => {
  const isJson = options.json ?? (!options.table && !process.stdout.isTTY);
  const write = (text: string): void => void process.stdout.write(`${text}\n`);
  return {
    isJson,
    show: (data, render) => write(isJson ? printableJson(data) : render(printable(data))),
    line: (data, render) => write(isJson ? printableJson(data, 0) : render(printable(data))),
    record: (data) => write(printableRecord(data)),
  };
};

/** Columns of text: wider lines tire the eye, and a file has no width of its own. */
export const outputWidth = (columns = process.stdout.columns ?? 100): number =>
  Math.max(40, Math.min(100, columns));
