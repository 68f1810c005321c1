import { setTimeout as realSleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type ClockOptions, startClock, type VirtualClock } from '../../local/clock.ts';

const START = new Date('2026-03-02T09:00:00.000Z');
const DAY_MS = 86_400_000;

let clock: VirtualClock;
const open = (options: ClockOptions = {}): VirtualClock => {
  clock = startClock({ speed: 0, startAt: START, ...options });
  return clock;
};
const sinceStart = () => clock.now().getTime() - START.getTime();

afterEach(() => clock.close());

describe('timers', () => {
  it('fire in order, each at exactly its time', async () => {
    open();
    const fired: [string, number][] = [];
    const set = (name: string, ms: number) => clock.setTimeout(() => fired.push([name, sinceStart()]), ms);
    set('late', 5000);
    set('early', 1000);
    set('also early', 1000);
    clock.clearTimeout(set('cleared', 2000));
    await clock.advance(10_000);
    expect(fired).toEqual([
      ['early', 1000],
      ['also early', 1000],
      ['late', 5000],
    ]);
    expect(sinceStart()).toBe(10_000);
  });

  it('set by a timer fire within the same advance, up to its very end', async () => {
    open();
    const fired: number[] = [];
    const again = () => {
      fired.push(sinceStart());
      clock.setTimeout(again, 1000);
    };
    clock.setTimeout(again, 1000);
    await clock.advance(3000);
    expect(fired).toEqual([1000, 2000, 3000]);
  });

  it('may be months away', async () => {
    open();
    const fired: number[] = [];
    clock.setTimeout(() => fired.push(sinceStart()), 90 * DAY_MS);
    await clock.advance(89 * DAY_MS);
    expect(fired).toEqual([]);
    await clock.advance(DAY_MS);
    expect(fired).toEqual([90 * DAY_MS]);
  });

  it('that are due at once fire without time passing', async () => {
    open();
    const fired = await new Promise<number>((resolve) => clock.setTimeout(() => resolve(sinceStart()), 0));
    expect(fired).toBe(0);
  });

  it('that fail are told of, and stop nothing', async () => {
    const errors: unknown[] = [];
    open({ onError: (error) => errors.push(error) });
    const [thrown, rejected] = [new Error('thrown'), new Error('rejected')];
    let fired = false;
    clock.setTimeout(() => {
      throw thrown;
    }, 1000);
    clock.setTimeout(() => Promise.reject(rejected), 2000);
    clock.setTimeout(() => {
      fired = true;
    }, 3000);
    await clock.advance(3000);
    expect(errors).toEqual([thrown, rejected]);
    expect(fired).toBe(true);
  });
});

describe('work', () => {
  it('takes no virtual time, however long it takes', async () => {
    open();
    const seen: string[] = [];
    clock.setTimeout(() => {
      void clock.work(async () => {
        seen.push(`begins at ${sinceStart()}`);
        await realSleep(30);
        seen.push(`ends at ${sinceStart()}`);
      });
    }, 1000);
    clock.setTimeout(() => seen.push(`deadline at ${sinceStart()}`), 1001);
    await clock.advance(5000);
    expect(seen).toEqual(['begins at 1000', 'ends at 1000', 'deadline at 1001']);
  });

  it('is waited for with all the work it leads to', async () => {
    open();
    const seen: number[] = [];
    const chain = async (links: number): Promise<void> => {
      await clock.work(() => realSleep(2));
      seen.push(sinceStart());
      // Nothing is in flight here, as between two states of an execution.
      if (links > 1) void Promise.resolve().then(() => setImmediate(() => void chain(links - 1)));
      else clock.setTimeout(() => seen.push(sinceStart()), 500);
    };
    clock.setTimeout(() => void chain(4), 1000);
    clock.setTimeout(() => seen.push(sinceStart()), 1600);
    await clock.advance(2000);
    expect(seen).toEqual([1000, 1000, 1000, 1000, 1500, 1600]);
  });

  it('that a timer returns is waited for, too', async () => {
    open();
    const ended: number[] = [];
    clock.setTimeout(async () => {
      await realSleep(5);
      ended.push(sinceStart());
    }, 1000);
    await clock.advance(2000);
    expect(ended).toEqual([1000]);
  });

  it('gives back what it resolves to, and its failure', async () => {
    open();
    const failure = new Error('no');
    await expect(clock.work(async () => 42)).resolves.toBe(42);
    await expect(clock.work(() => Promise.reject(failure))).rejects.toBe(failure);
    await clock.idle();
  });

  it('in flight keeps an advance from beginning', async () => {
    open();
    const { promise, resolve } = Promise.withResolvers<void>();
    void clock.work(() => promise);
    const advanced = clock.advance(1000);
    await realSleep(5);
    expect(sinceStart()).toBe(0);
    resolve();
    await advanced;
    expect(sinceStart()).toBe(1000);
  });
});

describe('time', () => {
  it('advances by one call after the other', async () => {
    open();
    const seen: [string, number][] = [];
    clock.setTimeout(() => realSleep(5), 500);
    const first = clock.advance(1000).then(() => seen.push(['first', sinceStart()]));
    const second = clock.advance(2000).then(() => seen.push(['second', sinceStart()]));
    await Promise.all([first, second]);
    expect(seen).toEqual([
      ['first', 1000],
      ['second', 3000],
    ]);
  });

  it('lets timers that are due within a beat work at the same time', async () => {
    open({ speed: 100_000 });
    const second = Promise.withResolvers<void>();
    const first = Promise.withResolvers<void>();
    clock.setTimeout(() => second.promise.then(first.resolve), 1000);
    clock.setTimeout(() => second.resolve(), 2000);
    await first.promise;
    expect(sinceStart()).toBeGreaterThanOrEqual(2000);
  });

  it('passes by itself at a speed, timer by timer', async () => {
    open({ speed: 100_000 });
    const fired: number[] = [];
    await new Promise<void>((resolve) => {
      const again = () => {
        fired.push(sinceStart());
        if (fired.length === 5) resolve();
        else clock.setTimeout(again, 1000);
      };
      clock.setTimeout(again, 1000);
    });
    const [first = 0] = fired;
    expect(fired.map((at) => at - first)).toEqual([0, 1000, 2000, 3000, 4000]);
  });

  it('stands still during work at any speed, and catches up after it', async () => {
    open({ speed: 100_000 });
    let [before, after] = [0, Number.NaN];
    await clock.work(async () => {
      before = sinceStart();
      await realSleep(40);
      after = sinceStart();
    });
    expect(after).toBe(before);
    const deadline = sinceStart() + 1;
    const reached = await new Promise<number>((resolve) => {
      clock.setTimeout(() => resolve(sinceStart()), 1);
    });
    expect(reached).toBe(deadline);
  });

  it('stops at speed 0', async () => {
    open({ speed: 100_000 });
    await new Promise<void>((resolve) => clock.setTimeout(() => resolve(), 1000));
    clock.setSpeed(0);
    await clock.advance(0);
    const stopped = sinceStart();
    await realSleep(30);
    expect(sinceStart()).toBe(stopped);
    expect(clock.speed).toBe(0);
  });

  it('is what Date tells, until the clock is closed', async () => {
    open();
    await clock.advance(1000);
    expect(new Date().toISOString()).toBe('2026-03-02T09:00:01.000Z');
    expect(Date.now()).toBe(clock.now().getTime());
    clock.close();
    expect(Date.now()).not.toBe(START.getTime() + 1000);
  });

  it('is another for each clock, of which Date follows one', async () => {
    open();
    expect(() => startClock()).toThrow('Date already follows another open clock');
    const other = startClock({ speed: 0, startAt: START, global: false });
    await other.advance(5000);
    expect(other.now().getTime()).toBe(START.getTime() + 5000);
    expect(Date.now()).toBe(START.getTime());
    other.close();
    expect(Date.now()).toBe(START.getTime());
  });
});
