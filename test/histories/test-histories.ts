import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkHistories } from './check-histories.ts';

/** Of both halves; `npm run test:histories` runs 10,000. */
const RUNS = Number(process.env['HISTORIES_RUNS'] ?? 300);
const { HISTORIES_SEED } = process.env;

/** Two files take a half each, so that two cores run them side by side. Each half has its own seed. */
export const testHistories = (half: 1 | 2): void => {
  const seed = HISTORIES_SEED ? Number(HISTORIES_SEED) + half - 1 : randomInt(2 ** 31);
  test(`random histories, half ${half} of them: whatever happens, nothing is lost and nothing is done twice`, {
    timeout: 6 * 3_600_000,
  }, async () => {
    const start = performance.now();
    const { runs, report } = await checkHistories(Math.ceil(RUNS / 2), seed);
    const seconds = Math.round((performance.now() - start) / 1000);
    process.stdout.write(
      `half ${half}: ${runs} histories in ${seconds} s, from seed ${seed}\n${report ?? ''}\n`,
    );
    expect(report).toBeUndefined();
  });
};
