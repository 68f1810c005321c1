import { UsageError } from '../errors.ts';
import type { Formatting } from './formats.ts';
import { printable, printableRecord } from './printable.ts';

export type Output = {
  /** Whether a program reads it, or a query chose what is shown: then nothing is added for people. */
  isData: boolean;
  /** The data as it was asked for, or what `render` makes of it, without anything that a terminal would obey. */
  show<T>(data: T, render: (clean: T) => string): void;
  /** The same for one of many. */
  line<T>(data: T, render: (clean: T) => string): void;
  /** JSON on a line of its own, its keys sorted, whatever the format. */
  record(data: object): void;
};

export const openOutput = ({ format, select, whole, oneOfMany }: Formatting): Output => {
  const isData = format !== 'table' || select !== undefined;
  const selected = (data: unknown): unknown => (select ? select(data) : data);
  const write = (text: string): void => void process.stdout.write(`${text}\n`);
  return {
    isData,
    show: (data, render) => write(isData ? whole(selected(data)) : render(printable(data))),
    line: (data, render) => write(isData ? oneOfMany(selected(data)) : render(printable(data))),
    record: (data) => write(printableRecord(data)),
  };
};

/** @throws UsageError when the options ask for other than JSON Lines */
export const requireJsonLines = ({ output, query }: { output?: string; query?: string }): void => {
  if (query === undefined && (output === undefined || output === 'json')) return;
  throw new UsageError(
    'This command writes JSON Lines only. Remove --output and --query, and use jq instead.',
  );
};

/** Columns of text: wider lines tire the eye, and a file has no width of its own. */
export const outputWidth = (columns = process.stdout.columns ?? 100): number =>
  Math.max(40, Math.min(100, columns));
