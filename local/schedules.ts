import type { VirtualClock } from './clock.ts';
import { invokeFunction } from './functions.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** What EventBridge Scheduler starts on AWS, how often, and, where that is daily, at which time of the day in UTC. */
const SCHEDULES = [
  { entry: 'schedules/sweep', everyMs: 15 * MINUTE_MS },
  { entry: 'schedules/digest', everyMs: DAY_MS, atMs: 7 * 60 * MINUTE_MS },
];

/** Whatever has come up first answers before the first of them runs. */
const FIRST_AFTER_MS = 5_000;

/** Starts the schedules' functions in virtual time, those without a time of the day soon. Returns how to stop. */
export const runSchedules = (clock: VirtualClock): (() => void) => {
  const timers = new Map<string, ReturnType<VirtualClock['setTimeout']>>();
  const plan = (entry: string, everyMs: number, inMs: number) => {
    const run = async () => {
      plan(entry, everyMs, everyMs);
      await invokeFunction(entry, {});
    };
    timers.set(entry, clock.setTimeout(run, inMs));
  };
  for (const { entry, everyMs, atMs } of SCHEDULES) {
    plan(
      entry,
      everyMs,
      atMs === undefined ? FIRST_AFTER_MS : (atMs - (clock.now().getTime() % DAY_MS) + DAY_MS) % DAY_MS,
    );
  }
  return () => {
    for (const timer of timers.values()) clock.clearTimeout(timer);
  };
};
