import { invokeFunction } from '../../local/functions.ts';
import type { Measure } from '../bench.ts';
import { countTrips } from '../latency/count-trips.ts';
import { importNewInstance } from '../latency/new-instance.ts';
import { nameOf } from '../latency/route-calls.ts';
import { startWorld } from '../latency/world.ts';

const AIMS: Readonly<Record<string, string>> = {
  'POST /decisions/{token}': '≤ 4',
  'POST /status/{token}': '≤ 5',
};

/**
 * Counts the round trips to AWS for which the user of each route waits: the longest chain of calls of which each begins
 * after the one before has ended. A new instance of a function also assumes its roles in member accounts, which has a
 * row of its own where it makes the chain longer.
 */
export const roundTrips: Measure = async function* (progress) {
  const world = await startWorld();
  try {
    const ways = {
      warm: invokeFunction,
      cold: (entry: string, event: unknown) => invokeFunction(entry, event, importNewInstance),
    };
    for await (const { route, trips } of countTrips(world, ways)) {
      const name = `round trips: ${nameOf(route)}`;
      progress(nameOf(route));
      const row = { unit: 'in a row', floor: null, ratio: null };
      yield { ...row, name, value: trips.warm, aim: AIMS[nameOf(route)] ?? '' };
      if (trips.cold > trips.warm)
        yield { ...row, name: `${name}, first contact`, value: trips.cold, aim: '' };
    }
  } finally {
    await world.stack.close();
  }
};
