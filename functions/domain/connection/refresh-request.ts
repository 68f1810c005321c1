import { commitLatest } from '../request/commit-latest.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { RoleNotAssumableError } from './errors.ts';
import { observe } from './observe.ts';
import type { Connection, Connections } from './ports.ts';

export type Refreshed = { request: PeeringRequest; connection: Connection | undefined };

/**
 * Describes the request's connection in EC2 and updates the record to match.
 *
 * @param observedBy the Task state or schedule that refreshes
 */
export const refreshRequest = async (
  request: PeeringRequest,
  observedBy: string,
  { requests, connections, clock }: { requests: Requests; connections: Connections; clock: Clock },
): Promise<Refreshed> => {
  const connection = await describeFromEitherSide(request, connections);
  const refreshed = await commitLatest(requests, request, (latest) =>
    latest.vpc_peering_connection_id ? observe(latest, connection, observedBy, clock()) : undefined,
  );
  return { request: refreshed, connection };
};

/** An ended connection stays visible to one side for longer than to the other. */
const describeFromEitherSide = async (
  { requester, accepter, vpc_peering_connection_id: id }: PeeringRequest,
  connections: Connections,
): Promise<Connection | undefined> => {
  if (!id) return undefined;
  const asRequester = await connections.describe('requester', requester, id);
  if (asRequester) return asRequester;
  try {
    return await connections.describe('accepter', accepter, id);
  } catch (error) {
    if (error instanceof RoleNotAssumableError) return undefined;
    throw error;
  }
};
