import { parseArgs } from 'node:util';
import type { Bench, Scale } from './bench.ts';
import { BENCHES } from './benches.ts';

export const RESULTS = 'bench/results.json';

export const HELP = `Measures Peerway on this machine, each figure against a floor of the same run.

Usage: npm run bench -- [options]

  --only PART       what has PART in its name, and nothing else
  --million         growth: up to 1,000,000 requests instead of 100,000; many minutes, and gigabytes of disk
  --many-windows    many windows: 10,000 instead of 200; an hour and more, and gigabytes of memory
  --output FILE     where the rows are written as JSON (default ${RESULTS}; with --only: nowhere)
  --help            this text

Benches:
${BENCHES.map(({ title, about }) => `  ${title.padEnd(16)}  ${about}`).join('\n')}

The table is printed when all is done; what goes on meanwhile is told on stderr. A bench asserts nothing.
`;

export type BenchOptions = { help: boolean; only?: string; output?: string; scale: Scale };

export const readOptions = (args: readonly string[]): BenchOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      million: { type: 'boolean', default: false },
      'many-windows': { type: 'boolean', default: false },
      output: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { only, help } = values;
  const output = values.output ?? (only ? undefined : RESULTS);
  return {
    help,
    ...(only && { only }),
    ...(output && { output }),
    scale: { million: values.million, manyWindows: values['many-windows'] },
  };
};

/**
 * The benches that may have rows with this in their name.
 *
 * @throws Error where there is none
 */
export const chosen = (only = ''): readonly Bench[] => {
  const benches = BENCHES.filter(({ title }) => title.includes(only) || only.startsWith(title));
  if (benches.length > 0) return benches;
  const titles = BENCHES.map(({ title }) => title).join(', ');
  throw new Error(`No bench is called ${only}. There are: ${titles}.`);
};
