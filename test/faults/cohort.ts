import type { RequestId } from '../../functions/domain/request/peering-request.ts';
import { invokeFunction } from '../../local/functions.ts';
import type { AwsCall } from './aws-call.ts';
import { gatherEvidence } from './evidence.ts';
import { type FaultCase, nameOf, type Place, WAYS } from './fault-case.ts';
import type { FaultyStack } from './faulty-stack.ts';
import { watchAccepts } from './invariants/accepts-decided.ts';
import { violations } from './invariants/check.ts';
import { watchRoutes } from './invariants/routes.ts';
import { LIVES, type Life, type LifeName, live } from './lives.ts';
import { People } from './people.ts';
import { runScript } from './virtual-script.ts';
import { whichLife } from './which-life.ts';

/** Stands between the names of the faults of one life. */
export const BESIDES = ' AND ';

const QUARTER_SECONDS = 15 * 60;
const QUARTERS_AT_MOST = 60;

/** One life of a cohort, with what goes wrong in it: at most one fault in each function. */
export type Member = { life: LifeName; faults: readonly FaultCase[] };

export type Lived = {
  member: Member;
  /** Empty when it ended right. */
  findings: readonly string[];
  /** The faults that never struck. */
  missed: readonly FaultCase[];
  calls: readonly { call: AwsCall; place: Place }[];
};

/**
 * Lives many lives at once, each with its own VPCs and its own fault, in one virtual time with a sweep every
 * quarter of an hour, and looks at what is left of them when all have ended.
 */
export const liveTogether = async (stack: FaultyStack, members: readonly Member[]): Promise<Lived[]> => {
  const { clock } = stack.local;
  const people: People[] = [];
  const lives = whichLife(
    (body) => people.find(({ connection }) => connection && body.includes(connection))?.life,
  );
  const endAccepts = watchAccepts(stack);
  const endRoutes = watchRoutes(stack);
  const seen = new Map<string, { call: AwsCall; place: Place }[]>();
  const struck = new Set<FaultCase>();
  const keyOf = (index: number) => `life-${index}`;
  const faultsIn = new Map(members.map(({ faults }, index) => [keyOf(index), faults]));
  const faultsOfSweeps = members.flatMap(({ faults }) => faults).filter(isOfSweep);

  stack.layer.forget();
  stack.layer.setRule((call) => {
    const life = lives.lifeOf(call);
    const place = lives.placeOf(call);
    const key = life ?? place.entry;
    if (call.attempt === 1) seen.set(key, [...(seen.get(key) ?? []), { call, place }]);
    const faults = life ? faultsIn.get(life) : faultsOfSweeps;
    const fault = faults?.find((each) => isSame(each.place, place));
    if (!fault) return undefined;
    struck.add(fault);
    return WAYS[fault.way][fault.variant](call);
  });

  const mishaps = new Map<string, string>();
  const isRegistered = members.some(({ life }) => (LIVES[life] as Life).isFound);
  let alive = members.length;
  const scripts = members.map(({ life }, index) =>
    runScript(clock, async (wait) => {
      await wait(index);
      const key = keyOf(index);
      const own = new People(key, stack, wait);
      people[index] = own;
      try {
        await live(life, own, wait, stack);
      } catch (error) {
        mishaps.set(key, error instanceof Error ? error.message : String(error));
      }
      alive -= 1;
    }),
  );
  const sweeps = runScript(clock, async (wait) => {
    while (alive > 0) {
      await wait(QUARTER_SECONDS);
      if (isRegistered) await run('schedules/update-register');
      await run('schedules/sweep');
    }
  });
  for (let quarter = 0; alive > 0 && quarter < QUARTERS_AT_MOST; quarter++)
    await clock.advance(QUARTER_SECONDS * 1000);
  await clock.advance(QUARTER_SECONDS * 1000);
  await Promise.all([...scripts, sweeps]);
  stack.layer.setRule(undefined);
  await settle(stack);
  const undecided = [...endAccepts(), ...endRoutes()];

  const ids = people.flatMap(({ id }) => id ?? []);
  const disturbed = stack.layer.disturbed();
  const faultsOf = (id: RequestId) => {
    const key = people.find((own) => own.id === id)?.life;
    // What disturbs a sweep may concern any of the requests that it looks at.
    return disturbed.filter(({ call }) => [key, undefined].includes(lives.lifeOf(call))).length;
  };
  const evidence = await gatherEvidence(stack, ids, faultsOf);
  return members.map((member, index) => {
    const key = keyOf(index);
    const { id, acknowledged = [] } = people[index] ?? {};
    const left = id && evidence.get(id);
    const { approvers }: Life = LIVES[member.life];
    const mishap = mishaps.get(key);
    return {
      member,
      findings: [
        ...(mishap ? [mishap] : []),
        ...(left ? violations(left, { acknowledged, approvers }) : ['nothing of it is on record']),
        ...undecided,
      ],
      missed: member.faults.filter((fault) => !struck.has(fault)),
      calls: [
        ...(seen.get(key) ?? []),
        ...[...seen].flatMap(([by, calls]) => (by.startsWith('schedules/') ? calls : [])),
      ],
    };
  });
};

export const isOfSweep = ({ place }: FaultCase): boolean => place.entry.startsWith('schedules/');

const isSame = (one: Place, other: Place): boolean =>
  one.entry === other.entry &&
  one.run === other.run &&
  one.call === other.call &&
  one.ordinal === other.ordinal;

/** A run that a fault has hit is followed by the next one. */
const run = (entry: `schedules/${string}`): Promise<unknown> =>
  invokeFunction(entry, {}).catch(() => undefined);

/** Undisturbed from now on: two sweeps, each with a look at connectivity, and the time that what they start takes. */
export const settle = async (stack: FaultyStack): Promise<void> => {
  for (const _ of [1, 2]) {
    await run('schedules/sweep');
    await stack.local.clock.advance(QUARTER_SECONDS * 1000);
    await run('schedules/watch-connectivity');
  }
};

/** A life and what went wrong in it, by all of its faults. */
export const describeLived = ({ member, findings }: Lived): string =>
  [describeFaults(member) || `${member.life}, undisturbed`, ...findings].join('\n    ');

export const describeFaults = ({ faults }: Member): string => faults.map(nameOf).join(BESIDES);
