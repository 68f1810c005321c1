import { expect, onTestFinished, test, vi } from 'vitest';
import { countTrips } from '../../bench/latency/count-trips.ts';
import { nameOf } from '../../bench/latency/route-calls.ts';
import { startWorld } from '../../bench/latency/world.ts';
import { aimsOf } from '../../bench/rows/round-trips.ts';
import { invokeFunction } from '../../local/functions.ts';

test('nobody waits for more AWS calls in a row than their route needs, nor on first contact with an account', async () => {
  const world = await startWorld();
  onTestFinished(() => world.stack.close());
  const ways = {
    warm: invokeFunction,
    cold: (entry: string, event: unknown) => {
      vi.resetModules();
      return invokeFunction(entry, event);
    },
  };
  const tooMany: Record<string, object> = {};
  for await (const { route, trips } of countTrips(world, ways)) {
    const aims = aimsOf(route);
    if (trips.warm > aims.warm || trips.cold > aims.cold) tooMany[nameOf(route)] = trips;
  }
  expect(tooMany).toEqual({});
});
