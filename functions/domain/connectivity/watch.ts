import { isDeepStrictEqual } from 'node:util';
import { findNewBlocks } from '../connection/connected-blocks.ts';
import { isRefusal } from '../connection/errors.ts';
import type { Connection, Connections } from '../connection/ports.ts';
import { refreshRequests } from '../connection/refresh-requests.ts';
import type { Directory } from '../directory/ports.ts';
import type { Change } from '../request/change.ts';
import { commitLatest } from '../request/commit-latest.ts';
import { type OwnRoute, SIDES, type SideConnectivity, type SideRole } from '../request/connect.ts';
import type { PeeringRequest, Side } from '../request/peering-request.ts';
import type { Bookmarks, Clock, RequestLists, Requests } from '../request/ports.ts';
import { combineSides, UNKNOWN_SIDE } from './connectivity.ts';
import { isConnectDue, isConnectivityWatched } from './due.ts';
import { type LookDeps, lookAtSide, type SideLook } from './look.ts';
import { isIn, isSettled, isShown, placeOf, routesOn } from './own-routes.ts';
import type { RouteTable } from './ports.ts';
import { ROUTES_TO_ALL, scopeOf } from './scope.ts';

const NAME = 'WatchConnectivity';

/** The next run continues with what is left. */
const PAGES = 25;

/** The function is stopped after ten minutes. */
const TIME_MS = 8 * 60_000;

/** What a task has done a moment ago may not show yet. */
const SETTLING_MS = 5 * 60_000;

export type WatchDeps = LookDeps & {
  requests: Requests;
  lists: Pick<RequestLists, 'watched'>;
  bookmarks: Bookmarks;
  connections: Connections;
  directory: Pick<Directory, 'account'>;
  clock: Clock;
  /** Notifies both sides' people of what the watch has found, once. */
  sendDriftMails: (request: PeeringRequest, sentBy: string) => Promise<PeeringRequest>;
};

/** What one run found, as numbers of requests. */
export type WatchReport = {
  looked_at: number;
  changed: number;
  /** Of one side at least, Peerway couldn't look at the route tables, although it has roles in the account. */
  unreachable: number;
};

/**
 * Looks at the routes and the DNS resolution of active requests that asked for them, records what has changed, and
 * notifies people. It repairs nothing: whoever removed a route may have meant to.
 *
 * @throws AggregateError after the run, when some requests could not be watched
 */
export const watchConnectivity = async (deps: WatchDeps): Promise<WatchReport> => {
  const report: WatchReport = { looked_at: 0, changed: 0, unreachable: 0 };
  const errors: unknown[] = [];
  const until = deps.clock().getTime() + TIME_MS;
  const { connected: from } = await deps.bookmarks.all();
  let bookmark = from;
  for (let page = 0; page < PAGES && deps.clock().getTime() < until; page++) {
    const { ids, bookmark: next } = await deps.lists.watched('connected', bookmark);
    const found = await deps.requests.getMany(ids);
    errors.push(...(await watchPage(found.filter(isConnectivityWatched), report, deps)));
    bookmark = next;
    if (!bookmark) break;
  }
  if (bookmark !== from) await deps.bookmarks.set('connected', bookmark);
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} requests could not be watched`);
  return report;
};

const watchPage = async (
  watched: readonly PeeringRequest[],
  report: WatchReport,
  deps: WatchDeps,
): Promise<unknown[]> => {
  if (watched.length === 0) return [];
  const { requests, connections, errors } = await refreshRequests(watched, NAME, deps);
  const due = requests.filter((request) => isConnectivityWatched(request) && !isBusy(request, deps.clock()));
  const lookDeps = {
    ...deps,
    routeTables: { ...deps.routeTables, describe: await describeTables(due, deps) },
  };
  for (const request of due) {
    const connection = connections.get(request.id);
    if (connection?.status !== 'active') continue;
    try {
      await watchOne(request, connection, report, lookDeps);
    } catch (error) {
      errors.push(error);
    }
  }
  return errors;
};

/** A task is connecting it, or has just done so. */
const isBusy = (request: PeeringRequest, now: Date): boolean =>
  request.teardown !== undefined ||
  isConnectDue(request) ||
  Object.values(request.consents ?? {}).some(
    ({ applied_at }) => applied_at && now.getTime() - Date.parse(applied_at) < SETTLING_MS,
  );

type Describe = LookDeps['routeTables']['describe'];

/** Describes the tables of all these requests, with one call for each account and Region. */
const describeTables = async (
  requests: readonly PeeringRequest[],
  { routeTables }: WatchDeps,
): Promise<Describe> => {
  const keyOf = ({ owner_id, region }: Pick<Side, 'owner_id' | 'region'>) => `${owner_id} ${region}`;
  const places = Map.groupBy(
    requests.flatMap((request) => SIDES.map((role) => request[role])),
    keyOf,
  );
  const answers = new Map<string, readonly RouteTable[] | { error: unknown }>();
  for (const [key, sides] of places) {
    const [place] = sides;
    if (!place) continue;
    const vpcs = [...new Set(sides.map(({ vpc_id }) => vpc_id))];
    // The other accounts are still described.
    answers.set(key, await routeTables.describe(place, vpcs).catch((error: unknown) => ({ error })));
  }
  return async (place, vpcIds) => {
    const answer = answers.get(keyOf(place)) ?? [];
    if ('error' in answer) throw answer.error;
    return answer.filter(({ vpc_id }) => vpcIds.includes(vpc_id));
  };
};

const watchOne = async (
  request: PeeringRequest,
  connection: Connection,
  report: WatchReport,
  deps: WatchDeps,
): Promise<void> => {
  report.looked_at++;
  const cidr_blocks = findNewBlocks(request, connection) ?? request.cidr_blocks ?? {};
  const looks: Partial<Record<SideRole, SideLook>> = {};
  let isBlind = false;
  for (const role of SIDES) {
    const scope = scopeOf(request.connect ?? ROUTES_TO_ALL, role, cidr_blocks);
    const connected = { cidr_blocks: [], dns_resolution: false, ...connection[role], id: connection.id };
    try {
      looks[role] = await lookAtSide(role, request[role], scope, connected, deps);
    } catch (error) {
      // The next run looks again. A side that refuses stays as it was.
      if (!isRefusal(error)) throw error;
      const account = await deps.directory.account(request[role].owner_id);
      if (account?.onboarded) isBlind = true;
    }
  }
  if (isBlind) report.unreachable++;
  const watched = await commitLatest(deps.requests, request, (latest) =>
    isConnectivityWatched(latest) && !isBusy(latest, deps.clock())
      ? recordDrift(latest, connection, looks, deps.clock())
      : undefined,
  );
  if (watched.connectivity?.since !== request.connectivity?.since) report.changed++;
  // A run that was stopped before it sent them leaves them to the next one.
  if (watched.connectivity?.drifted) await deps.sendDriftMails(watched, NAME);
};

const recordDrift = (
  latest: PeeringRequest,
  connection: Connection,
  looks: Partial<Record<SideRole, SideLook>>,
  now: Date,
): Change | undefined => {
  const before = latest.connectivity;
  const sideOf = (role: SideRole): SideConnectivity => {
    const known = before?.[role];
    const found = looks[role]?.summary;
    return found && !(known && isSame(found, known)) ? found : (known ?? UNKNOWN_SIDE);
  };
  const sides = { requester: sideOf('requester'), accepter: sideOf('accepter') };
  if (before && SIDES.every((role) => sides[role] === before[role])) return undefined;
  const state = combineSides(sides);
  const isVanished = (own: OwnRoute) => {
    const tables = looks[own.side]?.tables;
    return tables !== undefined && isSettled(own, now) && !isShown(own, connection.id, tables);
  };
  const { routes = [] } = latest;
  const vanished = SIDES.flatMap((role) => routesOn(role, routes)).filter(isVanished);
  const cidr_blocks = findNewBlocks(latest, connection);
  return {
    set: {
      connectivity: { state, since: now.toISOString(), drifted: true, ...sides },
      ...(vanished.length > 0 && { routes: routes.filter((own) => !isIn(vanished, own)) }),
      ...(cidr_blocks && { cidr_blocks }),
    },
    entry: {
      type: 'connectivity-changed',
      actor: { kind: 'workflow', id: NAME },
      reason: [
        before ? `${before.state} → ${state}` : state,
        ...(vanished.length > 0 ? ['routes that Peerway created are gone'] : []),
      ].join('; '),
      ...(vanished.length > 0 && { routes: vanished.map(placeOf) }),
    },
  };
};

/** EC2's refusals are those of the task that tried: a look doesn't meet them. */
const isSame = (found: SideConnectivity, known: SideConnectivity): boolean =>
  isDeepStrictEqual(withoutRefusals(found), withoutRefusals(known));

const withoutRefusals = ({ refused: _, problems, ...side }: SideConnectivity) => ({
  ...side,
  problems: problems.map(({ refused: __, ...step }) => step),
});
