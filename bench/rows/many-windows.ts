import { setTimeout as pause } from 'node:timers/promises';
import type { RequestId } from '../../functions/domain/request/peering-request.ts';
import type { RequestStatus } from '../../functions/domain/request/status.ts';
import type { VirtualClock } from '../../local/clock.ts';
import { seededRandom } from '../../local/seeded-random.ts';
import { startStack } from '../../local/stack.ts';
import type { Measure } from '../bench.ts';
import type { Row } from '../row.ts';
import { COMPANY, type Pair, pairs } from '../windows/company.ts';
import { inProcess } from '../windows/in-process.ts';
import { sweepRuns } from '../windows/sweep-runs.ts';

const SEED = 20_260_302;
const DAY_MS = 86_400_000;
const OPENS_MS = 60_000;
const OPENING_SPEED = 10;
const AT_ONCE = 8;
/** As fast as the stack can. */
const SPEED = 1_000_000;

type Fate = { id: RequestId; status: RequestStatus; decision?: 'accept' | 'reject'; inMs: number };

/**
 * Runs many requests at once through seven days on the local stack, as `npm start -- --speed` does. Half of them are
 * decided at random times from a seed, three of four accepted; the others expire. None may be lost. The figures are
 * real time and the most memory of the process, which contains Step Functions, EC2, the inbox and all functions. The
 * time is from the start of the stack to the last end of a window, without the sweep that is measured between.
 */
export const manyWindows: Measure = async function* (progress, { windows: count }) {
  const startedAt = performance.now();
  const quotas = { pendingQuota: 2 * count, activeQuota: 2 * count };
  const limits = { open_requests: 2 * count, submissions_per_hour: 2 * count };
  const stack = await startStack({ speed: 0, accounts: COMPANY, ec2: quotas, limits, throttles: true });
  try {
    const { clock } = stack;
    const people = inProcess(stack);
    const idle = process.memoryUsage.rss();
    progress(`submitting ${count} requests`);
    const ids = await submitAll(pairs(count), people.submit, progress);
    progress('opening the acceptance windows');
    const submittedAt = clock.now().getTime();
    await passTime(clock, OPENS_MS, OPENING_SPEED);

    progress('sweeping');
    const openedAt = performance.now();
    const sweep = await sweepRuns(stack, count);
    const sweptMs = performance.now() - openedAt;
    const row = rowOf(count);
    yield* [
      row('a run of the sweep, EC2 and STS calls', sweep.calls, 'calls', null, 'no aim'),
      row('a run of the sweep, in one account and Region', sweep.calls_in_one_place, 'calls', null, '≤ 100'),
      row('a run of the sweep, throttled', sweep.throttled, 'calls', null, '0'),
      row('a run of the sweep, units', sweep.units, 'units', null, 'no aim'),
      row('a run of the sweep, at 0.1 s a call', sweep.seconds, 's', null, '≤ 600'),
    ];

    const random = seededRandom(SEED);
    const fates = ids.map((id) => fateOf(id, random));
    let decided = 0;
    for (const { id, decision, inMs } of fates) {
      if (!decision) continue;
      const waitMs = submittedAt + inMs - clock.now().getTime();
      clock.setTimeout(() => {
        if (++decided % 500 === 0) progress(`day ${(inMs / DAY_MS).toFixed(1)}: ${decided} decided`);
        return people.decide(id, decision);
      }, waitMs);
    }
    await passTime(clock, 8 * DAY_MS, SPEED);
    const minutes = (performance.now() - startedAt - sweptMs) / 60_000;
    let lost = 0;
    for (const { id, status } of fates) {
      const request = await people.request(id);
      if (request?.status !== status || request.concluded_as !== status) lost++;
    }
    const megabytes = process.resourceUsage().maxRSS / 1000;
    yield* [
      row('lost', lost, 'requests', null, '0'),
      row('minutes', minutes, 'minutes', null, count === 10_000 ? '≤ 15' : 'no aim'),
      row('memory', megabytes, 'MB', idle / 1e6, count === 10_000 ? '≤ 1,500 MB' : 'no aim'),
    ];
  } finally {
    await stack.close();
  }
};

/** At a speed, unlike in jumps, timers that are due at about the same time fire together. */
const passTime = async (clock: VirtualClock, ms: number, speed: number): Promise<void> => {
  const until = clock.now().getTime() + ms;
  clock.setSpeed(speed);
  while (clock.now().getTime() < until) await pause(100);
  clock.setSpeed(0);
};

const submitAll = async (
  waiting: Pair[],
  submit: (pair: Pair) => Promise<RequestId>,
  progress: (text: string) => void,
): Promise<RequestId[]> => {
  const ids: RequestId[] = [];
  const submitter = async (): Promise<void> => {
    for (let pair = waiting.pop(); pair; pair = waiting.pop()) {
      ids.push(await submit(pair));
      if (ids.length % 1000 === 0) progress(`${ids.length} submitted`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, submitter));
  return ids;
};

/** No decisions in the first hour, while emails are sent, or in the last, when they might be too late. */
const fateOf = (id: RequestId, random: () => number): Fate => {
  const inMs = 3_600_000 + random() * (7 * DAY_MS - 7_200_000);
  const isDecided = random() < 0.5;
  if (!isDecided) return { id, status: 'expired', inMs };
  return random() < 0.75
    ? { id, status: 'active', decision: 'accept', inMs }
    : { id, status: 'rejected', decision: 'reject', inMs };
};

const rowOf =
  (count: number) =>
  (name: string, value: number, unit: string, floor: number | null, aim: string): Row => ({
    name: `many windows: ${count.toLocaleString('en-US')}, ${name}`,
    value,
    unit,
    floor,
    ratio: floor === null ? null : value / floor,
    aim,
  });
