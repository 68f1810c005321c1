import type { OwnRoute, SideRole } from '../request/connect.ts';
import type { ConnectionId } from '../request/peering-request.ts';
import type { RouteTable } from './ports.ts';

/**
 * How long EC2 may take to show a new route. It usually takes seconds, and other tools wait for up to five minutes. Only
 * a route that isn't shown is waited for.
 */
const VISIBLE_AFTER_MS = 600_000;

export type RoutePlace = Pick<OwnRoute, 'side' | 'route_table_id' | 'destination_cidr_block'>;

export const placeOf = ({ side, route_table_id, destination_cidr_block }: RoutePlace): RoutePlace => ({
  side,
  route_table_id,
  destination_cidr_block,
});

export const isSameRoute =
  (one: RoutePlace) =>
  (other: RoutePlace): boolean =>
    one.side === other.side &&
    one.route_table_id === other.route_table_id &&
    one.destination_cidr_block === other.destination_cidr_block;

export const isIn = (routes: readonly RoutePlace[], one: RoutePlace): boolean =>
  routes.some(isSameRoute(one));

export const routesOn = (side: SideRole, routes: readonly OwnRoute[] = []): OwnRoute[] =>
  routes.filter((route) => route.side === side);

/**
 * Whether EC2 shows the route that Peerway created. One with the same destination that leads elsewhere is somebody
 * else's.
 */
export const isShown = (
  { route_table_id, destination_cidr_block }: RoutePlace,
  connection: ConnectionId,
  tables: readonly RouteTable[],
): boolean =>
  tables.some(
    (table) =>
      table.route_table_id === route_table_id &&
      table.routes.some(
        ({ destinations, leads_to, is_propagated, prefix_list_id }) =>
          leads_to === connection &&
          !is_propagated &&
          !prefix_list_id &&
          destinations[0] === destination_cidr_block,
      ),
  );

/** Whether EC2 would show it by now, if it existed. */
export const isSettled = ({ asked_at, created_at = asked_at }: OwnRoute, now: Date): boolean =>
  now.getTime() - Date.parse(created_at) >= VISIBLE_AFTER_MS;
