import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkHistories } from './check-histories.ts';

/** `npm run test:histories` runs 10,000. */
const RUNS = Number(process.env['HISTORIES_RUNS'] ?? 300);
const SEED = Number(process.env['HISTORIES_SEED'] ?? randomInt(2 ** 31));

test('random histories: whatever happens, nothing is lost and nothing is done twice', {
  timeout: 6 * 3_600_000,
}, async () => {
  const start = performance.now();
  const { runs, report } = await checkHistories(RUNS, SEED);
  const seconds = Math.round((performance.now() - start) / 1000);
  process.stdout.write(`${runs} histories in ${seconds} s, HISTORIES_SEED=${SEED}\n`);
  expect(report).toBeUndefined();
});
