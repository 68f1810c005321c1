import type { SideRole } from '../request/connect.ts';
import type { Consent, PeeringRequest } from '../request/peering-request.ts';

/** Whether the connection, once it is active, is to be connected. */
export const isConnectWanted = ({ connect }: Pick<PeeringRequest, 'connect'>): boolean =>
  connect !== undefined;

/** Whether Peerway has to look at what the request asks for, or to do what a side agreed to. */
export const isConnectDue = (
  request: Pick<PeeringRequest, 'status' | 'teardown' | 'connect' | 'connectivity' | 'consents'>,
): boolean => {
  const { status, teardown, connectivity, consents = {} } = request;
  if (status !== 'active' || teardown) return false;
  return (isConnectWanted(request) && !connectivity) || Object.values(consents).some(isUnapplied);
};

export const isUnapplied = ({ applied_at }: Consent): boolean => applied_at === undefined;

/** Whether routes that Peerway created lead to a connection that is gone or is to be deleted. */
export const hasRoutesToRemove = ({
  status,
  teardown,
  routes = [],
}: Pick<PeeringRequest, 'status' | 'teardown' | 'routes'>): boolean =>
  (status === 'deleted' || (status === 'active' && teardown !== undefined)) &&
  routes.some(({ left_because }) => left_because === undefined);

/** Whether its connectivity is watched: somebody wanted it. */
export const isConnectivityWatched = (
  request: Pick<PeeringRequest, 'status' | 'connect' | 'consents'>,
): boolean => request.status === 'active' && (isConnectWanted(request) || request.consents !== undefined);

const DAY_MS = 86_400_000;

/**
 * How long Peerway retries what an error keeps it from doing on one side: a day since people decided. A connection that
 * is deleted outside is decided when that is seen.
 */
export const isPatienceOver = (
  { decision, teardown, consents, created_at }: PeeringRequest,
  side: SideRole,
  now: Date,
): boolean => {
  const decided = teardown?.at ?? [created_at, decision?.at, consents?.[side]?.at].reduce(latest);
  return now.getTime() - Date.parse(decided ?? created_at) >= DAY_MS;
};

const latest = (one: string | undefined, other: string | undefined): string | undefined =>
  (one ?? '') > (other ?? '') ? one : other;
