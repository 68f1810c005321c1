import { setImmediate as nextTurn } from 'node:timers/promises';
import { install } from '@sinonjs/fake-timers';
import { type Timer, TimerQueue } from './timer-queue.ts';

declare const timerId: unique symbol;
export type TimerId = number & { readonly [timerId]: true };

export type VirtualClock = {
  now(): Date;
  /** Virtual milliseconds per real millisecond. At 0, only `advance` moves time. */
  readonly speed: number;
  /** Drops time that has not been caught up at the old speed. */
  setSpeed(speed: number): void;
  /** Resolves when `ms` more have passed and all work that this caused is done. Calls are queued. */
  advance(ms: number): Promise<void>;
  /** If `fn` returns a promise, time stands still until it settles. */
  setTimeout(fn: () => unknown, ms: number): TimerId;
  clearTimeout(id: TimerId | undefined): void;
  /** Time stands still until the promise settles, so it must never wait for the clock itself. */
  work<T>(fn: () => Promise<T>): Promise<T>;
  /** Resolves when no work is in flight and no work is about to start. */
  idle(): Promise<void>;
  /** Restores the real Date and stops time. Remaining timers never fire. */
  close(): void;
};

export type ClockOptions = {
  speed?: number;
  startAt?: Date;
  /** Whether the process's Date follows this clock. Only one open clock can do this. */
  global?: boolean;
  onError?: (error: unknown) => void;
};

/** How often time moves on, in real milliseconds. */
const BEAT_MS = 10;

/**
 * When the clock runs, timers that are due within one beat fire together, as on any busy machine, so that one's work
 * goes on while another's waits. At a high speed a beat is long, so the first of a quarter of an hour may be late by it.
 */
const TOGETHER = { timers: 32, ms: 15 * 60_000 };

/** Finished work may start other work some turns of the event loop later, such as reading a socket's reply. */
const QUIET_TURNS = 3;

/**
 * A clock whose time passes at a multiple of real time, or in jumps, from one due timer to the next, and never while
 * work is in flight. A function that takes 50 real milliseconds takes no virtual time.
 */
export function startClock({
  speed: initialSpeed = 1,
  startAt = new Date(),
  global: ownsDate = true,
  onError = (error) => process.emitWarning(error instanceof Error ? error : String(error)),
}: ClockOptions = {}): VirtualClock {
  let now = startAt.getTime();
  let speed = initialSpeed;
  let closed = false;
  const timers = new TimerQueue<TimerId>();

  if (ownsDate && 'isFake' in Date) {
    throw new Error('Date already follows another open clock. Start this clock with global: false.');
  }
  const globalDate = ownsDate ? install({ toFake: ['Date'], now }) : undefined;

  /** What the beats have to spend. */
  const owed = { ms: 0 };
  const inFlight = new Set<Promise<unknown>>();
  const work = async <T>(fn: () => Promise<T>): Promise<T> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    inFlight.add(promise);
    try {
      return await fn();
    } finally {
      inFlight.delete(promise);
      resolve();
    }
  };

  const idle = async (): Promise<void> => {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
      await nextTurn();
      if (inFlight.size > 0) {
        await Promise.all(inFlight);
        quiet = -1;
      }
    }
  };

  const pass = (ms: number): void => {
    now += ms;
    globalDate?.setSystemTime(now);
  };

  const takeNext = (upTo: number, most: number): Timer<TimerId>[] => {
    const taken: Timer<TimerId>[] = [];
    for (let { next } = timers; next && next.at <= upTo && taken.length < most; { next } = timers) {
      timers.remove(next.id);
      taken.push(next);
    }
    return taken;
  };

  /** Spends the budget, timer by timer. The owner of the budget may change it meanwhile. */
  const spend = async (budget: { ms: number }): Promise<void> => {
    while (!closed) {
      await idle();
      const next = timers.next;
      const step = Math.max(0, (next?.at ?? Number.POSITIVE_INFINITY) - now);
      if (next === undefined || step > budget.ms) {
        const rest = Math.floor(budget.ms);
        budget.ms -= rest;
        pass(rest);
        return;
      }
      const beatMs = budget === owed ? Math.min(speed * BEAT_MS, TOGETHER.ms) : 0;
      const due = takeNext(
        Math.min(next.at + beatMs, now + budget.ms),
        budget === owed ? TOGETHER.timers : 1,
      );
      const passed = Math.max(0, (due.at(-1)?.at ?? now) - now);
      budget.ms -= passed;
      pass(passed);
      for (const { fn } of due) work(async () => fn()).catch(onError);
    }
  };

  let last: Promise<void> = Promise.resolve();
  const queue = (budget: { ms: number }): Promise<void> => {
    last = last.then(() => spend(budget));
    return last;
  };

  let countedAt = performance.now();
  let catchingUp = false;
  const beat = setInterval(() => {
    owed.ms += (performance.now() - countedAt) * speed;
    countedAt = performance.now();
    if (speed === 0 || catchingUp) return;
    catchingUp = true;
    void queue(owed).then(() => {
      catchingUp = false;
    });
  }, BEAT_MS);
  // The clock alone must not keep the process alive.
  beat.unref();

  let lastId = 0;
  return {
    now: () => new Date(now),
    get speed() {
      return speed;
    },
    setSpeed(next) {
      speed = next;
      owed.ms = 0;
      countedAt = performance.now();
    },
    advance: (ms) => queue({ ms }),
    setTimeout(fn, ms) {
      lastId += 1;
      const id = lastId as TimerId;
      timers.add({ id, at: now + Math.max(0, Math.ceil(ms)), fn });
      // A timer that is due at once must run even if nobody moves the clock.
      if (ms <= 0) void queue({ ms: 0 });
      return id;
    },
    clearTimeout(id) {
      if (id !== undefined) timers.remove(id);
    },
    work,
    idle,
    close() {
      if (closed) return;
      closed = true;
      clearInterval(beat);
      globalDate?.uninstall();
    },
  };
}
