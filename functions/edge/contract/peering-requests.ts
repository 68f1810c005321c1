import * as z from 'zod/mini';
import { STATUSES } from '../../domain/request/status.ts';
import { connect, connectivitySummary, connectScope } from './connectivity.ts';
import { ANY_ERRORS, contract } from './contract.ts';
import {
  accountId,
  count,
  cursor,
  duration,
  email,
  life,
  limit,
  prose,
  region,
  requestId,
  time,
  vpcId,
} from './fields.ts';
import { accountOrGroup, personOrGroup, rule, ruleCondition } from './rules.ts';

const JUSTIFICATION_LENGTH = 1000;
const COMMENT_LENGTH = 1000;

export const status = z.enum(STATUSES, `Status must be one of ${STATUSES.join(', ')}.`);

const byId = z.strictObject({ id: requestId });
const nothing = z.strictObject({});

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

const preflightResult = z.strictObject({
  dry_run: z.literal(true),
  would_submit: z.boolean(),
  ...sides,
  checks: z.array(check),
});

/** Omitted accounts and Regions have EC2's defaults: the caller's account, and the requester's account and Region. */
const pair = {
  vpc_id: vpcId,
  vpc_owner_id: z.optional(accountId),
  vpc_region: z.optional(region),
  peer_vpc_id: vpcId,
  peer_owner_id: z.optional(accountId),
  peer_region: z.optional(region),
};

export const justification = prose('Justification', JUSTIFICATION_LENGTH);

const PAIR_DEFAULTS =
  '`vpc_owner_id` defaults to your account, `vpc_region` to the hub’s Region, and `peer_owner_id` and `peer_region` to the account and Region of the requester VPC. Both Regions must be in Peerway’s configuration.';

const SUBMIT_ERRORS = [
  ...ANY_ERRORS,
  'REFUSED_BY_RULE',
  'CONFLICT',
  'IDEMPOTENCY_MISMATCH',
  'OVERLAPPING_CIDR',
  'LIMIT_EXCEEDED',
] as const;

export const submit = contract({
  operationId: 'submitPeeringRequest',
  method: 'POST',
  path: '/peering-requests',
  summary: 'Submit a request to peer two VPCs',
  description: `Runs the preflight checks, records the request and starts its workflow. ${PAIR_DEFAULTS} \`dry_run\` is deprecated: with it, the call records nothing, and responds as the preflight route.`,
  params: nothing,
  query: nothing,
  body: z.strictObject({
    ...pair,
    justification,
    contact_email: z.optional(email),
    connect: z.optional(connect),
    active_for: z.optional(life),
    dry_run: z.optional(z.boolean('Dry run must be true or false.')),
  }),
  idempotent: true,
  status: 201,
  data: peeringRequest,
  deprecatedData: preflightResult,
  errors: SUBMIT_ERRORS,
});

export const preflight = contract({
  operationId: 'preflightPeeringRequest',
  method: 'POST',
  path: '/peering-requests/preflight',
  summary: 'Check a request without submitting it',
  description: `Runs the preflight checks and changes nothing. It takes the same fields as a submission, and needs no justification. ${PAIR_DEFAULTS}`,
  params: nothing,
  query: nothing,
  body: z.strictObject({
    ...pair,
    justification: z.optional(justification),
    contact_email: z.optional(email),
    connect: z.optional(connect),
    active_for: z.optional(life),
  }),
  status: 200,
  data: preflightResult,
  errors: [...ANY_ERRORS, 'LIMIT_EXCEEDED'],
});

export const list = contract({
  operationId: 'listPeeringRequests',
  method: 'GET',
  path: '/peering-requests',
  summary: 'List the requests for your account’s VPCs',
  description:
    'Lists the requests in which your account owns either VPC. The network team sees all requests. The requests come without `preflight`, the results of their checks, unless `include=preflight` is set. A page may have fewer than `limit` requests, or none, and still have a `next_cursor`, because each page filters a limited number of records. The list ends when `next_cursor` is null.',
  params: nothing,
  query: z.strictObject({
    status: z.optional(status),
    vpc_id: z.optional(vpcId),
    requester_owner_id: z.optional(accountId),
    peer_owner_id: z.optional(accountId),
    expiring_within: z.optional(duration),
    sort: z.optional(z.enum(['newest', 'expiring'], 'Sort must be newest or expiring.')),
    include: z.optional(z.enum(['preflight'], 'Include must be preflight.')),
    limit: z.optional(limit),
    cursor: z.optional(cursor),
  }),
  status: 200,
  data: z.strictObject({ items: z.array(peeringRequestSummary), next_cursor: z.nullable(z.string()) }),
  errors: ANY_ERRORS,
});

export const get = contract({
  operationId: 'getPeeringRequest',
  method: 'GET',
  path: '/peering-requests/{id}',
  summary: 'Get a request with its acceptance window',
  description:
    'Returns a request in which your account owns either VPC; the network team can get any. While the request waits for a decision, an approval `counts` only if its approver is in the directory now, and `reason` says why one doesn’t. `required_approvals` is the number when the request was submitted, or the directory’s if that is higher now.',
  params: byId,
  query: nothing,
  status: 200,
  data: peeringRequest,
  errors: [...ANY_ERRORS, 'NOT_FOUND'],
});

export const eventRoute = z.strictObject({
  side: z.enum(['requester', 'accepter']),
  route_table_id: z.string(),
  destination_cidr_block: z.string(),
});

/** Groups have been resolved, so the lists may be long. */
export const eventRuleCondition = z.extend(ruleCondition, {
  requester_accounts: z.optional(z.array(accountOrGroup)),
  peer_accounts: z.optional(z.array(accountOrGroup)),
});

export const eventRule = z.extend(rule, {
  when: eventRuleCondition,
  approvers: z.optional(z.array(personOrGroup)),
});

export const auditEvent = z.strictObject({
  request_id: requestId,
  sequence: count,
  type: z.string(),
  at: time,
  actor,
  source_ip: z.optional(z.string()),
  reason: z.optional(z.string()),
  routes: z.optional(z.array(eventRoute)),
  rule: z.optional(eventRule),
  from_status: z.nullable(status),
  to_status: status,
  prev_hash: z.string(),
  hash: z.string(),
});

export const validChain = z.strictObject({ valid: z.literal(true), events: count });
export const invalidChain = z.strictObject({ valid: z.literal(false), sequence: count, reason: z.string() });

export const events = contract({
  operationId: 'listPeeringRequestEvents',
  method: 'GET',
  path: '/peering-requests/{id}/events',
  summary: 'Get the audit trail of a request, and whether its hash chain is valid',
  description:
    'Returns the events in order, by default 100 on a page. The trail ends when `next_cursor` is null. `head` and `chain` are about the whole trail, on every page. A decision that came too late is on the trail once for each person and outcome, and 20 times at most; `refused_again` counts the others.',
  params: byId,
  query: z.strictObject({ limit: z.optional(limit), cursor: z.optional(cursor) }),
  status: 200,
  data: z.strictObject({
    id: requestId,
    created_at: time,
    head: z.string(),
    events: z.array(auditEvent),
    chain: z.union([validChain, invalidChain]),
    refused_again: count,
    next_cursor: z.nullable(z.string()),
  }),
  errors: [...ANY_ERRORS, 'NOT_FOUND'],
});

export const cancel = contract({
  operationId: 'cancelPeeringRequest',
  method: 'POST',
  path: '/peering-requests/{id}/cancel',
  summary: 'Withdraw a pending request, or delete an active connection',
  description:
    'The requester’s account can withdraw a request, and either VPC’s account can delete the connection. The decision is recorded at once, and the workflow carries it out. With `expected_status`, the call fails with `CONFLICT` if the status has changed in the meantime, so that withdrawing a request never deletes a connection.',
  params: byId,
  query: nothing,
  body: z.strictObject({
    comment: z.optional(prose('Comment', COMMENT_LENGTH)),
    expected_status: z.optional(status),
  }),
  status: 200,
  data: peeringRequest,
  errors: [...ANY_ERRORS, 'NOT_FOUND', 'CONFLICT', 'ALREADY_DECIDED', 'WINDOW_CLOSED'],
});

export const decide = contract({
  operationId: 'decidePeeringRequest',
  method: 'POST',
  path: '/peering-requests/{id}/decision',
  summary: 'Accept or reject a request as an approver',
  description:
    'For approvers of the accepter account whose entry in the directory has `decide_by: ["signed"]` or both ways. Your mail address must be verified, as `GET /caller` shows it, and be an approver’s. The decision is recorded at once, and the workflow carries it out. It is the same decision as the one with a link: the first one wins, and nobody decides their own request. To reject, say why in `comment`. To let the connection live for less time than was asked for, set `active_for`. With `extension`, the decision is about more time for an active connection.',
  params: byId,
  query: nothing,
  body: z.strictObject({
    decision: z.enum(['accept', 'reject'], 'Decision must be accept or reject.'),
    comment: z.optional(prose('Comment', COMMENT_LENGTH)),
    connect: z.optional(z.boolean('Connect must be true or false.')),
    active_for: z.optional(life),
    extension: z.optional(z.boolean('Extension must be true or false.')),
  }),
  status: 200,
  data: peeringRequest,
  errors: [...ANY_ERRORS, 'NOT_FOUND', 'CONFLICT', 'ALREADY_DECIDED', 'WINDOW_CLOSED'],
});

export const extend = contract({
  operationId: 'extendPeeringRequest',
  method: 'POST',
  path: '/peering-requests/{id}/extension',
  summary: 'Ask for more time for an active connection that has an end',
  description:
    'The requester’s account can call this until the connection ends. The accepter’s approvers decide, as they do about a request. Without a decision, the connection ends as it would have.',
  params: byId,
  query: nothing,
  body: z.strictObject({ extends_by: life, reason: prose('Reason', COMMENT_LENGTH) }),
  status: 200,
  data: peeringRequest,
  errors: [...ANY_ERRORS, 'REFUSED_BY_RULE', 'NOT_FOUND', 'CONFLICT', 'ALREADY_DECIDED'],
});

export const resubmit = contract({
  operationId: 'resubmitPeeringRequest',
  method: 'POST',
  path: '/peering-requests/{id}/resubmit',
  summary: 'Submit the content of an ended request again',
  description:
    'Runs the preflight checks again, and creates a new request between the same VPCs. The requester’s account can call this once the request has ended. A new `justification` or `active_for` replaces the old one.',
  params: byId,
  query: nothing,
  body: z.strictObject({ justification: z.optional(justification), active_for: z.optional(life) }),
  idempotent: true,
  status: 201,
  data: peeringRequest,
  errors: [...SUBMIT_ERRORS, 'NOT_FOUND'],
});

export const createLink = contract({
  operationId: 'createPeeringRequestLink',
  method: 'POST',
  path: '/peering-requests/{id}/links',
  summary: 'Create a link to the page of a request',
  description:
    'Returns a link that shows the request’s page in a browser: what your account may see of it, and no forms. The link works for eight hours, and for anyone who has it: don’t share it. You can create links for a request in which your account owns either VPC; the network team can for any.',
  params: byId,
  query: nothing,
  status: 201,
  data: z.strictObject({ url: z.string(), created_at: time, expires_at: time }),
  errors: [...ANY_ERRORS, 'NOT_FOUND'],
});
