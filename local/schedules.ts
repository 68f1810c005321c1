import type { VirtualClock } from './clock.ts';
import { invokeFunction } from './functions.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The schedules that EventBridge Scheduler has on AWS. `atMs` is the time of day in UTC of a daily one. */
const SCHEDULES = [
  { entry: 'schedules/sweep', everyMs: 15 * MINUTE_MS },
  { entry: 'schedules/watch-connectivity', everyMs: 60 * MINUTE_MS },
  { entry: 'schedules/digest', everyMs: DAY_MS, atMs: 7 * 60 * MINUTE_MS },
];

/** The first run waits, so that the stack's first responses aren't delayed. */
const FIRST_AFTER_MS = 5_000;

/** Invokes the schedules' functions in virtual time. Returns a function that stops this. */
export const runSchedules = (clock: VirtualClock): (() => void) => {
  const timers = new Map<string, ReturnType<VirtualClock['setTimeout']>>();
  const schedule = (entry: string, everyMs: number, inMs: number) => {
    const run = async () => {
      schedule(entry, everyMs, everyMs);
      await invokeFunction(entry, {});
    };
    timers.set(entry, clock.setTimeout(run, inMs));
  };
  for (const { entry, everyMs, atMs } of SCHEDULES) {
    schedule(
      entry,
      everyMs,
      atMs === undefined ? FIRST_AFTER_MS : (atMs - (clock.now().getTime() % DAY_MS) + DAY_MS) % DAY_MS,
    );
  }
  return () => {
    for (const timer of timers.values()) clock.clearTimeout(timer);
  };
};
