import type { Change } from '../request/change.ts';
import type { Actor, Decision, PeeringRequest } from '../request/peering-request.ts';
import { mayFollow, type RequestStatus } from '../request/status.ts';
import type { Connection } from './ports.ts';

/**
 * How long after a connection was first seen a NotFound may still mean "not yet": EC2 is eventually
 * consistent after Create.
 */
const SETTLING_MS = 5 * 60 * 1000;

/** The change that brings the record up to date with EC2; `undefined` when it already is. */
export const observe = (
  request: PeeringRequest,
  connection: Connection | undefined,
  observedBy: string,
  now: Date,
): Change | undefined => {
  const status = connection ? statusOf(request, connection) : statusOfMissing(request, now);
  // EC2 is eventually consistent, so it may return a status that the record has already left.
  if (status === undefined || !mayFollow(request.status, status)) return undefined;

  const outside = decidedOutside(request, status, now);
  const actor: Actor = outside?.by ?? { kind: 'workflow', id: observedBy };
  const message = connection?.status_message ?? 'EC2 no longer shows the connection';
  return {
    status,
    set: {
      ...(status === 'pending-acceptance' && { opened_at: now.toISOString() }),
      ...(connection?.expires_at && { expires_at: connection.expires_at }),
      ...(outside && !request.decision && { decision: outside }),
      ...(status === 'failed' && { failure: { code: 'failed', message } }),
    },
    entry: {
      type: 'status-changed',
      actor,
      reason: outside ? `${message} (done outside Peerway)` : message,
    },
  };
};

const statusOf = (request: PeeringRequest, connection: Connection): RequestStatus | undefined => {
  switch (connection.status) {
    case 'initiating-request':
    case 'deleting':
      return undefined;
    case 'pending-acceptance':
    case 'provisioning':
    case 'active':
    case 'rejected':
    case 'expired':
    case 'failed':
      return connection.status;
    case 'deleted':
      return statusOfDeleted(request);
    default:
      return connection.status satisfies never;
  }
};

/** EC2 calls both "deleted": a pending connection that was withdrawn, and an accepted one torn down. */
const statusOfDeleted = (request: PeeringRequest): RequestStatus =>
  request.status === 'active' || request.status === 'provisioning' ? 'deleted' : 'cancelled';

/**
 * EC2 removes an ended connection after hours or days. How it ended must then be inferred: it expired if its window
 * has passed, or else it was withdrawn or torn down.
 */
const statusOfMissing = (request: PeeringRequest, now: Date): RequestStatus | undefined => {
  const seen = Date.parse(request.connection_seen_at ?? request.updated_at);
  if (now.getTime() - seen < SETTLING_MS) return undefined;
  const accepted = request.status === 'active' || request.status === 'provisioning';
  const past = request.expires_at !== undefined && now.getTime() >= Date.parse(request.expires_at);
  return past && !accepted ? 'expired' : statusOfDeleted(request);
};

/** A decision that shows in EC2 but isn't on the record: somebody made it outside Peerway, for example in the console. */
const decidedOutside = (request: PeeringRequest, status: RequestStatus, now: Date): Decision | undefined => {
  const decided = request.decision?.kind;
  const at = now.toISOString();
  switch (status) {
    case 'provisioning':
    case 'active':
      return decided === 'accept'
        ? undefined
        : { kind: 'accept', by: { kind: 'outside', id: request.accepter.owner_id }, at };
    case 'rejected':
      return decided === 'reject'
        ? undefined
        : { kind: 'reject', by: { kind: 'outside', id: request.accepter.owner_id }, at };
    case 'cancelled':
    case 'deleted':
      return decided === 'cancel' || request.teardown
        ? undefined
        : { kind: 'cancel', by: { kind: 'outside', id: request.requester.owner_id }, at };
    default:
      return undefined;
  }
};
