import type { CarryOutDeps } from '../connection/carry-out.ts';
import { ConnectionNotSettledError, isRefusal } from '../connection/errors.ts';
import { toFailure } from '../connection/patience.ts';
import type { Change } from '../request/change.ts';
import { commitLatest, getExisting } from '../request/commit-latest.ts';
import { type OwnRoute, SIDES, type SideRole } from '../request/connect.ts';
import type { ConnectionId, PeeringRequest, RequestId } from '../request/peering-request.ts';
import { hasRoutesToRemove, isPatienceOver } from './due.ts';
import { isIn, isSettled, isShown, placeOf, routesOn } from './own-routes.ts';
import type { RouteTables } from './ports.ts';

export type DisconnectVpcsDeps = Pick<CarryOutDeps, 'requests' | 'clock'> & { routeTables: RouteTables };

/**
 * Removes the routes that Peerway created for a connection that is gone or is to be deleted, on both sides. A route that
 * leads elsewhere by now is somebody else's, and stays. What can't be removed is given up after a refusal, or after a
 * day, and stays on the record.
 *
 * @param task the Task state that the audit trail names as the actor
 * @throws ConnectionNotSettledError while EC2 may not show a new route yet, and any error that is worth a retry
 */
export const disconnectVpcs = async (
  id: RequestId,
  task: string,
  deps: DisconnectVpcsDeps,
): Promise<PeeringRequest> => {
  let request = await getExisting(deps.requests, id);
  const errors: unknown[] = [];
  for (const role of SIDES) {
    if (!hasRoutesToRemove(request)) break;
    const { error, ...removed } = await removeRoutes(request, role, deps);
    // The other side is cleaned all the same.
    if (error) errors.push(error);
    request = await commitLatest(deps.requests, request, (latest) => settle(latest, role, removed, task));
  }
  if (errors.length > 0) throw errors[0];
  return request;
};

type Removed = {
  /** By this run, or by somebody before it. */
  removed: readonly OwnRoute[];
  left: readonly OwnRoute[];
};

const removeRoutes = async (
  request: PeeringRequest,
  role: SideRole,
  { routeTables, clock }: DisconnectVpcsDeps,
): Promise<Removed & { error?: unknown }> => {
  const own = routesOn(role, request.routes).filter(({ left_because }) => !left_because);
  const connection = request.vpc_peering_connection_id;
  const side = request[role];
  const removed: OwnRoute[] = [];
  const left: OwnRoute[] = [];
  if (own.length === 0 || !connection) return { removed, left };
  try {
    const tables = await routeTables.describe(side, [side.vpc_id]);
    const isThere = (route: OwnRoute) => isShown(route, connection, tables);
    removed.push(...own.filter((route) => !isThere(route) && isSettled(route, clock())));
    for (const route of own.filter(isThere)) {
      try {
        await routeTables.deleteRoute(side, route.route_table_id, route.destination_cidr_block);
        removed.push(route);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        left.push({ ...route, left_because: toFailure(error).code });
      }
    }
  } catch (error) {
    if (!isRefusal(error) && !isPatienceOver(request, role, clock())) return { removed, left, error };
    const left_because = toFailure(error).code;
    const rest = own.filter((route) => !isIn([...removed, ...left], route));
    left.push(...rest.map((route) => ({ ...route, left_because })));
  }
  const unseen = own.filter((route) => !isIn([...removed, ...left], route));
  const error = unseen.length > 0 && unsettled(connection);
  return { removed, left, ...(error && { error }) };
};

const unsettled = (connection: ConnectionId) =>
  new ConnectionNotSettledError(`a new route to ${connection}`, 'not visible yet');

const settle = (
  { routes = [], ...request }: PeeringRequest,
  role: SideRole,
  { removed, left }: Removed,
  task: string,
): Change | undefined => {
  const isRemoved = (own: OwnRoute) => isIn(removed, own);
  const isNews = (own: OwnRoute) => !own.left_because && isIn(left, own);
  if (!routes.some(isRemoved) && !routes.some(isNews)) return undefined;
  const reasons = left.map(
    (own) => `${own.route_table_id} ${own.destination_cidr_block} (${own.left_because})`,
  );
  return {
    set: {
      routes: routes
        .filter((own) => !isRemoved(own))
        .map((own) => ({ ...own, ...left.find((each) => isIn([each], own)) })),
    },
    entry: {
      type: 'routes-removed',
      actor: { kind: 'workflow', id: task },
      reason: [
        `account ${request[role].owner_id}`,
        ...(reasons.length > 0 ? [`not removed: ${reasons.join(', ')}`] : []),
      ].join('; '),
      routes: removed.map(placeOf),
    },
  };
};
