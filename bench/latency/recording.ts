import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout } from 'node:timers/promises';
import { isTableCall, isWrite } from '../consumed-units.ts';
import { listenToSdk, type SdkCall } from '../sdk-calls.ts';

/** A call, and the earlier calls that had already returned when it was made. */
type Recorded = SdkCall & { waitsFor: readonly number[] };

export type Recording = {
  calls: readonly Recorded[];
  writes: boolean;
  /** The most round trips that were made in a row, each begun after the one before had ended. */
  tripsInARow: number;
};

/**
 * How much longer each round trip takes, as if AWS were far away: what begins a moment later, because its client reads
 * its configuration first, has not waited for the answer.
 */
const DISTANCE_MS = 100;

/**
 * Records a function's AWS calls while it runs: their inputs, and which call waited for which. Round trips count each
 * attempt, and the calls by which the SDK gets credentials.
 */
export const record = async (run: () => Promise<unknown>): Promise<Recording> => {
  const calls: Recorded[] = [];
  const returned = new Set<number>();
  const places = new Map<object, number>();
  const inside = new AsyncLocalStorage<true>();
  let tripsInARow = 0;
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
    onTrip: async (trip) => {
      if (!inside.getStore()) return trip();
      const place = tripsInARow + 1;
      try {
        const [response] = await Promise.all([trip(), setTimeout(DISTANCE_MS)]);
        return response;
      } finally {
        tripsInARow = Math.max(tripsInARow, place);
      }
    },
  });
  try {
    await inside.run(true, run);
  } finally {
    stop();
  }
  return { calls, writes: calls.some((call) => isTableCall(call) && isWrite(call)), tripsInARow };
};
