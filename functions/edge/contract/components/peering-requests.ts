import * as request from '../peering-request.ts';
import * as requests from '../peering-requests.ts';
import { type Component, object } from './component.ts';

export const SIDES = {
  vpc_id: 'The requester VPC.',
  vpc_owner_id: 'The account that owns the requester VPC.',
  vpc_region: 'The Region of the requester VPC.',
  peer_vpc_id: 'The accepter VPC.',
  peer_owner_id: 'The account that owns the accepter VPC.',
  peer_region: 'The Region of the accepter VPC.',
};

const REQUESTED_PAIR = {
  ...SIDES,
  vpc_owner_id: 'The account that owns the requester VPC. The default is your account.',
  vpc_region: 'The Region of the requester VPC. The default is the hub’s Region.',
  peer_owner_id: 'The account that owns the accepter VPC. The default is the account of the requester VPC.',
  peer_region: 'The Region of the accepter VPC. The default is the Region of the requester VPC.',
};

const JUSTIFICATION = 'Why the VPCs are to be peered, for the approvers and the audit trail.';

export const CONTACT = 'Who is notified of the outcome, and gets the link to the status page.';

const DECISION = {
  kind: 'What was decided.',
  by: 'Who decided.',
  at: 'When it was decided.',
  comment: 'What the person who decided wrote.',
  connect: 'What the acceptance also agrees to, in the accepter’s account.',
  active_for: 'Of an acceptance: how long the connection may live, if that is less than what was asked for.',
  signed: 'True for an approver’s decision by a signed call, without a link.',
};

const CONNECT = 'What is asked for besides the connection. Absent, or null: nothing.';

const REQUEST = {
  id: 'The request’s ID.',
  status: 'How far the request is.',
  created_at: 'When the request was submitted.',
  updated_at: 'When the request last changed.',
  ...SIDES,
  justification: JUSTIFICATION,
  contact_email: CONTACT,
  submitted_by:
    'Who submitted: the ARN of an IAM principal, or the subject of a token. `outside:` and an account ID if nobody did: then somebody in that account created the connection outside Peerway.',
  submitter_address:
    'The submitter’s mail address, if their token’s issuer or the trust policy of their role verifies it; otherwise null.',
  origin:
    'How Peerway came to know a connection that nobody requested: `picked-up` while it was pending, or `adopted` when it was active. Null for a request that was submitted.',
  earlier_rejection:
    'Of a picked-up request: who rejected the connection between the same VPCs before it, if that was the last decision.',
  resubmitted_from: 'The ended request that this one submits again.',
  vpc_peering_connection_id: 'The connection in EC2, once Peerway knows it.',
  window: 'The time in which EC2 lets the accepter decide, once Peerway knows it.',
  preflight: 'The results of the checks when the request was submitted.',
  rule: 'While the request waits for a decision: the rule of the directory that holds for it now. Null if there is none.',
  required_approvals: 'How many different approvers must accept.',
  approvals: 'The approvals so far, including those that don’t count.',
  decision: 'The decision that ended the wait.',
  teardown: 'The decision to delete the active connection.',
  removal:
    'What a review decided: the active connection is going to be removed. Until then that can be changed.',
  failure: 'Why the request failed.',
  connect: CONNECT,
  active_for: 'How long the connection lives once it is active, as it was asked for. Null if it has no end.',
  extension: 'The last request for more time. Null if there was none.',
  ends_at: 'When Peerway deletes the active connection. Null until it is active, or if it has no end.',
  connectivity:
    'What was last found of the routes and the DNS resolution that were asked for. It is no status, and null until Peerway has looked.',
};

const ACTIVE_FOR =
  'How long the connection lives once it is active, from 1 hour to 1 year (`P1Y`). Then Peerway deletes it. Without it, the connection has no end.';

export const PEERING_REQUESTS: Readonly<Record<string, Component>> = {
  PeeringRequestStatus: {
    schema: request.status,
    description:
      'How far a request is, by EC2’s names. `rejected`, `expired`, `failed`, `cancelled` and `deleted` are final.',
  },
  PeeringRequest: object(request.peeringRequest, 'A request to peer two VPCs.', REQUEST),
  PeeringRequestSummary: object(request.peeringRequestSummary, 'A request, as lists return it.', {
    ...REQUEST,
    preflight: 'The results of the checks when the request was submitted, with `include=preflight` only.',
    connectivity: 'How far the VPCs are connected, without the problems.',
  }),
  PeeringRequestList: object(requests.list.data, 'A page of requests.', {
    items: 'The requests of this page.',
    next_cursor: 'The `cursor` of the next page; null on the last page.',
  }),
  PeeringRequestSubmission: object(requests.submit.body, 'What to submit.', {
    ...REQUESTED_PAIR,
    justification: JUSTIFICATION,
    contact_email: `${CONTACT} Default: whoever submits, if they are recognized by an email address and may be the contact. The address must be in a domain of the requester account’s people in the directory, or of the configuration.`,
    connect: CONNECT,
    active_for: ACTIVE_FOR,
    dry_run: 'Deprecated: call `POST /peering-requests/preflight` instead.',
  }),
  PreflightInput: object(requests.preflight.body, 'What to check.', {
    ...REQUESTED_PAIR,
    justification: 'Ignored, so that a submission can be sent as it is.',
    contact_email: 'Who would be notified of the outcome. An approver can’t approve their own request.',
    connect: CONNECT,
    active_for: ACTIVE_FOR,
  }),
  Preflight: object(requests.preflight.data, 'Whether a request could be submitted.', {
    dry_run: 'Always true: nothing was recorded.',
    would_submit: 'Whether a submission would be accepted now.',
    ...SIDES,
    checks: 'The results of the checks.',
  }),
  Check: object(request.check, 'The result of one preflight check.', {
    check: 'The check’s name, such as `cidr-overlap`.',
    result: '`fail` prevents a submission. `unknown`: Peerway has no access to what it would check.',
    message: 'What was found.',
    remedy: 'What you can do.',
  }),
  AcceptanceWindow: object(request.acceptanceWindow, 'The time in which EC2 lets the accepter decide.', {
    opened_at: 'When Peerway first saw the window open.',
    expires_at: 'The deadline: EC2’s `ExpirationTime`.',
    remaining_seconds: 'The time to the deadline; 0 unless the request is `pending-acceptance`.',
  }),
  HeldRule: object(request.heldRule, 'A rule of the directory that holds for a request.', {
    name: 'The rule’s name.',
    then: 'What becomes of the request, if Peerway can tell that no earlier rule matches.',
    because: 'Why.',
  }),
  EarlierRejection: object(request.earlierRejection, 'Who rejected an earlier connection, and why.', {
    peering_request_id: 'The request that was rejected.',
    by: 'Who rejected it.',
    at: 'When it was rejected.',
    comment: 'What they wrote.',
  }),
  Decision: object(request.decision, 'A decision on a request.', DECISION),
  Removal: object(request.removal, 'A connection that a review decided to remove.', {
    by: 'Who decided it: an approver, or the rule for connections that nobody reviewed.',
    at: 'When it was decided.',
    comment: 'Why it isn’t needed any more.',
    due_at: 'When Peerway removes the connection.',
  }),
  Approval: object(request.approval, 'An acceptance by one approver.', {
    ...DECISION,
    counts: 'Whether it counts: only those do who are approvers now, or were when the request was decided.',
    reason: 'Why it doesn’t count, while the request waits for a decision.',
  }),
  Actor: object(request.actor, 'Who did something.', {
    kind: 'An API caller, an approver or requester with their link, a rule in the directory, the workflow, or somebody outside Peerway.',
    id: 'An ARN, an email address, the name of a step, or an account ID; `unknown` for an account that EC2 doesn’t name.',
    for: 'Of somebody who decided for an approver who was away: for whom.',
    also_for: 'For whom else, where approvals of different approvers are required.',
  }),
  ActedFor: object(request.actedFor, 'An approver for whom somebody else decided.', {
    person: 'The approver’s email address.',
    until: 'Until when they were to be away, as it was known then.',
  }),
  Failure: object(request.failure, 'Why a request failed.', {
    code: 'EC2’s error code, where EC2 returned one.',
    message: 'The explanation.',
  }),
  CancelInput: object(requests.cancel.body, 'How to cancel.', {
    comment: 'Why, for the audit trail and for those who are notified.',
    expected_status: 'The status that the request must have. Otherwise the call fails with `CONFLICT`.',
  }),
  DecisionInput: object(requests.decide.body, 'The decision.', {
    decision: 'Whether to accept or to reject the request.',
    comment: 'Why, for the requester and for the audit trail. A rejection needs it.',
    connect:
      'Whether accepting also agrees to the routes and DNS resolution in your account that the request asks for. The default is true.',
    extension: 'Whether the decision is about more time for an active connection, and not about the request.',
    active_for:
      'How long the connection may live, if that is less than what was asked for. If approvers choose different times, the shortest counts.',
  }),
  Extension: object(request.extension, 'More time for a connection that has an end.', {
    by: 'Who asked for it.',
    at: 'When they asked.',
    extends_by: 'How much later the connection ends.',
    reason: 'Why.',
    ends_at: 'The end when it was asked for.',
    approvals: 'The approvals so far.',
    decision: 'How it was decided. Null until then.',
  }),
  ExtensionInput: object(requests.extend.body, 'How much more time, and why.', {
    extends_by: 'How much later the connection is to end, from 1 hour to 1 year.',
    reason: 'Why, for the approvers and the audit trail.',
  }),
  ResubmitInput: object(requests.resubmit.body, 'What to change.', {
    justification: 'A new justification. The default is the ended request’s.',
    active_for: 'How long the connection lives once it is active. The default is the old one.',
  }),
  PeeringRequestLink: object(requests.createLink.data, 'A link to the page of a request.', {
    url: 'The link. Anyone who has it can see the page.',
    created_at: 'When the link was created.',
    expires_at: 'When the link stops working.',
  }),
};
