import { randomInt } from 'node:crypto';
import { BESIDES } from './cohort.ts';
import { type FaultCase, nameOf } from './fault-case.ts';
import { LIVES, type LifeName } from './lives.ts';
import { sampleOf, testCalls } from './test-calls.ts';

/**
 * `FAULTS=all` runs every case, as `npm run test:faults` does, and `FAULTS=<part of a name>` some; otherwise `FAULTS_SEED`
 * chooses a sample. `FAULTS_SLICE=3/10` runs the third of ten parts of them.
 */
const { FAULTS, FAULTS_SEED, FAULTS_SLICE = '1/1' } = process.env;
const SAMPLE = 80;

const seed = Number(FAULTS_SEED ?? randomInt(2 ** 31));

/** One life's faults have their full names here, as a violation is printed with them. */
const named = (cases: readonly FaultCase[], names: readonly string[]): readonly FaultCase[] => {
  const exactly = cases.filter((each) => names.includes(nameOf(each)));
  return exactly.length > 0
    ? exactly
    : cases.filter((each) => names.some((name) => nameOf(each).includes(name)));
};

const slice = (cases: readonly FaultCase[]): readonly FaultCase[] => {
  const [nth = 1, of = 1] = FAULTS_SLICE.split('/').map(Number);
  return cases.filter((_, index) => index % of === nth - 1);
};

testCalls('every call of every function, failed in each of the five ways: all end right', {
  lives: Object.keys(LIVES) as LifeName[],
  sessions: ['long', 'short'],
  choose: (cases) => {
    if (!FAULTS) return sampleOf(cases, SAMPLE, seed);
    return slice(FAULTS === 'all' ? cases : named(cases, FAULTS.split(BESIDES)));
  },
  seed,
});
