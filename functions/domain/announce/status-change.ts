import type { AuditEvent } from '../request/audit.ts';
import { flatSides } from '../request/flat-sides.ts';
import type { Actor, ConnectionId, PeeringRequest, RequestId } from '../request/peering-request.ts';
import type { RequestStatus } from '../request/status.ts';

/**
 * The event published when a request's status changes. `request_id` and `sequence` identify it: it may be
 * delivered more than once.
 */
export type StatusChange = ReturnType<typeof flatSides> & {
  request_id: RequestId;
  sequence: number;
  /** UTC, ISO 8601. */
  at: string;
  from_status: RequestStatus | null;
  to_status: RequestStatus;
  actor: Actor;
  reason: string | null;
  vpc_peering_connection_id: ConnectionId | null;
};

export const changesStatus = ({ from_status, to_status }: AuditEvent): boolean => from_status !== to_status;

export const statusChangeOf = (event: AuditEvent, request: PeeringRequest): StatusChange => ({
  request_id: event.request_id,
  sequence: event.sequence,
  at: event.at,
  from_status: event.from_status,
  to_status: event.to_status,
  actor: event.actor,
  reason: event.reason ?? null,
  ...flatSides(request),
  vpc_peering_connection_id: request.vpc_peering_connection_id ?? null,
});
