import type * as z from 'zod/mini';
import { account, entryDefaults, entryInput, listAccounts, putAccount } from './accounts.ts';
import { createBoardLink } from './board-links.ts';
import { getCaller } from './callers.ts';
import * as connections from './connections.ts';
import * as connectivity from './connectivity.ts';
import * as directory from './directory.ts';
import { errorDetail, errorEnvelope, gatewayError, problem } from './errors.ts';
import * as requests from './peering-requests.ts';
import * as rules from './rules.ts';

export type Component = {
  schema: z.ZodMiniType;
  description: string;
  fields?: Readonly<Record<string, string>>;
};

/** An object with a description for each of its fields, which the type checker counts. */
const object = <Shape extends z.core.$ZodShape>(
  schema: z.ZodMiniObject<Shape>,
  description: string,
  fields: { [Name in keyof Shape]: string },
): Component => ({ schema, description, fields });

const SIDES = {
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
const CONTACT = 'Who is notified of the outcome, and gets the link to the status page.';

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

const STEP = {
  kind: 'What it is about.',
  finding:
    'What Peerway found. `shadowed`: more specific routes take part of the traffic. `leftover`: the route leads to a connection that isn’t active. `not-managed`: the owner of the route table hasn’t tagged it as managed. `turned-off`: the VPC’s own DNS settings are off.',
  route_table_id: 'The route table.',
  route_table_name: 'Its Name tag.',
  destination_cidr_block: 'Where the route leads: a CIDR block of the other VPC.',
  leads_to: 'The target of the route that is there instead.',
  shadowed_by: 'The more specific routes that lead elsewhere.',
  message: 'What was found.',
  remedy: 'What you can do.',
};

const WITH_DEFAULT = {
  required_approvals: 'How many different approvers must accept. The default is 1.',
  reminders: 'How long before the deadline approvers are reminded.',
  escalation_email: 'Who is notified if nobody decides: an email address, or a group.',
  time_zone: 'The time zone in which mails to its people show times, beside UTC. Null for UTC alone.',
  connect:
    'What Peerway does about routes and DNS resolution in the account: `apply` what its people agree to, only `advise` them, or `refuse` requests that ask for either. The default is `advise`.',
  decide_by:
    'How approvers decide: `link`, with the link in their mail, or `signed`, with a signed call under their verified address.',
  pick_up:
    'Whether a pending connection to the account that was created outside Peerway becomes a request, for its approvers to decide.',
  pick_up_unknown:
    'Whether it does also if the directory doesn’t have the account that created it. Otherwise only the network team is notified.',
  repeat_rejection:
    'For how long after a rejection another connection between the same VPCs, created outside Peerway, is rejected too, in days: `P30D`. Null: its approvers are asked again.',
  longest_active_for:
    'The longest life that a connection to the account may be requested for. Null: as long as the requester likes, also without an end.',
  review_every: 'How often its approvers review its active connections, in days: `P90D`. Null for never.',
  review_unanswered:
    'What becomes of a connection about which nobody answers in a review: `keep`, or `remove`. The default is `keep`.',
};

const ACCOUNT = {
  name: 'What people call the account.',
  approvers:
    'Who may accept or reject requests to this account: email addresses, and groups such as `group:network-eu`.',
  onboarded: 'Whether Peerway has its roles in the account, and so can accept on the approvers’ behalf.',
  auto_accept_from: 'The accounts whose requests are accepted without asking the approvers.',
  ...WITH_DEFAULT,
  announce_to:
    'The ARN of an SNS topic of the account, named `peerway-…`, to which Peerway announces what concerns the account, besides the hub’s topic. Null for none.',
  rules:
    'What becomes of which requests to the account, in order: the first rule that matches holds, after the directory’s rules and before `auto_accept_from`.',
};

const RULE = {
  name: 'The rule’s name, which is on the audit trail. Unique in its list.',
  when: 'What a request must be like. All of it must hold; `{}` matches every request.',
  then: '`accept` without asking anybody, `ask` the approvers, or `refuse`.',
  required_approvals: 'Of a rule that asks: how many approvers must accept, instead of the entry’s number.',
  approvers: 'Of a rule that asks: who decides, instead of the entry’s approvers.',
  longest_active_for:
    'The longest life that a connection may be requested for, if that is less than the entry allows. A rule that accepts then accepts nothing without an end.',
  because: 'Why, in a sentence. Requesters and approvers are shown it.',
};

const RULE_CONDITION = {
  requester_accounts: 'The requester VPC’s account is one of these, or in one of these groups.',
  peer_accounts:
    'The accepter VPC’s account is one of these, or in one of these groups. Only in the directory’s rules.',
  requester_regions: 'The requester VPC is in one of these Regions.',
  peer_regions: 'The accepter VPC is in one of these Regions.',
  same_region: 'Whether both VPCs are in one Region.',
  cidr_blocks: 'Every CIDR block of both VPCs is within one of these, as EC2 showed them at the submission.',
  requester_tags: 'The requester VPC has these tags with these values. Its account chooses them.',
  peer_tags: 'The accepter VPC has these tags with these values.',
  asks_for_routes: 'Whether the request asks for routes.',
};

/** The named schemas of the OpenAPI document, and what each of their fields means. */
export const COMPONENTS: Readonly<Record<string, Component>> = {
  PeeringRequestStatus: {
    schema: requests.status,
    description:
      'How far a request is, by EC2’s names. `rejected`, `expired`, `failed`, `cancelled` and `deleted` are final.',
  },
  PeeringRequest: object(requests.peeringRequest, 'A request to peer two VPCs.', REQUEST),
  PeeringRequestSummary: object(requests.peeringRequestSummary, 'A request, as lists return it.', {
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
  Check: object(requests.check, 'The result of one preflight check.', {
    check: 'The check’s name, such as `cidr-overlap`.',
    result: '`fail` prevents a submission. `unknown`: Peerway has no access to what it would check.',
    message: 'What was found.',
    remedy: 'What you can do.',
  }),
  AcceptanceWindow: object(requests.acceptanceWindow, 'The time in which EC2 lets the accepter decide.', {
    opened_at: 'When Peerway first saw the window open.',
    expires_at: 'The deadline: EC2’s `ExpirationTime`.',
    remaining_seconds: 'The time to the deadline; 0 unless the request is `pending-acceptance`.',
  }),
  HeldRule: object(requests.heldRule, 'A rule of the directory that holds for a request.', {
    name: 'The rule’s name.',
    then: 'What becomes of the request, if Peerway can tell that no earlier rule matches.',
    because: 'Why.',
  }),
  EarlierRejection: object(requests.earlierRejection, 'Who rejected an earlier connection, and why.', {
    peering_request_id: 'The request that was rejected.',
    by: 'Who rejected it.',
    at: 'When it was rejected.',
    comment: 'What they wrote.',
  }),
  Decision: object(requests.decision, 'A decision on a request.', DECISION),
  Removal: object(requests.removal, 'A connection that a review decided to remove.', {
    by: 'Who decided it: an approver, or the rule for connections that nobody reviewed.',
    at: 'When it was decided.',
    comment: 'Why it isn’t needed any more.',
    due_at: 'When Peerway removes the connection.',
  }),
  Approval: object(requests.approval, 'An acceptance by one approver.', {
    ...DECISION,
    counts: 'Whether it counts: only those do who are approvers now, or were when the request was decided.',
    reason: 'Why it doesn’t count, while the request waits for a decision.',
  }),
  Actor: object(requests.actor, 'Who did something.', {
    kind: 'An API caller, an approver or requester with their link, a rule in the directory, the workflow, or somebody outside Peerway.',
    id: 'An ARN, an email address, the name of a step, or an account ID; `unknown` for an account that EC2 doesn’t name.',
    for: 'Of somebody who decided for an approver who was away: for whom.',
    also_for: 'For whom else, where approvals of different approvers are required.',
  }),
  ActedFor: object(requests.actedFor, 'An approver for whom somebody else decided.', {
    person: 'The approver’s email address.',
    until: 'Until when they were to be away, as it was known then.',
  }),
  Connect: object(connectivity.connect, 'What a request asks for besides the connection.', {
    routes:
      'Routes in both VPCs: `true` to all CIDR blocks of the other VPC, or to the CIDR blocks that you list.',
    dns_resolution: 'Whether DNS hostnames of each VPC resolve to private IP addresses in the other.',
  }),
  NarrowedRoutes: object(connectivity.narrowedRoutes, 'Routes to parts of the VPCs only.', {
    destination_cidr_blocks: 'What the requester VPC needs to reach: CIDR blocks in the accepter VPC.',
    peer_destination_cidr_blocks: 'What the accepter VPC needs to reach: CIDR blocks in the requester VPC.',
  }),
  ConnectScope: object(connectivity.connectScope, 'What is agreed to have done in one account.', {
    destination_cidr_blocks: 'The CIDR blocks of the other VPC to which routes lead.',
    dns_resolution: 'Whether the VPC’s DNS hostnames resolve to private IP addresses in the other VPC.',
  }),
  ConnectivitySummary: object(connectivity.connectivitySummary, 'How far two VPCs are connected.', {
    state: '`connected` if nothing is missing on either side, `unknown` if Peerway can’t look.',
    since: 'When this was first found.',
    requester: 'The requester’s side.',
    accepter: 'The accepter’s side.',
  }),
  SideSummary: object(connectivity.sideSummary, 'How far one side is connected.', {
    account_id: 'The account that owns the VPC.',
    state: 'Whether its routes and DNS resolution are as agreed.',
    problems: 'The first of the steps that aren’t done. Null in lists, and if the account isn’t yours.',
    more_problems: 'How many more there are. Null in lists, and if the account isn’t yours.',
  }),
  ConnectStep: object(connectivity.connectStep, 'A route or the DNS resolution of one side.', STEP),
  Connectivity: object(
    connectivity.liveConnectivity,
    'How far two VPCs are connected, as EC2 shows it now.',
    {
      id: 'The request’s ID.',
      created_at: 'When the request was submitted.',
      state: '`connected` if nothing is missing on either side, `unknown` if Peerway can’t look.',
      requester: 'The requester’s side.',
      accepter: 'The accepter’s side.',
    },
  ),
  ConnectInput: object(connectivity.connectRequest.body, 'What to connect.', {
    dry_run: 'Only look, and record nothing.',
    side: 'Only this side. The default is all sides that are yours.',
  }),
  ConnectivitySide: object(connectivity.liveSide, 'How far one side is connected, and what is left to do.', {
    account_id: 'The account that owns the VPC.',
    mode: 'What Peerway does there: `apply` what its people agree to, only `advise` them, or `refuse`.',
    state: 'Whether its routes and DNS resolution are as agreed.',
    steps:
      'What Peerway found for each route and for DNS resolution. Null if the account isn’t yours, or if Peerway can’t look.',
    advice: 'How to do what Peerway leaves to the account’s people. Null if there is nothing.',
    confirm:
      'Where Peerway can’t look at the route tables: what their owner can run to see which routes lead to the connection. Null otherwise, and if the account isn’t yours.',
    security_groups:
      'Which security groups reference those of the other VPC. Null if the account isn’t yours, if the VPCs are in different Regions, while there is no connection, or if Peerway can’t look.',
  }),
  Confirmation: object(connectivity.confirmation, 'How to see what Peerway can’t.', {
    message: 'What Peerway doesn’t know.',
    command: 'What shows it, for a POSIX shell signed in to the account. It changes nothing.',
  }),
  PeerGroups: object(connectivity.peerGroups, 'How security groups of both VPCs reference each other.', {
    references_peer: 'Whether a rule of this side references a security group of the other VPC.',
    referenced_by_peer:
      'Whether a rule of the other VPC references a security group of this side. The other VPC loses that access with the connection.',
    stale_rules:
      'This side’s rules that have no effect, because the security group they reference is gone, or the connection to it.',
  }),
  StaleRule: object(connectivity.staleRule, 'A rule without effect. Peerway doesn’t change it.', {
    group_id: 'The security group that has the rule.',
    direction: 'Whether the rule is for incoming or outgoing traffic.',
    ip_protocol: 'EC2’s name or number of the protocol; `-1` for all.',
    from_port: 'The first port. Absent where EC2 has none.',
    to_port: 'The last port. Absent where EC2 has none.',
    referenced_group_id: 'The security group of the other VPC.',
    referenced_account_id: 'The account that owns that one. Absent where EC2 doesn’t name it.',
    vpc_peering_connection_id: 'The connection over which the rule referenced it.',
    message: 'What Peerway found.',
    remedy: 'What you can do about it.',
    commands: 'What to run in a POSIX shell signed in to the account, if the remedy is right for you.',
  }),
  ConnectivityStep: object(
    connectivity.liveStep,
    'A route or the DNS resolution of one side, and what to run.',
    {
      ...STEP,
      commands:
        'What to run, in order, in a POSIX shell signed in to the account, if the remedy is right for you.',
    },
  ),
  ConnectAdvice: object(connectivity.advice, 'The steps that are left, ready to copy. They only add.', {
    aws_cli: 'Commands for a POSIX shell with the AWS CLI, signed in to the account.',
    terraform: 'Resources for Terraform.',
    cloudformation: 'A CloudFormation template. Null if nothing is left that CloudFormation can do.',
  }),
  RouteTarget: object(connectivity.routeTarget, 'A route in the same route table.', {
    destination: 'Its destination.',
    leads_to: 'The ID of its target.',
  }),
  Failure: object(requests.failure, 'Why a request failed.', {
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
  Extension: object(requests.extension, 'More time for a connection that has an end.', {
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
  AuditTrail: object(requests.events.data, 'A page of a request’s audit trail.', {
    id: 'The request’s ID.',
    created_at: 'When the request was submitted.',
    head: 'The hash of the last event, according to the record.',
    events: 'The events of this page, oldest first.',
    chain: 'Whether the hash chain of the whole trail is valid.',
    refused_again: 'How many late decisions aren’t on the trail, because the same one is, or too many are.',
    next_cursor: 'The `cursor` of the next page; null on the last page.',
  }),
  AuditEvent: object(requests.auditEvent, 'One event of an audit trail. It never changes.', {
    request_id: 'The request’s ID.',
    sequence: 'The event’s number: 1, 2, 3 and so on, without a gap.',
    type: 'What happened, such as `request-submitted` or `status-changed`.',
    at: 'When it happened.',
    actor: 'Who did it.',
    source_ip: 'The IP address it came from, where there is one.',
    reason: 'What the person wrote, or why it happened.',
    routes: 'The routes that it is about.',
    rule: 'The rule of the directory that decided, as it was then.',
    from_status: 'The status before; null for the first event.',
    to_status: 'The status after, which may be the same.',
    prev_hash: 'The hash of the event before; zeros for the first event.',
    hash: 'SHA-256, in hexadecimal, of the event without this field, as canonical JSON (RFC 8785).',
  }),
  EventRule: object(requests.eventRule, 'A rule that decided, as it was then, without groups.', RULE),
  EventRuleCondition: object(
    requests.eventRuleCondition,
    'What a request had to be like for the rule to match.',
    RULE_CONDITION,
  ),
  EventRoute: object(requests.eventRoute, 'A route that an event is about.', {
    side: 'The side whose route table it is in.',
    route_table_id: 'The route table.',
    destination_cidr_block: 'Where it leads: a CIDR block of the other VPC.',
  }),
  ValidChain: object(requests.validChain, 'The trail is complete and unchanged.', {
    valid: 'Always true.',
    events: 'How many events the trail has.',
  }),
  InvalidChain: object(requests.invalidChain, 'An event is missing or was changed.', {
    valid: 'Always false.',
    sequence: 'The number of the first event that isn’t as it was written.',
    reason: 'What is wrong with it.',
  }),
  Connection: object(connections.connection, 'A VPC peering connection, as EC2 shows it.', {
    id: 'The connection’s ID.',
    status: 'EC2’s status of the connection.',
    ...SIDES,
    cidr_blocks: 'The CIDR blocks of both VPCs.',
    expires_at: 'When a pending connection expires; null for any other.',
    first_seen_at: 'When Peerway first saw the connection.',
    last_seen_at: 'When EC2 last showed it to an account in which Peerway can look.',
    peering_request_id: 'The request that it belongs to; null if it was created outside Peerway.',
  }),
  ConnectionBlocks: object(
    connections.connectionBlocks,
    'The CIDR blocks of both VPCs, as far as EC2 tells.',
    {
      requester: 'Those of the requester VPC.',
      accepter: 'Those of the accepter VPC. EC2 tells them once the connection is accepted.',
    },
  ),
  AdoptionInput: object(connections.adoptConnection.body, 'What to record about the connection.', {
    justification: 'Why the VPCs are connected. The default is the connection’s tag `peerway:justification`.',
    contact_email: CONTACT,
    dry_run: 'True checks whether the connection can be taken over, and records nothing.',
  }),
  Adoption: object(connections.adoptConnection.data, 'A connection that was taken over.', {
    dry_run: 'Whether nothing was recorded.',
    id: 'The connection’s ID.',
    status: 'EC2’s status of the connection.',
    ...SIDES,
    cidr_blocks: 'The CIDR blocks of both VPCs.',
    peering_request_id: 'The new request that it belongs to; null after a dry run.',
  }),
  ConnectionList: object(connections.listConnections.data, 'A page of connections.', {
    items: 'The connections of this page.',
    next_cursor: 'The `cursor` of the next page; null on the last page.',
  }),
  Account: object(account, 'An account in the directory.', {
    account_id: 'The account’s ID.',
    ...ACCOUNT,
    created_at: 'When the account was added.',
    updated_at: 'When the account was last changed.',
    updated_by: 'Who changed it last: the ARN of an IAM principal, or the subject of a token.',
  }),
  AccountEntry: object(entryInput, 'An account’s entry, as a file of the directory has it.', ACCOUNT),
  AccountInput: object(putAccount.body, 'An account’s entry, which replaces the one before.', {
    ...ACCOUNT,
    updated_at:
      'The `updated_at` of the entry that you read; null if there was none. If it is different now, the call is refused. Left out, whatever is there is replaced.',
  }),
  Rule: object(rules.rule, 'What becomes of the requests that match.', RULE),
  RuleCondition: object(
    rules.ruleCondition,
    'What a request must be like for a rule to match.',
    RULE_CONDITION,
  ),
  AccountList: object(listAccounts.data, 'All accounts in the directory.', { items: 'The accounts.' }),
  EntryDefaults: object(entryDefaults, 'What the entries have that don’t say otherwise.', WITH_DEFAULT),
  Directory: object(directory.directory, 'The directory of accounts, which says who decides.', {
    defaults: 'What the entries have that don’t say otherwise.',
    groups: 'Groups of people, by name. `group:network-eu` stands for the members of `network-eu`.',
    account_groups: 'Groups of accounts, by name, for the conditions of rules.',
    accounts: 'The accounts’ entries, by account ID. Put the IDs in quotes.',
    rules: 'Rules for requests between any accounts, in order: the first rule that matches holds.',
    away: 'Who is away, and who decides for them meanwhile.',
    network_team: 'Who is notified of what concerns the network team. Without it, the configured address.',
    tests: 'Cases that the rules must decide as expected. `peerway directory apply` checks them first.',
  }),
  Absence: object(directory.absence, 'While somebody is away, somebody else decides for them.', {
    person: 'Who is away.',
    from: 'When the absence begins, in UTC.',
    until: 'When it ends.',
    instead: 'Who decides for them.',
    account_id: 'For which account. For all accounts if absent.',
  }),
  RuleTest: object(directory.ruleTest, 'A request, and what the rules must make of it.', {
    name: 'What the case is called.',
    request: 'The request.',
    expect: 'What must become of it.',
    rule: 'The name of the rule that must decide it.',
  }),
  RuleTestRequest: object(directory.ruleTestRequest, 'A request of a test.', {
    requester: 'The requester’s side.',
    peer: 'The accepter’s side.',
    asks_for_routes: 'Whether it also asks for routes.',
    active_for: 'How long the connection may live. Absent: without an end.',
  }),
  RuleTestSide: object(directory.ruleTestSide, 'A VPC of a test.', {
    account_id: 'The account that owns the VPC.',
    region: 'The Region of the VPC.',
    cidr_blocks: 'The VPC’s CIDR blocks. Absent if Peerway can’t see them.',
    tags: 'All of the VPC’s tags. Absent if Peerway can’t see them.',
  }),
  StoredDirectory: object(directory.getDirectory.data, 'The directory, and its version.', {
    version: 'The version, which grows with every change.',
    directory: 'The directory.',
  }),
  DirectoryInput: object(directory.putDirectory.body, 'A change of the directory.', {
    directory: 'What the directory is to have.',
    version: 'The version that the change was planned for. Required unless `dry_run` is true.',
    prune: 'Whether to remove what `directory` doesn’t name. Absences are removed only if it names some.',
    dry_run: 'True returns the changes and makes none.',
  }),
  DirectoryPlan: object(directory.putDirectory.data, 'What changes, or would change.', {
    version: 'The directory’s version.',
    dry_run: 'Whether nothing was changed.',
    changes: 'The changes.',
  }),
  PlannedChange: object(directory.plannedChange, 'One thing that is added, changed or removed.', {
    what: 'What it is.',
    name: 'The account’s ID, the person’s address, or the name of the group, the rule or the test. Null for what there is only one of.',
    change: 'What becomes of it.',
    fields: 'The fields that differ.',
  }),
  ChangedField: object(directory.changedField, 'A field before and after a change.', {
    field: 'The field’s name.',
    before: 'Its value before; null if it had none.',
    after: 'Its value after; null if it has none.',
  }),
  DirectoryHistory: object(directory.listDirectoryEvents.data, 'A page of changes.', {
    head: 'The hash of the directory’s last event.',
    events: 'The events of this page, the oldest first.',
    next_cursor: 'The `cursor` of the next page; null on the last page.',
  }),
  DirectoryEvent: object(directory.directoryEvent, 'What somebody changed.', {
    sequence: 'The number of the event: 1, 2, 3, and so on.',
    version: 'The directory’s version after the change. A large change has several events.',
    at: 'When it was changed.',
    actor: 'Who changed it.',
    source_ip: 'The address that the change came from.',
    changes: 'What was changed.',
    prev_hash: 'The hash of the event before it.',
    hash: 'The SHA-256 hash of this event without this field, as canonical JSON (RFC 8785).',
  }),
  DirectoryActor: object(directory.directoryActor, 'Who changed the directory.', {
    kind: '`caller` for a call of the API, `approver` for somebody’s own absence.',
    id: 'The ARN of an IAM principal, the subject of a token, or an email address.',
  }),
  RecordedChange: object(directory.recordedChange, 'One thing that was added, changed or removed.', {
    what: 'What it is.',
    name: 'What it is called. Absent for what there is only one of.',
    before: 'What it was. Absent if it was added.',
    after: 'What it is since. Absent if it was removed.',
  }),
  BoardLink: object(createBoardLink.data, 'A link to the board.', {
    url: 'The link. Anyone who has it can see the board.',
    created_at: 'When the link was created.',
    expires_at: 'When the link stops working.',
  }),
  Caller: object(getCaller.data, 'Who you are to Peerway.', {
    account_id: 'Your account.',
    arn: 'Your name on records: the ARN of an IAM principal, or the subject of a token.',
    principal_arn: 'The role of your session, if it is one; otherwise the same as `arn`.',
    is_network_team: 'Whether you belong to the network team.',
    email: 'Your mail address, if Peerway knows it: you can’t approve requests that you submit.',
  }),
  Error: object(errorEnvelope, 'Peerway’s response to a call that failed.', {
    success: 'Always false.',
    error: 'What went wrong.',
    request_id: 'The ID of this call, for the network team.',
  }),
  Problem: object(problem, 'What went wrong.', {
    code: 'The kind of error, for programs.',
    message: 'The error, for people.',
    details: 'The fields that are wrong, and what conflicts with the call.',
  }),
  ErrorDetail: object(errorDetail, 'What is wrong with a field.', {
    path: 'The field, such as `peer_vpc_id` or `approvers.0`; empty for the whole body.',
    message: 'What is wrong with it, for people.',
    peering_request_id: 'The request that conflicts with this one.',
    vpc_peering_connection_id: 'The connection that conflicts with this request.',
    cidr_block: 'A CIDR block of the requester VPC that overlaps.',
    peer_cidr_block: 'The CIDR block of the accepter VPC that it overlaps with.',
    rule: 'The rule of the directory that refuses the request.',
  }),
  GatewayError: object(gatewayError, 'API Gateway’s own response, without Peerway’s envelope.', {
    message: 'The error, in API Gateway’s words.',
  }),
};

/** What each path and query parameter means. */
export const PARAMETERS: Readonly<Record<string, string>> = {
  id: 'The request’s ID.',
  connection_id: 'The connection’s ID.',
  account_id: 'The account’s ID. In a list: only connections with a side in this account.',
  unmanaged: 'Whether to return only connections that belong to no request.',
  status: 'Only those with this status.',
  vpc_id: 'Only those with this VPC, on either side.',
  requester_owner_id: 'Only requests whose requester VPC this account owns.',
  peer_owner_id: 'Only requests whose accepter VPC this account owns.',
  expiring_within: 'Only pending requests whose deadline is within this duration.',
  sort: 'The newest first, which is the default, or the next deadline first.',
  include: 'What to return in addition: `preflight`, the results of each request’s checks.',
  limit: 'How many items a page has at most.',
  cursor: 'The `next_cursor` of the page before. The other parameters must be the same as then.',
};
