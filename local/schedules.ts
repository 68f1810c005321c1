import type { VirtualClock } from './clock.ts';
import { invokeFunction } from './functions.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The schedules that EventBridge Scheduler has on AWS. `atMs` is the time of day in UTC of a daily one. */
const SCHEDULES = [
  { entry: 'schedules/sweep', everyMs: 15 * MINUTE_MS },
  { entry: 'schedules/update-register', everyMs: 15 * MINUTE_MS },
  { entry: 'schedules/watch-connectivity', everyMs: 60 * MINUTE_MS },
  { entry: 'schedules/review-connections', everyMs: DAY_MS, atMs: 6 * 60 * MINUTE_MS },
  { entry: 'schedules/digest', everyMs: DAY_MS, atMs: 7 * 60 * MINUTE_MS },
];

/** The first run waits, so that the stack's first responses aren't delayed. */
const FIRST_AFTER_MS = 5_000;

/** A run that takes longer, in real time, rests for `REST` times as long if the clock runs. */
const LONG_RUN_MS = 1000;
const REST = 19;

/**
 * Invokes the schedules' functions in virtual time. Returns a function that stops this. With many open requests and a
 * fast clock, the sweep would take most of the real time, so it skips runs, and the next one finds what it missed.
 */
export const runSchedules = (clock: VirtualClock): (() => void) => {
  const timers = new Map<string, ReturnType<VirtualClock['setTimeout']>>();
  const restsUntil = new Map<string, number>();
  const schedule = (entry: string, everyMs: number, inMs: number) => {
    const run = async () => {
      schedule(entry, everyMs, everyMs);
      const startedAt = performance.now();
      if (clock.speed > 0 && everyMs < DAY_MS && startedAt < (restsUntil.get(entry) ?? 0)) return;
      await invokeFunction(entry, {});
      const tookMs = performance.now() - startedAt;
      if (tookMs > LONG_RUN_MS) restsUntil.set(entry, performance.now() + REST * tookMs);
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
