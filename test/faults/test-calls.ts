import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signedFetch } from '../../local/signed-fetch.ts';
import { describeFaults, describeLived, isOfSweep, type Lived, liveTogether, type Member } from './cohort.ts';
import { casesOf } from './enumerate-cases.ts';
import { type FaultCase, nameOf } from './fault-case.ts';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { LIVES, type LifeName, WINDOW_SECONDS } from './lives.ts';
import { ANALYTICS, HUB, PAYMENTS } from './pair-of-vpcs.ts';

/** What a test of faults runs: of the cases of which lives, how long a role's session lasts in them, and which. */
export type Search = {
  lives: readonly LifeName[];
  sessions: readonly Sessions[];
  choose: (cases: readonly FaultCase[]) => readonly FaultCase[];
  seed: number;
};

type Sessions = 'long' | 'short';

/** Lives that share one virtual time, and how many of them one stack sees. */
const TOGETHER = 30;
const COHORTS_OF_A_STACK = 4;

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const begin = async (sessions: Sessions): Promise<FaultyStack> => {
  const stack = await startFaultyStack({ ec2: { windowSeconds: WINDOW_SECONDS } });
  if (sessions === 'short') stack.layer.shortenSessions();
  const entry = {
    name: 'payments',
    approvers: ['priya@payments.example'],
    onboarded: true,
    auto_accept_from: [ANALYTICS],
    connect: 'apply',
  };
  const url = `${stack.local.endpoints.api}/accounts/${PAYMENTS}`;
  const { status } = await signedFetch(HUB, url, { method: 'PUT', body: JSON.stringify(entry) });
  expect(status).toBe(200);
  return stack;
};

const isOfSts = ({ place }: FaultCase): boolean => place.call.startsWith('sts.');

/** Undisturbed lives, each alone: what they call is what can fail. */
const enumerate = async (search: Search): Promise<FaultCase[]> => {
  const cases: FaultCase[] = [];
  for (const sessions of search.sessions) {
    let stack = await begin(sessions);
    const lives: Lived[] = [];
    for (const life of search.lives) {
      const lived = await liveTogether(stack, [{ life, faults: [] }]);
      expect(
        lived.flatMap(({ findings }) => findings),
        life,
      ).toEqual([]);
      lives.push(...lived);
      // An active connection is looked at by every sweep after it, and so the next life has a stack of its own.
      if (LIVES[life].ends === 'active') {
        await stack.close();
        stack = await begin(sessions);
      }
    }
    await stack.close();
    // Roles are assumed anew for each call only where sessions are short.
    cases.push(...casesOf(lives).filter((each) => isOfSts(each) === (sessions === 'short')));
  }
  return cases;
};

/** As many of the cases, by a seed. */
export const sampleOf = <Case>(cases: readonly Case[], count: number, seed: number): readonly Case[] => {
  const sample = fc.shuffledSubarray([...cases], { minLength: count, maxLength: count });
  return fc.sample(sample, { seed, numRuns: 1 }).flat();
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

/** Tells at once what a cohort did, so that a run that is stopped has not run for nothing. */
const runCohort = async (stack: FaultyStack, cohort: readonly Member[], name: string): Promise<Lived[]> => {
  const start = performance.now();
  const before = process.cpuUsage();
  const lived = await liveTogether(stack, cohort);
  const seconds = Math.round((performance.now() - start) / 1000);
  const { user, system } = process.cpuUsage(before);
  const wrong = lived.filter(({ findings }) => findings.length > 0);
  for (const each of wrong) print(`${describeLived(each)}\n    To live it again: ${repeat(each)}`);
  const cases = cohort.flatMap(({ faults }) => faults).length;
  print(
    `${name}: ${cases} cases in ${cohort.length} lives, ${seconds} s, ${Math.round((user + system) / 1e6)} CPU s, ${wrong.length} violations`,
  );
  return lived;
};

const repeat = ({ member }: Lived): string => `FAULTS="${describeFaults(member)}" npm run test:faults`;

const run = async (cohorts: readonly Member[][], sessions: Sessions): Promise<Lived[]> => {
  const all: Lived[] = [];
  let stack: FaultyStack | undefined;
  for (const [index, cohort] of cohorts.entries()) {
    if (index % COHORTS_OF_A_STACK === 0) {
      await stack?.close();
      stack = await begin(sessions);
    }
    if (stack)
      all.push(...(await runCohort(stack, cohort, `Cohort ${index + 1} of ${cohorts.length} (${sessions})`)));
  }
  await stack?.close();
  return all;
};

/** Where one fault has kept another from its place, that one gets a life to itself. */
const runAll = async (cases: readonly FaultCase[], sessions: Sessions): Promise<Lived[]> => {
  const first = await run(cohortsOf(cases, pack), sessions);
  const missed = first.flatMap((each) => each.missed);
  const again = await run(cohortsOf(missed, alone), sessions);
  return [...first.map((each) => ({ ...each, missed: [] })), ...again];
};

/** Fails calls of the functions in each of the five ways: all lives end right. */
export const testCalls = (title: string, search: Search): void => {
  test(title, { timeout: 6 * 3_600_000, meta: { env: { FAULTS_SEED: String(search.seed) } } }, async () => {
    const start = performance.now();
    const cases = await enumerate(search);
    const chosen = search.choose(cases);
    print(
      `${cases.length} cases in ${search.lives.length} lives; ${chosen.length} of them run, FAULTS_SEED=${search.seed}`,
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
};
