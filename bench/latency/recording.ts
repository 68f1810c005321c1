import { AsyncLocalStorage } from 'node:async_hooks';
import { isTableCall, isWrite } from '../consumed-units.ts';
import { listenToSdk, type SdkCall } from '../sdk-calls.ts';

/** A call, and which of those before it had been answered when it was made. */
type Recorded = SdkCall & { after: readonly number[] };

export type Recording = { calls: readonly Recorded[]; writes: boolean };

/** What a function asks of AWS while it runs: every call with its input, and what waited for what. */
export const record = async (run: () => Promise<unknown>): Promise<Recording> => {
  const calls: Recorded[] = [];
  const answered = new Set<number>();
  const places = new Map<object, number>();
  const inside = new AsyncLocalStorage<true>();
  const stop = listenToSdk({
    sends: (call) => {
      // Others of this process call AWS too.
      if (!inside.getStore()) return;
      places.set(call.input, calls.length);
      calls.push({ ...call, input: structuredClone(call.input), after: [...answered] });
    },
    answered: ({ input }) => {
      const place = places.get(input);
      if (place !== undefined) answered.add(place);
    },
  });
  try {
    await inside.run(true, run);
  } finally {
    stop();
  }
  return { calls, writes: calls.some((call) => isTableCall(call) && isWrite(call)) };
};
