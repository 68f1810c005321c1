import { randomInt } from 'node:crypto';
import { sampleOf } from './test-calls.ts';
import { testReviews } from './test-reviews.ts';

/** `FAULTS=all` lives every case, as `npm run test:faults` does; otherwise `FAULTS_SEED` chooses a sample. */
const { FAULTS, FAULTS_SEED } = process.env;
const SAMPLE = 12;
const seed = Number(FAULTS_SEED ?? randomInt(2 ** 31));

testReviews(
  `killed at any of its calls, or without an answer, a review ends right (${FAULTS ?? `FAULTS_SEED=${seed}`})`,
  ({ isWrite, operation }) => {
    if (!isWrite) return ['killed-before', 'server-error'];
    // A mail whose answers are all lost went out each time.
    const lost = operation === 'SendEmail' ? [] : (['answer-lost'] as const);
    return ['killed-before', 'killed-after', 'server-error', 'throttled', ...lost];
  },
  { choose: (cases) => (FAULTS === 'all' ? cases : sampleOf(cases, SAMPLE, seed)) },
);
