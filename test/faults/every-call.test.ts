import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signedFetch } from '../../local/signed-fetch.ts';
import { describeLived, type Lived, liveTogether, type Member } from './cohort.ts';
import { casesOf } from './enumerate-cases.ts';
import { type FaultCase, nameOf } from './fault-case.ts';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { LIVES, type LifeName, WINDOW_SECONDS } from './lives.ts';
import { ANALYTICS, HUB, PAYMENTS } from './pair-of-vpcs.ts';

/** `FAULTS=all` runs every case, as `npm run test:faults` does; `FAULTS=<part of its name>` some; `FAULTS_SEED` chooses the sample. */
const { FAULTS, FAULTS_SEED } = process.env;
const SEED = Number(FAULTS_SEED ?? randomInt(2 ** 31));
const SAMPLE = 80;

/** Lives that share one virtual time, and how many of them one stack sees. */
const TOGETHER = 30;
const COHORTS_OF_A_STACK = 4;

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const begin = async (sessions: 'long' | 'short'): Promise<FaultyStack> => {
  const stack = await startFaultyStack({ ec2: { windowSeconds: WINDOW_SECONDS } });
  if (sessions === 'short') stack.layer.shortenSessions();
  const entry = {
    name: 'payments',
    approvers: ['priya@payments.example'],
    onboarded: true,
    auto_accept_from: [ANALYTICS],
  };
  const url = `${stack.local.endpoints.api}/accounts/${PAYMENTS}`;
  const put = () => signedFetch(HUB, url, { method: 'PUT', body: JSON.stringify(entry) });
  // A function that runs for the first time, on a machine that is busy, may be slower than its patience.
  await expect.poll(async () => (await put()).status, { timeout: 20_000 }).toBe(200);
  return stack;
};

const isOfSweep = ({ place }: FaultCase): boolean => place.entry.startsWith('schedules/');
const isOfSts = ({ place }: FaultCase): boolean => place.call.startsWith('sts.');

/** A machine that is busy may disturb a life by itself, which then calls what it would not. */
const ATTEMPTS = 5;

/** Undisturbed lives, each alone: what they call is what can fail. */
const enumerate = async (): Promise<FaultCase[]> => {
  const cases: FaultCase[] = [];
  for (const sessions of ['long', 'short'] as const) {
    let stack = await begin(sessions);
    const liveUndisturbed = async (life: LifeName, attempts = ATTEMPTS): Promise<Lived | undefined> => {
      const [lived] = await liveTogether(stack, [{ life, faults: [] }]);
      expect(lived?.findings, lived && describeLived(lived)).toEqual([]);
      const isUndisturbed = stack.layer.disturbed().length === 0;
      // An active connection is looked at by every sweep after it, and so the next life has a stack of its own.
      if (LIVES[life].ends === 'active') {
        await stack.close();
        stack = await begin(sessions);
      }
      return isUndisturbed || attempts === 1 ? lived : liveUndisturbed(life, attempts - 1);
    };
    const lives: Lived[] = [];
    for (const life of Object.keys(LIVES) as LifeName[]) {
      const lived = await liveUndisturbed(life);
      if (lived) lives.push(lived);
    }
    await stack.close();
    // Roles are assumed anew for each call only where sessions are short.
    cases.push(...casesOf(lives).filter((each) => isOfSts(each) === (sessions === 'short')));
  }
  return cases;
};

const choose = (cases: readonly FaultCase[]): readonly FaultCase[] => {
  if (FAULTS === 'all') return cases;
  if (FAULTS) return cases.filter((each) => nameOf(each).includes(FAULTS));
  const sample = fc.shuffledSubarray([...cases], { minLength: SAMPLE, maxLength: SAMPLE });
  return fc.sample(sample, { seed: SEED, numRuns: 1 }).flat();
};

/** Lives that each take one fault in each of their functions, so that fewer of them meet all of the faults. */
const pack = (cases: readonly FaultCase[]): Member[] => {
  const members: { life: LifeName; faults: FaultCase[] }[] = [];
  for (const each of cases) {
    const takes = ({ life, faults }: Member) =>
      life === each.life && faults.every(({ place }) => place.entry !== each.place.entry);
    const member = members.find(takes);
    if (member) member.faults.push(each);
    else members.push({ life: each.life, faults: [each] });
  }
  return members;
};

const alone = (cases: readonly FaultCase[]): Member[] =>
  cases.map((each) => ({ life: each.life, faults: [each] }));

/** A sweep sees all lives of its cohort, and so a fault in it has a cohort to itself. */
const cohortsOf = (cases: readonly FaultCase[], inLives: (cases: readonly FaultCase[]) => Member[]) => {
  const cohorts: Member[][] = alone(cases.filter(isOfSweep)).map((member) => [member]);
  const members = inLives(cases.filter((each) => !isOfSweep(each)));
  for (let start = 0; start < members.length; start += TOGETHER)
    cohorts.push(members.slice(start, start + TOGETHER));
  return cohorts;
};

const run = async (cohorts: readonly Member[][], sessions: 'long' | 'short'): Promise<Lived[]> => {
  const all: Lived[] = [];
  let stack: FaultyStack | undefined;
  for (const [index, cohort] of cohorts.entries()) {
    if (index % COHORTS_OF_A_STACK === 0) {
      await stack?.close();
      stack = await begin(sessions);
      if (index > 0) print(`${index} of ${cohorts.length} cohorts`);
    }
    if (!stack) continue;
    const lived = await liveTogether(stack, cohort);
    for (const each of lived) if (each.findings.length > 0) print(describeLived(each));
    all.push(...lived);
  }
  await stack?.close();
  return all;
};

/** Where one fault has kept another from its place, that one gets a life to itself. */
const runAll = async (cases: readonly FaultCase[], sessions: 'long' | 'short'): Promise<Lived[]> => {
  const first = await run(cohortsOf(cases, pack), sessions);
  const missed = first.flatMap((each) => each.missed);
  const again = await run(cohortsOf(missed, alone), sessions);
  return [...first.map((each) => ({ ...each, missed: [] })), ...again];
};

test('every call of every function, failed in each of the five ways: all end right', {
  timeout: 6 * 3_600_000,
}, async () => {
  const start = performance.now();
  const cases = await enumerate();
  const chosen = choose(cases);
  print(
    `${cases.length} cases in ${Object.keys(LIVES).length} lives; ${chosen.length} of them run, FAULTS_SEED=${SEED}`,
  );
  expect(chosen.length, 'cases have this in their names').toBeGreaterThan(0);
  const lived = [
    ...(await runAll(
      chosen.filter((each) => !isOfSts(each)),
      'long',
    )),
    ...(await runAll(chosen.filter(isOfSts), 'short')),
  ];
  const missed = lived.flatMap((each) => each.missed);
  const seconds = Math.round((performance.now() - start) / 1000);
  print(`${chosen.length - missed.length} faults have struck ${lived.length} lives, in ${seconds} s`);

  const wrong = lived.filter(({ findings }) => findings.length > 0).map(describeLived);
  expect(wrong).toEqual([]);
  // How many sessions STS is asked for depends on which of the calls beside each other come first.
  expect(missed.filter((each) => !isOfSts(each)).map(nameOf)).toEqual([]);
});
