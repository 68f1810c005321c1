import type { AuditEvent } from '../request/audit.ts';
import type { Actor, ConnectionId, PeeringRequest, RequestId } from '../request/peering-request.ts';
import type { RequestStatus } from '../request/status.ts';

/**
 * The event published when a request's status changes. `request_id` and `sequence` identify it: it may be
 * delivered more than once.
 */
export type StatusChange = {
  request_id: RequestId;
  sequence: number;
  /** UTC, ISO 8601. */
  at: string;
  from_status: RequestStatus | null;
  to_status: RequestStatus;
  actor: Actor;
  reason: string | null;
  vpc_id: string;
  vpc_owner_id: string;
  vpc_region: string;
  peer_vpc_id: string;
  peer_owner_id: string;
  peer_region: string;
  vpc_peering_connection_id: ConnectionId | null;
};

export const changesStatus = ({ from_status, to_status }: AuditEvent): boolean => from_status !== to_status;

export const statusChangeOf = (event: AuditEvent, request: PeeringRequest): StatusChange => {
  const { requester, accepter } = request;
  return {
    request_id: event.request_id,
    sequence: event.sequence,
    at: event.at,
    from_status: event.from_status,
    to_status: event.to_status,
    actor: event.actor,
    reason: event.reason ?? null,
    vpc_id: requester.vpc_id,
    vpc_owner_id: requester.owner_id,
    vpc_region: requester.region,
    peer_vpc_id: accepter.vpc_id,
    peer_owner_id: accepter.owner_id,
    peer_region: accepter.region,
    vpc_peering_connection_id: request.vpc_peering_connection_id ?? null,
  };
};
