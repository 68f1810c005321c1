import { commitLatest } from '../request/commit-latest.ts';
import type { ConnectionId, PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { observe } from './observe.ts';
import type { Connection, Connections, SideRole } from './ports.ts';

export type RefreshedRequests = {
  /** As they are after the refresh. */
  requests: PeeringRequest[];
  /** How many had changed in EC2 outside the workflow. */
  changed: number;
  /** How many could not be described: their account's role could not be assumed, or EC2 did not answer. */
  unreachable: number;
  /** Why some records could not be updated; the others were updated all the same. */
  errors: unknown[];
};

/**
 * Describes many requests' connections, one call for each account and Region, and updates the records to match.
 * A connection that the requester's side no longer sees is described from the accepter's side.
 */
export const refreshRequests = async (
  requests: readonly PeeringRequest[],
  observedBy: string,
  deps: { requests: Requests; connections: Connections; clock: Clock },
): Promise<RefreshedRequests> => {
  const asRequester = await describe('requester', requests.filter(hasConnection), deps.connections);
  const unseen = requests.filter(hasConnection).filter(({ id }) => asRequester.get(id) === undefined);
  const asAccepter = await describe('accepter', unseen, deps.connections);

  const result: RefreshedRequests = { requests: [], changed: 0, unreachable: 0, errors: [] };
  for (const request of requests) {
    const seen = asRequester.get(request.id) ?? asAccepter.get(request.id);
    // No answer from an account does not mean that the connection is gone.
    if (!hasConnection(request) || (!seen && !asRequester.has(request.id))) {
      if (hasConnection(request)) result.unreachable++;
      result.requests.push(request);
      continue;
    }
    try {
      const refreshed = await commitLatest(deps.requests, request, (latest) =>
        observe(latest, seen, observedBy, deps.clock()),
      );
      if (refreshed.status !== request.status) result.changed++;
      result.requests.push(refreshed);
    } catch (error) {
      result.errors.push(error);
      result.requests.push(request);
    }
  }
  return result;
};

type WithConnection = PeeringRequest & { vpc_peering_connection_id: ConnectionId };

const hasConnection = (request: PeeringRequest): request is WithConnection =>
  request.vpc_peering_connection_id !== undefined;

/** Each request's connection by the request's id: `undefined` where EC2 answered and returned none. */
const describe = async (
  role: SideRole,
  requests: readonly WithConnection[],
  connections: Connections,
): Promise<Map<string, Connection | undefined>> => {
  const answers = new Map<string, Connection | undefined>();
  const places = Map.groupBy(requests, (request) => `${request[role].owner_id} ${request[role].region}`);
  for (const group of places.values()) {
    const [first] = group;
    if (!first) continue;
    try {
      const ids = group.map((request) => request.vpc_peering_connection_id);
      const found = await connections.describeMany(role, first[role], ids);
      const byId = new Map(found.map((connection) => [connection.id, connection]));
      for (const request of group) answers.set(request.id, byId.get(request.vpc_peering_connection_id));
    } catch {
      // The other accounts are still described; these requests count as unreachable.
    }
  }
  return answers;
};
