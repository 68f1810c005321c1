import type { VirtualClock } from '../../local/clock.ts';

/** Lets virtual time pass, for everybody. */
export type Wait = (seconds: number) => Promise<void>;

/**
 * Runs what somebody does in virtual time: while they act, time stands still; while they wait, it passes as far
 * as the clock is moved. Several scripts share one clock.
 */
export const runScript = <T>(clock: VirtualClock, script: (wait: Wait) => Promise<T>): Promise<T> => {
  let act = Promise.withResolvers<void>();
  const wait: Wait = (seconds) =>
    new Promise((goOn) => {
      const { resolve } = act;
      clock.setTimeout(() => {
        act = Promise.withResolvers();
        goOn();
        return act.promise;
      }, seconds * 1000);
      resolve();
    });
  void clock.work(() => act.promise);
  return script(wait).finally(() => act.resolve());
};
