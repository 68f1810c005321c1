import type { Scale } from './bench.ts';
import { BENCHES } from './benches.ts';

/** Runs one bench in this process. The arguments are its title and scale; it sends each row to the parent. */
const [title, scale = ''] = process.argv.slice(2);
const bench = BENCHES.find((each) => each.title === title);
if (!bench || !process.send) throw new Error('Run a bench with npm run bench -- --only NAME.');

// The listener keeps this process alive while it waits for an engine, and ends it with its parent.
process.once('disconnect', () => process.exit(1));
// The engines and temporary files are cleaned up on exit.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const startedAt = performance.now();
const progress = (text: string): void => {
  const seconds = (performance.now() - startedAt) / 1000;
  process.stderr.write(`${seconds.toFixed(0).padStart(4)} s  ${bench.title}: ${text}\n`);
};

const measure = await bench.load();
for await (const row of measure(progress, JSON.parse(scale) as Scale)) process.send(row);
// Open handles of an engine must not keep the process alive.
process.send('done', () => process.exit(0));
