import type { Change } from '../request/change.ts';
import { endFrom } from '../request/lifetime.ts';
import {
  type Actor,
  type Decision,
  type PeeringRequest,
  UNKNOWN_ACCOUNT,
} from '../request/peering-request.ts';
import { mayFollow, type RequestStatus } from '../request/status.ts';
import { findNewBlocks } from './connected-blocks.ts';
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

  const outside = decidedOutside(request, status, connection, now);
  const actor: Actor = outside?.by ?? { kind: 'workflow', id: observedBy };
  const message = connection?.status_message ?? 'EC2 no longer shows the connection';
  const isAccepted = status === 'provisioning' || status === 'active';
  const cidr_blocks = isAccepted && findNewBlocks(request, connection);
  return {
    status,
    set: {
      ...(status === 'pending-acceptance' && { opened_at: now.toISOString() }),
      ...(connection?.expires_at && { expires_at: connection.expires_at }),
      ...(cidr_blocks && { cidr_blocks }),
      ...(status === 'active' && endFrom(request, now)),
      ...(outside && !request.decision && { decision: outside }),
      ...(outside && status === 'deleted' && !request.teardown && { teardown: outside }),
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
const decidedOutside = (
  request: PeeringRequest,
  status: RequestStatus,
  connection: Connection | undefined,
  now: Date,
): Decision | undefined => {
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
    case 'deleted': {
      const id = findDeleter(request, connection);
      // Peerway deletes connections only as the requester.
      const isOurs = id === UNKNOWN_ACCOUNT || id === request.requester.owner_id;
      const isWanted = decided === 'cancel' || request.teardown !== undefined;
      return isWanted && isOurs ? undefined : { kind: 'cancel', by: { kind: 'outside', id }, at };
    }
    default:
      return undefined;
  }
};

/** The account that deleted the connection: either side may delete one that was accepted. */
const findDeleter = (
  { status, requester, accepter }: PeeringRequest,
  connection: Connection | undefined,
): string => {
  if (!connection) return UNKNOWN_ACCOUNT;
  const [, named] = /\bby (\d{12})\b/.exec(connection.status_message) ?? [];
  if (named === requester.owner_id || named === accepter.owner_id) return named;
  return status === 'pending-acceptance' && !named ? requester.owner_id : UNKNOWN_ACCOUNT;
};
