import { randomInt } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkHistories } from './check-histories.ts';

const { HISTORIES_RUNS, HISTORIES_SEED } = process.env;

/** Of both halves; `npm run test:histories` runs 10,000. */
const RUNS = Number(HISTORIES_RUNS ?? 300);

/** Each change is held to the same histories, so that what fails is its own; a search is for others each time. */
const SEED = Number(HISTORIES_SEED ?? (HISTORIES_RUNS ? randomInt(2 ** 31) : 2_027_702_214));

/** Two files take a half each, so that two cores run them side by side. Each half has a seed of its own. */
export const testHistories = (half: 1 | 2): void => {
  const seed = SEED + half - 1;
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
