import type { AuditEvent } from '../request/audit.ts';
import type { ConnectivityState } from '../request/connect.ts';
import { flatSides } from '../request/flat-sides.ts';
import type { Actor, ConnectionId, PeeringRequest, RequestId } from '../request/peering-request.ts';

/**
 * The event published when a request's routes or DNS resolution have changed. `request_id` and `sequence` identify it: it
 * may be delivered more than once. The states are those of the record when it is published.
 */
export type ConnectivityChange = ReturnType<typeof flatSides> & {
  request_id: RequestId;
  sequence: number;
  /** UTC, ISO 8601. */
  at: string;
  state: ConnectivityState;
  requester_state: ConnectivityState;
  accepter_state: ConnectivityState;
  actor: Actor;
  vpc_peering_connection_id: ConnectionId | null;
};

export const connectivityChangeOf = (
  event: AuditEvent,
  request: PeeringRequest,
): ConnectivityChange | undefined =>
  request.connectivity && {
    request_id: event.request_id,
    sequence: event.sequence,
    at: event.at,
    state: request.connectivity.state,
    requester_state: request.connectivity.requester.state,
    accepter_state: request.connectivity.accepter.state,
    actor: event.actor,
    ...flatSides(request),
    vpc_peering_connection_id: request.vpc_peering_connection_id ?? null,
  };
