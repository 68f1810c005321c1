import { UsageError } from '../errors.ts';
import { oneLine, printable, printableJson, printableYaml } from './printable.ts';
import { table } from './table.ts';

export const FORMATS = ['json', 'table', 'csv', 'yaml'] as const;
export type Format = (typeof FORMATS)[number];

export type FormatOptions = {
  output?: Format;
  json?: boolean;
  csv?: boolean;
  table?: boolean;
  query?: string;
};

export type Formatting = {
  format: Format;
  /** Applies --query; undefined without one. */
  select: ((data: unknown) => unknown) | undefined;
  /** Formats a single value. */
  whole(value: unknown): string;
  /** Formats one of several values, so that all of them together are valid. */
  oneOfMany(value: unknown): string;
};

/**
 * The chosen format, by default tables for a terminal and JSON for a pipe. Loads only the libraries that it needs.
 *
 * @throws UsageError when --query is not a JMESPath expression
 */
export const loadFormatting = async (
  { output, json, csv, table, query }: FormatOptions,
  isTerminal = process.stdout.isTTY,
): Promise<Formatting> => {
  const format = output ?? (json ? 'json' : csv ? 'csv' : table || isTerminal ? 'table' : 'json');
  const select = query === undefined ? undefined : await loadQuery(query);
  return { format, select, ...(await WRITERS[format]()) };
};

type Writers = Pick<Formatting, 'whole' | 'oneOfMany'>;

const WRITERS: Readonly<Record<Format, () => Promise<Writers> | Writers>> = {
  json: () => ({ whole: printableJson, oneOfMany: (value) => printableJson(value, 0) }),
  table: () => ({ whole: genericTable, oneOfMany: genericTable }),
  yaml: async () => {
    const yaml = await import('yaml');
    const whole = (value: unknown): string => printableYaml(value, yaml).trimEnd();
    return { whole, oneOfMany: (value) => `---\n${whole(value)}` };
  },
  csv: async () => {
    const { stringify } = await import('csv-stringify/sync');
    const write = ({ columns, rows }: Rows, header: boolean): string =>
      stringify(header && columns ? [columns, ...rows] : [...rows], {
        // Spreadsheets run cells that begin with =, +, - or @.
        escape_formulas: true,
        cast: { boolean: String },
        eof: false,
      });
    let first: readonly string[] | undefined;
    return {
      whole: (value) => write(rowsOf(printable(value)), true),
      oneOfMany: (value) => {
        const rows = rowsOf(printable(value), first);
        const header = first === undefined;
        first ??= rows.columns;
        return write(rows, header);
      },
    };
  },
};

const loadQuery = async (expression: string): Promise<(data: unknown) => unknown> => {
  const { search, JMESPathTypeError } = await import('@aws-lambda-powertools/jmespath');
  type Data = Parameters<typeof search>[1];
  const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
  try {
    search(expression, {});
  } catch (error) {
    // The real data may have the types that the functions need: this object is empty.
    if (!(error instanceof JMESPathTypeError)) {
      throw new UsageError(`--query must be a JMESPath expression, such as items[].id. ${reasonOf(error)}`);
    }
  }
  return (data) => {
    try {
      return search(expression, data as Data) ?? null;
    } catch (error) {
      throw new UsageError(`The call succeeded, but --query doesn't fit the response. ${reasonOf(error)}`);
    }
  };
};

/** The columns are the keys of all rows; undefined if the rows are arrays. */
type Rows = { columns: readonly string[] | undefined; rows: readonly (readonly unknown[])[] };

/** The fields in which responses and reports have their list. */
const LISTS = ['items', 'events', 'checks'];

const rowsOf = (value: unknown, known?: readonly string[]): Rows => {
  const items = listIn(value);
  if (items.length > 0 && items.every(Array.isArray)) return { columns: undefined, rows: items };
  const records = items.map((item) => (isRecord(item) ? item : { value: item }));
  const columns = known ?? [...new Set(records.flatMap((record) => Object.keys(record)))];
  return {
    columns,
    rows: records.map((record) =>
      columns.map((key) => (Object.hasOwn(record, key) ? record[key] : undefined)),
    ),
  };
};

const listIn = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  if (!isRecord(value)) return [value];
  return LISTS.map((name) => value[name]).find(Array.isArray) ?? [value];
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A table of any value, for the results of --query. */
const genericTable = (value: unknown): string => {
  const clean = printable(value);
  if (isRecord(clean)) return table(Object.entries(clean).map(([key, inner]) => [oneLine(key), cell(inner)]));
  if (!Array.isArray(clean)) return cell(clean);
  if (clean.every((item) => item === null || typeof item !== 'object')) return clean.map(cell).join('\n');
  const { columns, rows } = rowsOf(clean);
  return table(
    rows.map((row) => row.map(cell)),
    columns?.map((name) => oneLine(name).toUpperCase()),
  );
};

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value));
};
