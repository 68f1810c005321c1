import { parseArgs } from 'node:util';
import type { Bench, Scale } from './bench.ts';
import { BENCHES } from './benches.ts';
import { MOST_PAIRS } from './windows/company.ts';

export const RESULTS = 'bench/results.json';

export const HELP = `Measures Peerway on this machine, and compares each figure with a floor that the same run measures.

Usage: npm run bench -- [options]

  --only TEXT       run only benches and rows with TEXT in their name
  --million         growth: up to 1,000,000 requests instead of 100,000 (many minutes, gigabytes of disk)
  --windows N       many windows: N requests instead of 200, such as 10000 (minutes) or 100000 (a night)
  --output FILE     write the rows to FILE as JSON (default: ${RESULTS}; with --only: no file)
  --help            show this help

Benches:
${BENCHES.map(({ title, about }) => `  ${title.padEnd(16)}  ${about}`).join('\n')}

Progress and each row as it comes go to stderr, and the table to stdout at the end. Rows that are measured are kept
when you interrupt it with Ctrl-C. A bench never fails because a figure is slow.
`;

export type BenchOptions = { help: boolean; only?: string; output?: string; scale: Scale };

export const readOptions = (args: readonly string[]): BenchOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      million: { type: 'boolean', default: false },
      windows: { type: 'string', default: '200' },
      output: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { only, help } = values;
  const windows = Number(values.windows);
  if (!(Number.isInteger(windows) && windows > 0 && windows <= MOST_PAIRS))
    throw new Error(`--windows must be a whole number from 1 to ${MOST_PAIRS}, such as 10000.`);
  const output = values.output ?? (only ? undefined : RESULTS);
  return {
    help,
    ...(only && { only }),
    ...(output && { output }),
    scale: { million: values.million, windows },
  };
};

/**
 * Returns the benches that may have rows with this text in their name.
 *
 * @throws Error if there are none
 */
export const selectBenches = (only = ''): readonly Bench[] => {
  const benches = BENCHES.filter(({ title }) => title.includes(only) || only.startsWith(title));
  if (benches.length > 0) return benches;
  const titles = BENCHES.map(({ title }) => title).join(', ');
  throw new Error(
    `--only must be part of the name of a bench or row, such as ${BENCHES[0]?.title}. The benches are: ${titles}.`,
  );
};
