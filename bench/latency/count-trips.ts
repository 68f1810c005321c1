import { type HttpRoute, ROUTES } from '../../functions/routes.ts';
import { captureEvent } from './capture-event.ts';
import { record } from './recording.ts';
import { callOf, nameOf } from './route-calls.ts';
import { saveTables } from './table-state.ts';
import type { World } from './world.ts';

/** Runs a function, with the clients that it has or as a new instance without any. */
export type Run = (entry: string, event: unknown) => Promise<unknown>;

/** The most round trips to AWS in a row, for each way to run a route's function. */
export type TripsOfRoute<Way extends string> = { route: HttpRoute; trips: Record<Way, number> };

/** Counts the round trips in a row of every route, from the same state of the table. HEAD runs what GET runs. */
export async function* countTrips<Way extends string>(
  world: World,
  ways: Record<Way, Run>,
): AsyncGenerator<TripsOfRoute<Way>> {
  const restoreTables = await saveTables();
  for (const route of ROUTES.filter(({ method }) => method !== 'HEAD')) {
    const event = await captureEvent(world.stack.endpoints.api, route, callOf(route, world));
    const trips: Partial<Record<Way, number>> = {};
    for (const way of Object.keys(ways) as Way[]) {
      await world.stack.clock.idle();
      await restoreTables();
      const { tripsInARow } = await record(async () => {
        const { statusCode } = (await ways[way](route.entry, event)) as { statusCode: number };
        if (statusCode >= 400) throw new Error(`${nameOf(route)} returned HTTP ${statusCode}.`);
      });
      trips[way] = tripsInARow;
    }
    await world.stack.clock.idle();
    await restoreTables();
    yield { route, trips: trips as Record<Way, number> };
  }
}
