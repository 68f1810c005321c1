import { ConnectionNotSettledError, isRefusal, RoleNotAssumableError } from '../connection/errors.ts';
import { toFailure } from '../connection/patience.ts';
import type { Change } from '../request/change.ts';
import { commitLatest } from '../request/commit-latest.ts';
import type { OwnRoute, RouteFinding, RouteStep, SideRole } from '../request/connect.ts';
import type { Actor, ConnectionId, PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { isIn, isSameRoute, placeOf, type RoutePlace, routesOn } from './own-routes.ts';
import type { RouteTables } from './ports.ts';

export type CreateRoutesDeps = { requests: Requests; routeTables: RouteTables; clock: Clock };

/** The side whose routes are created, and who agreed to it. */
export type ConsentingSide = {
  role: SideRole;
  agreed_by: Actor;
  connection: ConnectionId;
  /** The Task state that the audit trail names as the actor. */
  task: string;
};

/** What became of each route. A destination that is `taken` has a route that Peerway didn't create. */
export type CreatedRoutes = {
  request: PeeringRequest;
  created: readonly RoutePlace[];
  taken: readonly RoutePlace[];
  full: readonly RoutePlace[];
  refused: readonly (RoutePlace & { code: string })[];
};

/** The record has 400 KB: on each side it keeps no more routes than these. */
const MOST_ROUTES = 250;

/**
 * Creates routes on one side. They are on the record before EC2 is asked for the first one: after a crash, the next
 * run knows that they may exist.
 *
 * @param found what a look has found of the destinations that were agreed to. An earlier run may have created some
 *   of those that are present, without noting it
 * @throws ConnectionNotSettledError while EC2 doesn't show a route that an earlier run may have created
 */
export const createRoutes = async (
  request: PeeringRequest,
  { role, agreed_by, connection, task }: ConsentingSide,
  found: readonly RouteStep[],
  deps: CreateRoutesDeps,
): Promise<CreatedRoutes> => {
  const stepsOf = (...findings: RouteFinding[]) => found.filter(({ finding }) => findings.includes(finding));
  // EC2 decides whether a table is full.
  const missing = stepsOf('missing', 'full');
  const others = routesOn(role, request.routes).filter((own) => !isIn(missing, own));
  const wanted = missing.slice(0, Math.max(0, MOST_ROUTES - others.length)).map(placeOf);
  const askedEarlier = routesOn(role, request.routes).filter(({ created_at }) => !created_at);
  const side = request[role];
  const asked = await commitLatest(deps.requests, request, (latest) =>
    ask(latest, wanted, `account ${side.owner_id}: agreed to by ${agreed_by.id}`, task, deps.clock()),
  );
  const done = {
    created: askedEarlier.filter((own) => isIn(stepsOf('present', 'shadowed'), own)).map(placeOf),
    taken: [] as RoutePlace[],
    full: [] as RoutePlace[],
    refused: [] as (RoutePlace & { code: string })[],
  };
  if (!isOngoing(asked)) return { request: asked, ...done };
  for (const [index, route] of wanted.entries()) {
    const { route_table_id, destination_cidr_block } = route;
    try {
      const answer = await deps.routeTables.createRoute(
        side,
        route_table_id,
        destination_cidr_block,
        connection,
      );
      if (answer === 'taken' && isIn(askedEarlier, route)) {
        throw new ConnectionNotSettledError(`${route_table_id} ${destination_cidr_block}`, 'not visible yet');
      }
      done[answer].push(route);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const { code } = toFailure(error);
      done.refused.push({ ...route, code });
      // Without the role, none of the others can be created either.
      if (error instanceof RoleNotAssumableError) {
        done.refused.push(...wanted.slice(index + 1).map((each) => ({ ...each, code })));
        break;
      }
    }
  }
  const notCreated = [
    ...[...done.taken, ...done.full, ...done.refused].filter((route) => !isIn(askedEarlier, route)),
    ...askedEarlier.filter((own) => isIn(stepsOf('conflict', 'leftover'), own)),
  ].map(placeOf);
  const settled = await commitLatest(deps.requests, asked, (latest) =>
    settle(latest, done.created, notCreated, `account ${side.owner_id}`, task, deps.clock()),
  );
  return { request: settled, ...done };
};

const isOngoing = ({ status, teardown }: PeeringRequest): boolean => status === 'active' && !teardown;

const ask = (
  request: PeeringRequest,
  wanted: readonly RoutePlace[],
  reason: string,
  task: string,
  now: Date,
): Change | undefined => {
  const { routes = [] } = request;
  const asked = routes.filter(({ created_at }) => !created_at);
  if (!isOngoing(request) || wanted.every((route) => isIn(asked, route))) return undefined;
  return {
    set: {
      routes: [
        ...routes.filter((own) => !isIn(wanted, own)),
        ...wanted.map((route) => ({ ...route, asked_at: now.toISOString() })),
      ],
    },
    entry: { type: 'routes-asked-for', actor: { kind: 'workflow', id: task }, reason, routes: [...wanted] },
  };
};

/** Another run may have done the same at the same time, and taken a route off the record that this one created. */
const settle = (
  { routes = [] }: PeeringRequest,
  created: readonly RoutePlace[],
  notCreated: readonly RoutePlace[],
  reason: string,
  task: string,
  now: Date,
): Change | undefined => {
  const at = now.toISOString();
  const isDropped = (own: OwnRoute) => !own.created_at && isIn(notCreated, own);
  const isNoted = (route: RoutePlace) => routes.some((own) => own.created_at && isSameRoute(route)(own));
  if (created.every(isNoted) && !routes.some(isDropped)) return undefined;
  const missed = notCreated.map((each) => `${each.route_table_id} ${each.destination_cidr_block}`);
  return {
    set: {
      routes: [
        ...routes.filter((own) => !isDropped(own) && !isIn(created, own)),
        ...created.map((route) => ({
          asked_at: at,
          ...routes.find(isSameRoute(route)),
          ...route,
          created_at: at,
        })),
      ],
    },
    entry: {
      type: 'routes-created',
      actor: { kind: 'workflow', id: task },
      reason: [reason, ...(missed.length > 0 ? [`not created: ${missed.join(', ')}`] : [])].join('; '),
      routes: [...created],
    },
  };
};
