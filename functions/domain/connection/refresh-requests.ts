import { commitLatest } from '../request/commit-latest.ts';
import type { SideRole } from '../request/connect.ts';
import type { ConnectionId, PeeringRequest, RequestId } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { hasEnded } from '../request/status.ts';
import { type Answer, combine } from './either-side.ts';
import { isRefusal } from './errors.ts';
import { observe } from './observe.ts';
import { giveUpUnseen } from './patience.ts';
import type { Connection, Connections } from './ports.ts';

export type RefreshedRequests = {
  /** As they are after the refresh. */
  requests: PeeringRequest[];
  /** What EC2 shows of them. */
  connections: Map<RequestId, Connection>;
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
  const followed = requests.filter(hasConnection);
  const asRequester = await describe('requester', followed, deps.connections);
  const unseen = followed.filter(({ id }) => !isShown(asRequester.get(id)));
  const asAccepter = await describe('accepter', unseen, deps.connections);

  const result: RefreshedRequests = {
    requests: [],
    connections: new Map(),
    changed: 0,
    unreachable: 0,
    errors: [],
  };
  for (const request of requests) {
    if (!hasConnection(request)) {
      result.requests.push(request);
      continue;
    }
    const found = combine(
      request.status,
      asRequester.get(request.id) ?? UNASKED,
      asAccepter.get(request.id) ?? UNASKED,
    );
    // No answer doesn't mean that the connection is gone.
    const isUnreachable = found !== 'gone' && 'error' in found;
    if (isUnreachable) result.unreachable++;
    if (found !== 'gone' && 'connection' in found) result.connections.set(request.id, found.connection);
    try {
      const refreshed = await commitLatest(deps.requests, request, (latest) =>
        isUnreachable
          ? giveUpUnseen(latest, observedBy, deps.clock())
          : observe(latest, found === 'gone' ? undefined : found.connection, observedBy, deps.clock()),
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

const UNASKED: Answer = { shown: undefined };

const isShown = (answer: Answer | undefined): boolean =>
  answer !== undefined && 'shown' in answer && answer.shown !== undefined;

/** In a company of hundreds of accounts, the sweep makes thousands of calls in its ten minutes. */
const AT_ONCE = 10;

type WithConnection = PeeringRequest & { vpc_peering_connection_id: ConnectionId };

/** A request that has ended needs no call of EC2. */
const hasConnection = (request: PeeringRequest): request is WithConnection =>
  request.vpc_peering_connection_id !== undefined && !hasEnded(request.status);

/** What the side's account answered for each request, by the request's id. */
const describe = async (
  role: SideRole,
  requests: readonly WithConnection[],
  connections: Connections,
): Promise<Map<string, Answer>> => {
  const answers = new Map<string, Answer>();
  const places = Map.groupBy(requests, (request) => `${request[role].owner_id} ${request[role].region}`);
  const describeGroup = async (group: readonly WithConnection[]): Promise<void> => {
    const [first] = group;
    if (!first) return;
    try {
      const ids = group.map((request) => request.vpc_peering_connection_id);
      const found = await connections.describeMany(first[role], ids);
      const byId = new Map(found.map((connection) => [connection.id, connection]));
      for (const { id, vpc_peering_connection_id } of group)
        answers.set(id, { shown: byId.get(vpc_peering_connection_id) });
    } catch (error) {
      // The other accounts are still described.
      for (const { id } of group) answers.set(id, { error, refused: isRefusal(error) });
    }
  };
  const groups = [...places.values()];
  for (let start = 0; start < groups.length; start += AT_ONCE)
    await Promise.all(groups.slice(start, start + AT_ONCE).map(describeGroup));
  return answers;
};
