import { type AuditEntry, type AuditEvent, CHAIN_START, sealEvent } from './audit.ts';
import type { PeeringRequest } from './peering-request.ts';
import { assertMayFollow, type RequestStatus } from './status.ts';

/** A change to a record. Every change has an entry in the audit trail. */
export type Change = {
  status?: RequestStatus;
  set?: Partial<
    Pick<
      PeeringRequest,
      | 'vpc_peering_connection_id'
      | 'connection_seen_at'
      | 'create_asked_at'
      | 'concluded_as'
      | 'opened_at'
      | 'expires_at'
      | 'approvals'
      | 'required_approvals'
      | 'decision'
      | 'teardown'
      | 'cidr_blocks'
      | 'accepter_plan'
      | 'consents'
      | 'routes'
      | 'dns_asked_at'
      | 'connectivity'
      | 'stale_rules'
      | 'active_for'
      | 'ends_at'
      | 'end_set_at'
      | 'notices_done'
      | 'extension'
      | 'review'
      | 'unanswered_review'
      | 'removal'
      | 'undeleted'
      | 'failure'
      | 'ec2_error'
      | 'explanation'
      | 'sent_mails'
      | 'unsent_mails'
      | 'mail_notes'
      | 'refused_attempts'
    >
  >;
  entry: AuditEntry;
  /** Only if the record still has the waiting task's token that was read with it. */
  with_same_token?: true;
};

/**
 * The record after a change, and its audit event.
 *
 * @throws IllegalTransitionError
 */
export const applyChange = (
  request: PeeringRequest,
  { status = request.status, set, entry }: Change,
  now: Date,
): { next: PeeringRequest; event: AuditEvent } => {
  if (status !== request.status) assertMayFollow(request.status, status);
  const at = now.toISOString();
  const version = request.version + 1;
  const event = sealEvent({
    ...entry,
    request_id: request.id,
    sequence: version,
    at,
    from_status: request.status,
    to_status: status,
    prev_hash: request.audit_head,
  });
  return { next: { ...request, ...set, status, version, updated_at: at, audit_head: event.hash }, event };
};

/** The first record of a request, and its first event. */
export const newRequest = (
  content: Omit<
    PeeringRequest,
    'status' | 'version' | 'created_at' | 'updated_at' | 'approvals' | 'sent_mails' | 'audit_head'
  >,
  entry: AuditEntry,
  now: Date,
  status: RequestStatus = 'submitted',
): { request: PeeringRequest; event: AuditEvent } => {
  const at = now.toISOString();
  const event = sealEvent({
    ...entry,
    request_id: content.id,
    sequence: 1,
    at,
    from_status: null,
    to_status: status,
    prev_hash: CHAIN_START,
  });
  return {
    request: {
      ...content,
      status,
      version: 1,
      created_at: at,
      updated_at: at,
      approvals: [],
      sent_mails: [],
      audit_head: event.hash,
    },
    event,
  };
};
