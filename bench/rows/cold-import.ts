import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Measure } from '../bench.ts';
import { bundleRow } from '../bundles/bundle-row.ts';
import { bundleWithFloors } from '../bundles/bundled.ts';
import { median } from '../median.ts';

const REPETITIONS = 9;
const AIMS = { withEc2: '≤ 0.3', without: '≤ 0.75' };

const run = promisify(execFile);

const SCRIPT = `
  const startedAt = performance.now();
  await import(process.argv[1]);
  process.stdout.write(String(performance.now() - startedAt));
`;

/**
 * Measures how long a new Node process takes to import a file, without the start of Node. The process has no
 * environment variables.
 *
 * @returns milliseconds
 */
const timeImport = async (file: string): Promise<number> => {
  const script = ['--input-type=module', '--eval', SCRIPT, pathToFileURL(file).href];
  const { stdout } = await run(process.execPath, script, { env: {} });
  return Number(stdout);
};

/**
 * Measures how long a new process takes to import each function's bundle, in milliseconds: a cold start without the
 * start of Node. The floor is the import of a bundle of only the SDK's clients and commands that the function uses,
 * without our plugins. The two are measured in turns.
 */
export const coldImport: Measure = async function* (progress) {
  progress('bundling every function and its floor');
  using made = await bundleWithFloors();
  const all = made.functions.map((each) => ({ each, values: [] as number[], floors: [] as number[] }));
  for (let round = 1; round <= REPETITIONS; round++) {
    progress(`importing each function and its floor: ${round} of ${REPETITIONS}`);
    for (const { each, values, floors } of all) {
      values.push(await timeImport(each.bundle));
      if (each.floor !== undefined) floors.push(await timeImport(each.floor));
    }
  }
  yield* all.map(({ each, values, floors }) => {
    const floor = floors.length > 0 ? median(floors) : null;
    return bundleRow(each, { title: 'cold import', unit: 'ms', value: median(values), floor }, AIMS);
  });
};
