import { randomInt } from 'node:crypto';
import { testHistories } from './test-histories.ts';

const { HISTORIES_RUNS, HISTORIES_SEED } = process.env;

/** Of both halves; `npm run test:histories` runs 10,000. */
const RUNS = Number(HISTORIES_RUNS ?? 300);

/** Each change is held to the same histories, so that what fails is its own; a search is for others each time. */
const SEED = Number(HISTORIES_SEED ?? (HISTORIES_RUNS ? randomInt(2 ** 31) : 2_027_702_214));

/** Two files take a half each, so that two cores run them side by side. Each half has a seed of its own. */
export const testHalf = (half: 1 | 2): void =>
  testHistories(Math.ceil(RUNS / 2), SEED + half - 1, {
    HISTORIES_RUNS: String(RUNS),
    HISTORIES_SEED: String(SEED),
  });
