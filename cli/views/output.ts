import { UsageError } from '../errors.ts';
import type { Formatting } from './formats.ts';
import { printable, printableRecord } from './printable.ts';

export type Output = {
  /** Whether the output is data, for a program or by --query, without text for people. */
  isData: boolean;
  /** Writes the data in the chosen format, or as `render` shows it. Control characters are removed or escaped. */
  show<T>(data: T, render: (clean: T) => string): void;
  /** Same as `show`, for one of several values. */
  line<T>(data: T, render: (clean: T) => string): void;
  /** Writes a line of JSON with sorted keys, whatever the format. */
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

/** @throws UsageError when the options ask for another format than JSON Lines */
export const requireJsonLines = ({ output, query }: { output?: string; query?: string }): void => {
  if (query === undefined && (output === undefined || output === 'json')) return;
  throw new UsageError(
    'This command writes JSON Lines only. Remove --output and --query, and use jq instead.',
  );
};

/** The width in characters: at most 100, for readability. A file has no width, and gets 100. */
export const outputWidth = (columns = process.stdout.columns ?? 100): number =>
  Math.max(40, Math.min(100, columns));
