import type { HttpRoute } from '../../functions/routes.ts';
import { invokeFunction } from '../../local/functions.ts';
import type { Measure } from '../bench.ts';
import { countTrips } from '../latency/count-trips.ts';
import { importNewInstance } from '../latency/new-instance.ts';
import { nameOf } from '../latency/route-calls.ts';
import { startWorld } from '../latency/world.ts';

/** The most round trips in a row that each route may take: with a warm function, and with a new instance. */
const AIMS: Readonly<Record<string, { warm: number; cold: number }>> = {
  'POST /peering-requests': { warm: 5, cold: 7 },
  'POST /peering-requests/preflight': { warm: 3, cold: 5 },
  'GET /peering-requests': { warm: 3, cold: 3 },
  'GET /peering-requests/{id}': { warm: 2, cold: 2 },
  'GET /peering-requests/{id}/events': { warm: 2, cold: 2 },
  'POST /peering-requests/{id}/cancel': { warm: 3, cold: 3 },
  'POST /peering-requests/{id}/decision': { warm: 3, cold: 3 },
  'GET /peering-requests/{id}/connectivity': { warm: 4, cold: 6 },
  'POST /peering-requests/{id}/connect': { warm: 4, cold: 6 },
  'POST /peering-requests/{id}/extension': { warm: 3, cold: 3 },
  'POST /peering-requests/{id}/links': { warm: 2, cold: 2 },
  'POST /peering-requests/{id}/resubmit': { warm: 5, cold: 6 },
  'GET /connections': { warm: 2, cold: 2 },
  'POST /connections/{connection_id}/adopt': { warm: 2, cold: 4 },
  'GET /accounts': { warm: 1, cold: 1 },
  'GET /accounts/{account_id}': { warm: 1, cold: 1 },
  'PUT /accounts/{account_id}': { warm: 2, cold: 2 },
  'DELETE /accounts/{account_id}': { warm: 2, cold: 2 },
  'GET /accounts/{account_id}/events': { warm: 2, cold: 2 },
  'GET /directory': { warm: 1, cold: 1 },
  'PUT /directory': { warm: 1, cold: 1 },
  'GET /directory/events': { warm: 2, cold: 2 },
  'POST /board-links': { warm: 1, cold: 1 },
  'GET /decisions/{token}': { warm: 4, cold: 4 },
  'POST /decisions/{token}': { warm: 4, cold: 4 },
  'POST /decisions/{token}/list': { warm: 8, cold: 8 },
  'GET /status/{token}': { warm: 2, cold: 2 },
  'POST /status/{token}': { warm: 5, cold: 6 },
  'POST /extensions/{token}': { warm: 5, cold: 5 },
  'GET /absences/{token}': { warm: 2, cold: 2 },
  'POST /absences/{token}': { warm: 5, cold: 5 },
  'GET /reviews/{token}': { warm: 3, cold: 3 },
  'POST /reviews/{token}': { warm: 4, cold: 4 },
  'POST /withdrawals/{token}': { warm: 4, cold: 4 },
  'GET /board/{token}': { warm: 3, cold: 3 },
  'GET /board/{token}/requests/{id}': { warm: 2, cold: 2 },
};

const NO_CALLS = { warm: 0, cold: 0 };

/** The aims of a route. One that isn't above must make no calls. */
export const aimsOf = (route: HttpRoute) => AIMS[nameOf(route)] ?? NO_CALLS;

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
      const aims = aimsOf(route);
      const row = { unit: 'in a row', floor: null, ratio: null };
      yield { ...row, name, value: trips.warm, aim: `≤ ${aims.warm}` };
      if (trips.cold > trips.warm)
        yield { ...row, name: `${name}, first contact`, value: trips.cold, aim: `≤ ${aims.cold}` };
    }
  } finally {
    await world.stack.close();
  }
};
