import { randomInt } from 'node:crypto';
import { nameOf } from './fault-case.ts';
import { LIVES, type LifeName } from './lives.ts';
import { sampleOf, testCalls } from './test-calls.ts';

/** `FAULTS=all` runs every case, as `npm run test:faults` does; `FAULTS=<part of its name>` some; `FAULTS_SEED` chooses the sample. */
const { FAULTS, FAULTS_SEED } = process.env;
const SAMPLE = 80;

const seed = Number(FAULTS_SEED ?? randomInt(2 ** 31));

testCalls('every call of every function, failed in each of the five ways: all end right', {
  lives: Object.keys(LIVES) as LifeName[],
  sessions: ['long', 'short'],
  choose: (cases) => {
    if (FAULTS === 'all') return cases;
    if (FAULTS) return cases.filter((each) => nameOf(each).includes(FAULTS));
    return sampleOf(cases, SAMPLE, seed);
  },
  seed,
});
