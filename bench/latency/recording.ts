import { AsyncLocalStorage } from 'node:async_hooks';
import { isTableCall, isWrite } from '../consumed-units.ts';
import { listenToSdk, type SdkCall } from '../sdk-calls.ts';

/** A call, and the earlier calls that had already returned when it was made. */
type Recorded = SdkCall & { waitsFor: readonly number[] };

export type Recording = { calls: readonly Recorded[]; writes: boolean };

/** Records a function's AWS calls while it runs: their inputs, and which call waited for which. */
export const record = async (run: () => Promise<unknown>): Promise<Recording> => {
  const calls: Recorded[] = [];
  const returned = new Set<number>();
  const places = new Map<object, number>();
  const inside = new AsyncLocalStorage<true>();
  const stop = listenToSdk({
    onSend: (call) => {
      // Ignores calls from elsewhere in this process.
      if (!inside.getStore()) return;
      places.set(call.input, calls.length);
      calls.push({ ...call, input: structuredClone(call.input), waitsFor: [...returned] });
    },
    afterCall: ({ input }) => {
      const place = places.get(input);
      if (place !== undefined) returned.add(place);
    },
  });
  try {
    await inside.run(true, run);
  } finally {
    stop();
  }
  return { calls, writes: calls.some((call) => isTableCall(call) && isWrite(call)) };
};
