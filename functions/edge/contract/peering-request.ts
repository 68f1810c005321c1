import * as z from 'zod/mini';
import { STATUSES } from '../../domain/request/status.ts';
import { connect, connectivitySummary, connectScope } from './connectivity.ts';
import { accountId, count, region, requestId, time, vpcId } from './fields.ts';
import { rule } from './rules.ts';

export const status = z.enum(STATUSES, `Status must be one of ${STATUSES.join(', ')}.`);

export const actedFor = z.strictObject({ person: z.string(), until: time });

export const actor = z.strictObject({
  kind: z.enum(['caller', 'approver', 'requester', 'rule', 'workflow', 'outside']),
  id: z.string(),
  for: z.optional(actedFor),
  also_for: z.optional(z.array(actedFor)),
});

export const removal = z.strictObject({
  by: actor,
  at: time,
  comment: z.optional(z.string()),
  due_at: time,
});

export const decision = z.strictObject({
  kind: z.enum(['accept', 'reject', 'cancel']),
  by: actor,
  at: time,
  comment: z.optional(z.string()),
  connect: z.optional(connectScope),
  signed: z.optional(z.literal(true)),
  active_for: z.optional(z.string()),
});

export const approval = z.extend(decision, {
  counts: z.boolean(),
  reason: z.optional(z.string()),
});

export const earlierRejection = z.strictObject({
  peering_request_id: requestId,
  by: actor,
  at: time,
  comment: z.optional(z.string()),
});

/** More time for a connection that has an end. */
export const extension = z.strictObject({
  by: actor,
  at: time,
  extends_by: z.string(),
  reason: z.string(),
  ends_at: time,
  approvals: z.array(decision),
  decision: z.nullable(decision),
});

export const check = z.strictObject({
  check: z.string(),
  result: z.enum(['pass', 'warn', 'fail', 'unknown']),
  message: z.string(),
  remedy: z.optional(z.string()),
});

export const sides = {
  vpc_id: vpcId,
  vpc_owner_id: accountId,
  vpc_region: region,
  peer_vpc_id: vpcId,
  peer_owner_id: accountId,
  peer_region: region,
};

export const acceptanceWindow = z.strictObject({
  opened_at: z.nullable(time),
  expires_at: time,
  remaining_seconds: count,
});

export const failure = z.strictObject({ code: z.string(), message: z.string() });

/** The rule that holds for a request, as people are shown it. */
export const heldRule = z.strictObject({ name: rule.shape.name, then: rule.shape.then, because: z.string() });

/** A request, as all routes return it. Lists return a summary. */
export const peeringRequest = z.strictObject({
  id: requestId,
  status,
  created_at: time,
  updated_at: time,
  ...sides,
  justification: z.string(),
  contact_email: z.nullable(z.string()),
  submitted_by: z.string(),
  /** The submitter's mail address, if Peerway's configuration has it verified. */
  submitter_address: z.nullable(z.string()),
  origin: z.nullable(z.enum(['picked-up', 'adopted'])),
  earlier_rejection: z.nullable(earlierRejection),
  resubmitted_from: z.nullable(requestId),
  vpc_peering_connection_id: z.nullable(z.string()),
  window: z.nullable(acceptanceWindow),
  preflight: z.array(check),
  rule: z.nullable(heldRule),
  required_approvals: count,
  approvals: z.array(approval),
  decision: z.nullable(decision),
  teardown: z.nullable(decision),
  removal: z.nullable(removal),
  failure: z.nullable(failure),
  connect: z.nullable(connect),
  connectivity: z.nullable(connectivitySummary),
  active_for: z.nullable(z.string()),
  ends_at: z.nullable(time),
  extension: z.nullable(extension),
});

/** The results of the checks are most of a request, and rarely what a list is read for. */
export const peeringRequestSummary = z.extend(peeringRequest, { preflight: z.optional(z.array(check)) });
