import { commitLatest } from '../request/commit-latest.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { hasEnded } from '../request/status.ts';
import { describeFromEitherSide } from './either-side.ts';
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
