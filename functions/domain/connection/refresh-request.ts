import { commitLatest } from '../request/commit-latest.ts';
import type { ConnectionId, PeeringRequest, Side } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { hasEnded } from '../request/status.ts';
import { type Answer, combine } from './either-side.ts';
import { isRefusal } from './errors.ts';
import { observe } from './observe.ts';
import type { Connection, Connections } from './ports.ts';

export type Refreshed = { request: PeeringRequest; connection: Connection | undefined };

/**
 * Describes the request's connection in EC2 and updates the record to match. A request that has ended is left as it
 * is, without a call of EC2.
 *
 * @param observedBy the Task state or schedule that refreshes
 */
export const refreshRequest = async (
  request: PeeringRequest,
  observedBy: string,
  { requests, connections, clock }: { requests: Requests; connections: Connections; clock: Clock },
): Promise<Refreshed> => {
  if (!request.vpc_peering_connection_id || hasEnded(request.status))
    return { request, connection: undefined };
  const connection = await describeFromEitherSide(request, request.vpc_peering_connection_id, connections);
  const refreshed = await commitLatest(requests, request, (latest) =>
    observe(latest, connection, observedBy, clock()),
  );
  return { request: refreshed, connection };
};

const describeFromEitherSide = async (
  { status, requester, accepter }: PeeringRequest,
  id: ConnectionId,
  connections: Connections,
): Promise<Connection | undefined> => {
  const ask = (side: Side): Promise<Answer> =>
    connections.describe(side, id).then(
      (shown) => ({ shown }),
      (error: unknown) => ({ error, refused: isRefusal(error) }),
    );
  const asRequester = await ask(requester);
  if ('shown' in asRequester && asRequester.shown) return asRequester.shown;
  const found = combine(status, asRequester, await ask(accepter));
  if (found === 'gone') return undefined;
  if ('error' in found) throw found.error;
  return found.connection;
};
