import * as z from 'zod/mini';
import { connect } from './connectivity.ts';
import { ANY_ERRORS, contract } from './contract.ts';
import {
  accountId,
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
import { check, peeringRequest, peeringRequestSummary, sides, status } from './peering-request.ts';

const JUSTIFICATION_LENGTH = 1000;
const COMMENT_LENGTH = 1000;

const byId = z.strictObject({ id: requestId });
const nothing = z.strictObject({});

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
