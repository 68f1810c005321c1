import { findOverlappingBlocks } from '../functions/domain/request/cidr.ts';
import type { SeedAccount, SeedVpc } from './seed.ts';
import { type Random, seededRandom } from './seeded-random.ts';

type Side = { account: SeedAccount; vpc: SeedVpc };

/** What becomes of a request. */
export type Fate = 'accepted' | 'deleted' | 'rejected' | 'withdrawn' | 'left' | 'failed';

/** A request that somebody will submit, and when people act on it: in milliseconds from midnight of the first day. */
export type PlannedRequest = {
  requester: Side;
  accepter: Side;
  person: string;
  justification: string;
  connect: boolean;
  fate: Fate;
  submitted_at: number;
  /** Of the decision, or of the withdrawal. */
  decided_at: number;
};

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Longer than the acceptance window, so that the first requests expire on the last day. */
export const TRAFFIC_MS = 8 * DAY_MS;

const MOST_FAILED = 5;

const SEED = 20_260_309;

/** Nobody decides about a request any more that has waited for so long. */
const LONGEST_DELAY_MS = 6 * DAY_MS;

/** People work from 06:00 to 18:00 UTC. */
const WORK = { from: 6, until: 18 };
const MEAN_DELAY_MS = 30 * HOUR_MS;

/** Of a hundred requests, up to which one this is what becomes of them. */
const FATES: readonly (readonly [Fate, number])[] = [
  ['accepted', 42],
  ['left', 74],
  ['rejected', 86],
  ['withdrawn', 93],
  ['deleted', 100],
];

const REASONS = [
  (from: string, to: string) => `${from} calls the API of ${to}.`,
  (from: string, to: string) => `Nightly exports from ${to} to ${from}. They go over the internet today.`,
  (from: string, to: string) => `${from} reads the events of ${to}, instead of polling a bucket.`,
  (from: string, to: string) => `Metrics of ${from} for ${to}.`,
  (from: string, to: string) =>
    `Move of ${from} behind ${to}, step 2 of 3. After it, the old VPN is removed.`,
  () => 'Load test before the season. For two weeks.',
] as const;

/** One request for each account. The same company has the same traffic. */
export const planTraffic = (accounts: readonly SeedAccount[]): PlannedRequest[] => {
  const random = seededRandom(SEED);
  const members = accounts.filter(({ vpcs }) => vpcs.length > 0);
  const requesters = members.filter(({ onboarded }) => onboarded);
  const taken = new Set<string>();
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  // The fourth power: a few accounts, the first ones, have what many need.
  const pickSought = () => members[Math.floor(random() ** 4 * members.length)] as SeedAccount;
  const planned: PlannedRequest[] = [];

  const plan = (requester: Side, accepter: Side, fate: Fate): void => {
    const pair = [requester.vpc.vpc_id, accepter.vpc.vpc_id].sort().join();
    if (taken.has(pair) || teamOf(requester.account) === teamOf(accepter.account)) return;
    taken.add(pair);
    const submitted_at = workingTime(random);
    const delay = HOUR_MS - Math.log(1 - random()) * MEAN_DELAY_MS;
    planned.push({
      requester,
      accepter,
      person: pick(requester.account.approvers),
      justification: pick(REASONS)(requester.account.name, accepter.account.name),
      connect: random() < 0.3 && requester.account.connect === 'apply',
      fate: delay > LONGEST_DELAY_MS && fate !== 'failed' ? 'left' : fate,
      submitted_at,
      decided_at: submitted_at + delay,
    });
  };

  for (const { requester, accepter } of failingPairs(requesters, members).slice(0, MOST_FAILED)) {
    plan(requester, accepter, 'failed');
  }
  const wanted = members.length;
  // A small company runs out of pairs.
  for (let tries = 0; planned.length < wanted && tries < 10 * wanted; tries++) {
    const turn = random() * 100;
    const fate = FATES.find(([, upTo]) => turn < upTo)?.[0] ?? 'left';
    const [asking, asked] = [pick(requesters), pickSought()];
    const [requester, accepter] = [
      { account: asking, vpc: pick(asking.vpcs) },
      { account: asked, vpc: pick(asked.vpcs) },
    ];
    if (!isOverlapping(requester.vpc, accepter.vpc)) plan(requester, accepter, fate);
  }
  return planned;
};

/** `identity-prod` and `identity-dev` have the same people. */
const teamOf = ({ approvers: [first = ''] }: SeedAccount): string => first.slice(first.indexOf('@'));

const isOverlapping = (one: SeedVpc, other: SeedVpc): boolean =>
  findOverlappingBlocks(
    [...one.cidr_blocks, ...(one.ipv6_cidr_blocks ?? [])],
    [...other.cidr_blocks, ...(other.ipv6_cidr_blocks ?? [])],
  ).length > 0;

/** Peerway can't see the blocks of an account without its roles, so only EC2 finds that they overlap. */
const failingPairs = (requesters: readonly SeedAccount[], members: readonly SeedAccount[]) =>
  members
    .filter(({ onboarded }) => !onboarded)
    .flatMap((account) => account.vpcs.map((vpc) => ({ account, vpc })))
    .flatMap((accepter) => {
      const requester = requesters
        .flatMap((account) => account.vpcs.map((vpc) => ({ account, vpc })))
        .find(({ vpc }) => isOverlapping(vpc, accepter.vpc));
      return requester ? [{ requester, accepter }] : [];
    });

const workingTime = (random: Random): number => {
  const day = Math.floor(random() * (TRAFFIC_MS / DAY_MS));
  return day * DAY_MS + (WORK.from + random() * (WORK.until - WORK.from)) * HOUR_MS;
};
