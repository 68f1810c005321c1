import type { VirtualClock } from './clock.ts';
import { invokeFunction } from './functions.ts';

const MINUTE_MS = 60_000;

/** What EventBridge Scheduler starts on AWS, and how often. */
const SCHEDULES = [{ entry: 'schedules/sweep', everyMs: 15 * MINUTE_MS }];

/** Starts the schedules' functions in virtual time, the first time at once. Returns how to stop. */
export const runSchedules = (clock: VirtualClock): (() => void) => {
  const timers = new Map<string, ReturnType<VirtualClock['setTimeout']>>();
  const plan = (entry: string, everyMs: number, inMs: number) => {
    const run = async () => {
      plan(entry, everyMs, everyMs);
      await invokeFunction(entry, {});
    };
    timers.set(entry, clock.setTimeout(run, inMs));
  };
  for (const { entry, everyMs } of SCHEDULES) plan(entry, everyMs, 0);
  return () => {
    for (const timer of timers.values()) clock.clearTimeout(timer);
  };
};
