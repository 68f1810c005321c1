import type { Scale } from './bench.ts';
import { BENCHES } from './benches.ts';

/** One bench, in this process: its title and its scale are the arguments, its rows go to the parent. */
const [title, scale = ''] = process.argv.slice(2);
const bench = BENCHES.find((each) => each.title === title);
if (!bench || !process.send) throw new Error('A bench is run by npm run bench -- --only.');

// Keeps this process here while nothing but an engine's end is waited for, and ends it with its parent.
process.once('disconnect', () => process.exit(1));
// Only an exit lets what was started and written go.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const startedAt = performance.now();
const progress = (text: string): void => {
  const seconds = (performance.now() - startedAt) / 1000;
  process.stderr.write(`${seconds.toFixed(0).padStart(4)} s  ${bench.title}: ${text}\n`);
};

const measure = await bench.load();
const rows = await measure(progress, JSON.parse(scale) as Scale);
// Whatever an engine leaves open is no reason to stay.
process.send(rows, () => process.exit(0));
