import { expect, test } from 'vitest';
import { checkHistories } from './check-histories.ts';

/** Random histories as a test. It prints how many ran in which time, and what repeats one that goes wrong. */
export const testHistories = (runs: number, seed: number, env: Record<string, string> = {}): void => {
  test(`${runs} random histories from seed ${seed}: whatever happens, nothing is lost, nothing is done twice, and nobody learns or decides what isn’t theirs`, {
    timeout: 6 * 3_600_000,
    meta: { env },
  }, async () => {
    const start = performance.now();
    const checked = await checkHistories(runs, seed);
    const seconds = Math.round((performance.now() - start) / 1000);
    process.stdout.write(
      `${checked.runs} histories in ${seconds} s, from seed ${seed}: ${checked.accepted} connections were accepted\n${checked.report ?? ''}\n`,
    );
    expect(checked.report).toBeUndefined();
    expect(checked.accepted).toBeGreaterThan(0);
  });
};
