import type * as z from 'zod/mini';
import type * as accounts from './accounts.ts';
import type * as auditTrail from './audit-trail.ts';
import type * as boardLinks from './board-links.ts';
import type * as callers from './callers.ts';
import type * as connections from './connections.ts';
import type * as connectivity from './connectivity.ts';
import type { Contract } from './contract.ts';
import type * as directory from './directory.ts';
import type * as request from './peering-request.ts';
import type * as requests from './peering-requests.ts';

type Operations = typeof accounts &
  typeof auditTrail &
  typeof boardLinks &
  typeof callers &
  typeof connections &
  typeof connectivity &
  typeof directory &
  typeof requests;

type Example<C> = C extends Contract
  ? { data: z.infer<C['data']> } & (C extends { body: infer Body extends z.ZodMiniType }
      ? { body: z.infer<Body> }
      : unknown)
  : never;

/** An example of each operation, by its contract's name. */
type Examples = {
  [Name in keyof Operations as Operations[Name] extends Contract ? Name : never]: Example<Operations[Name]>;
};

const SIDES = {
  vpc_id: 'vpc-0a1b2c3d4e5f67890',
  vpc_owner_id: '111111111111',
  vpc_region: 'eu-central-1',
  peer_vpc_id: 'vpc-0fedcba9876543210',
  peer_owner_id: '222222222222',
  peer_region: 'eu-west-1',
} as const;

const PAIR = {
  vpc_id: SIDES.vpc_id,
  peer_vpc_id: SIDES.peer_vpc_id,
  peer_owner_id: SIDES.peer_owner_id,
  peer_region: SIDES.peer_region,
};

const ID = 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8';
const PRIYA = 'arn:aws:sts::111111111111:assumed-role/Developer/priya@payments.example';
const SUBMITTED = {
  justification: 'Settlement files go to the data lake.',
  contact_email: 'priya@payments.example',
};

const CHECKS = [
  {
    check: 'cidr-overlap',
    result: 'pass',
    message: 'The VPCs’ CIDR blocks don’t overlap.',
  },
  {
    check: 'dns',
    result: 'warn',
    message:
      'DNS support or DNS hostnames are off in at least one VPC, so DNS names in one VPC can’t resolve to private IP addresses in the other.',
    remedy:
      'To resolve DNS names over the connection, turn on both settings in both VPCs, and then AllowDnsResolutionFromRemoteVpc on each side of the connection.',
  },
] satisfies z.infer<typeof request.check>[];

const PENDING = {
  id: ID,
  status: 'pending-acceptance',
  created_at: '2026-03-02T09:00:00.000Z',
  updated_at: '2026-03-02T09:00:12.000Z',
  ...SIDES,
  ...SUBMITTED,
  submitted_by: PRIYA,
  submitter_address: null,
  origin: null,
  earlier_rejection: null,
  resubmitted_from: null,
  vpc_peering_connection_id: 'pcx-0123456789abcdef0',
  window: {
    opened_at: '2026-03-02T09:00:10.000Z',
    expires_at: '2026-03-09T09:00:05.000Z',
    remaining_seconds: 518_400,
  },
  preflight: CHECKS,
  rule: null,
  required_approvals: 1,
  approvals: [],
  decision: null,
  teardown: null,
  removal: null,
  failure: null,
  connect: { routes: true, dns_resolution: true },
  connectivity: null,
  active_for: 'P30D',
  ends_at: null,
  extension: null,
} satisfies z.infer<typeof request.peeringRequest>;

const CREATED = {
  ...PENDING,
  status: 'submitted',
  updated_at: PENDING.created_at,
  vpc_peering_connection_id: null,
  window: null,
} satisfies z.infer<typeof request.peeringRequest>;

const { preflight: _, ...SUMMARY } = PENDING;

const ACCOUNT = {
  account_id: '222222222222',
  name: 'analytics',
  approvers: ['anna@analytics.example', 'arun@analytics.example'],
  onboarded: true,
  auto_accept_from: [],
  required_approvals: 1,
  reminders: ['P3D', 'P1D', 'PT4H'],
  escalation_email: 'lead@analytics.example',
  time_zone: 'Europe/Paris',
  connect: 'apply',
  decide_by: ['link', 'signed'],
  pick_up: true,
  pick_up_unknown: false,
  repeat_rejection: 'P30D',
  longest_active_for: 'P365D',
  review_every: 'P90D',
  review_unanswered: 'keep',
  announce_to: 'arn:aws:sns:eu-west-1:222222222222:peerway-announcements',
  rules: [
    {
      name: 'payments-in-one-region',
      when: { requester_accounts: ['111111111111'], same_region: true },
      then: 'ask',
      required_approvals: 2,
      because: 'Payment data leaves its account only with the consent of two people.',
    },
  ],
  created_at: '2026-01-12T08:30:00.000Z',
  updated_at: '2026-02-20T14:05:00.000Z',
  updated_by: 'arn:aws:sts::999999999999:assumed-role/NetworkTeam/noor@example.com',
} satisfies z.infer<typeof accounts.account>;

const DIRECTORY = {
  defaults: { reminders: ['P3D', 'P1D'], escalation_email: 'group:network-eu' },
  groups: { 'network-eu': ['noor@example.com', 'ole@example.com'] },
  account_groups: { development: ['333333333333', '444444444444'] },
  accounts: {
    '222222222222': {
      name: 'analytics',
      approvers: ['anna@analytics.example', 'group:network-eu'],
      onboarded: true,
    },
  },
  rules: [
    {
      name: 'development-in-one-region',
      when: {
        requester_accounts: ['group:development'],
        peer_accounts: ['group:development'],
        same_region: true,
      },
      then: 'accept',
      because: 'Development accounts may peer among themselves.',
    },
  ],
  network_team: ['group:network-eu'],
} satisfies z.infer<typeof directory.directory>;

const HISTORY = {
  head: '1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e4f',
  events: [
    {
      sequence: 57,
      version: 42,
      at: '2026-02-20T14:05:00.000Z',
      actor: { kind: 'caller', id: ACCOUNT.updated_by },
      source_ip: '203.0.113.10',
      changes: [
        {
          what: 'account',
          name: ACCOUNT.account_id,
          after: { name: ACCOUNT.name, approvers: ACCOUNT.approvers, onboarded: true },
        },
      ],
      prev_hash: '9a8b7c6d9a8b7c6d9a8b7c6d9a8b7c6d9a8b7c6d9a8b7c6d9a8b7c6d9a8b7c6d',
      hash: '1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e4f1c2d3e4f',
    },
  ],
  next_cursor: null,
} satisfies z.infer<typeof directory.listDirectoryEvents.data>;

const CREATE_ROUTE =
  'aws ec2 create-route --region eu-central-1 --route-table-id rtb-0123456789abcdef0 --destination-cidr-block 10.20.0.0/16 --vpc-peering-connection-id pcx-0123456789abcdef0';

const CONNECTIVITY = {
  id: ID,
  created_at: PENDING.created_at,
  state: 'partial',
  requester: {
    account_id: SIDES.vpc_owner_id,
    mode: 'advise',
    state: 'not-connected',
    steps: [
      {
        kind: 'route',
        finding: 'missing',
        route_table_id: 'rtb-0123456789abcdef0',
        destination_cidr_block: '10.20.0.0/16',
        message: 'Route table rtb-0123456789abcdef0 has no route to 10.20.0.0/16.',
        remedy: 'It needs a route to 10.20.0.0/16 with this connection as its target.',
        commands: [CREATE_ROUTE],
      },
    ],
    advice: {
      aws_cli: `# In account ${SIDES.vpc_owner_id}, ${SIDES.vpc_region}.\n${CREATE_ROUTE}`,
      terraform:
        'resource "aws_route" "rtb_0123456789abcdef0_to_10_20_0_0_16" {\n  route_table_id = "rtb-0123456789abcdef0"\n  destination_cidr_block = "10.20.0.0/16"\n  vpc_peering_connection_id = "pcx-0123456789abcdef0"\n}',
      cloudformation: null,
    },
    confirm: null,
    security_groups: {
      references_peer: false,
      referenced_by_peer: true,
      stale_rules: [
        {
          group_id: 'sg-0123456789abcdef0',
          direction: 'ingress',
          ip_protocol: 'tcp',
          from_port: 5432,
          to_port: 5432,
          referenced_group_id: 'sg-0fedcba9876543210',
          referenced_account_id: '222222222222',
          vpc_peering_connection_id: 'pcx-0fedcba9876543210',
          message:
            'Security group sg-0123456789abcdef0 has a stale inbound rule for tcp 5432: it references sg-0fedcba9876543210 over pcx-0fedcba9876543210.',
          remedy:
            'Revoke the rule if you don’t need it. It can take effect again if the VPCs are peered again.',
          commands: [
            `aws ec2 revoke-security-group-ingress --region eu-central-1 --group-id sg-0123456789abcdef0 --ip-permissions '[{"IpProtocol":"tcp","FromPort":5432,"ToPort":5432,"UserIdGroupPairs":[{"GroupId":"sg-0fedcba9876543210","UserId":"222222222222"}]}]'`,
          ],
        },
      ],
    },
  },
  accepter: {
    account_id: SIDES.peer_owner_id,
    mode: 'apply',
    state: 'connected',
    steps: null,
    advice: null,
    confirm: null,
    security_groups: null,
  },
} satisfies z.infer<typeof connectivity.liveConnectivity>;

export const EXAMPLES: Examples = {
  getConnectivity: { data: CONNECTIVITY },
  connectRequest: { body: { dry_run: true }, data: CONNECTIVITY },
  submit: { body: { ...PAIR, ...SUBMITTED, connect: PENDING.connect, active_for: 'P30D' }, data: CREATED },
  preflight: { body: PAIR, data: { dry_run: true, would_submit: true, ...SIDES, checks: CHECKS } },
  list: { data: { items: [SUMMARY], next_cursor: null } },
  get: { data: PENDING },
  events: {
    data: {
      id: ID,
      created_at: PENDING.created_at,
      head: '4f0c5b0b6c1f6a2fd2f6b1f7c1d9e3a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2',
      events: [
        {
          request_id: ID,
          sequence: 1,
          type: 'request-submitted',
          at: PENDING.created_at,
          actor: { kind: 'caller', id: PRIYA },
          source_ip: '203.0.113.7',
          reason: SUBMITTED.justification,
          from_status: null,
          to_status: 'submitted',
          prev_hash: '0'.repeat(64),
          hash: '4f0c5b0b6c1f6a2fd2f6b1f7c1d9e3a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2',
        },
      ],
      chain: { valid: true, events: 1 },
      refused_again: 0,
      next_cursor: null,
    },
  },
  cancel: {
    body: { comment: 'We no longer need it.', expected_status: 'pending-acceptance' },
    data: {
      ...PENDING,
      updated_at: '2026-03-03T09:00:00.000Z',
      decision: {
        kind: 'cancel',
        by: { kind: 'caller', id: PRIYA },
        at: '2026-03-03T09:00:00.000Z',
        comment: 'We no longer need it.',
      },
    },
  },
  decide: {
    body: { decision: 'accept', comment: 'Agreed with the data team.' },
    data: {
      ...PENDING,
      updated_at: '2026-03-03T09:00:00.000Z',
      decision: {
        kind: 'accept',
        by: { kind: 'approver', id: 'anna@analytics.example' },
        at: '2026-03-03T09:00:00.000Z',
        comment: 'Agreed with the data team.',
        signed: true,
      },
    },
  },
  extend: {
    body: { extends_by: 'P7D', reason: 'The migration takes a week longer.' },
    data: {
      ...PENDING,
      status: 'active',
      updated_at: '2026-04-01T09:00:00.000Z',
      ends_at: '2026-04-02T09:00:00.000Z',
      extension: {
        by: { kind: 'caller', id: PRIYA },
        at: '2026-04-01T09:00:00.000Z',
        extends_by: 'P7D',
        reason: 'The migration takes a week longer.',
        ends_at: '2026-04-02T09:00:00.000Z',
        approvals: [],
        decision: null,
      },
    },
  },
  resubmit: {
    body: { justification: 'The approvers asked for a ticket: NET-1234.' },
    data: {
      ...CREATED,
      id: 'pr-01KK9WZ3T4B5C6D7E8F9G0H1J2',
      created_at: '2026-03-09T10:00:00.000Z',
      updated_at: '2026-03-09T10:00:00.000Z',
      justification: 'The approvers asked for a ticket: NET-1234.',
      resubmitted_from: ID,
    },
  },
  createLink: {
    data: {
      url: 'https://peerway.example.com/status/Vb3sQe8mKd0yT5wXcZ1uRf7hJp2nLg9aOiE4rYxBt6M',
      created_at: '2026-03-02T09:00:00.000Z',
      expires_at: '2026-03-02T17:00:00.000Z',
    },
  },
  listConnections: {
    data: {
      items: [
        {
          id: 'pcx-0a1b2c3d4e5f67890',
          status: 'active',
          ...SIDES,
          cidr_blocks: { requester: ['10.10.0.0/16'], accepter: ['10.20.0.0/16'] },
          expires_at: null,
          first_seen_at: '2026-03-02T09:00:00.000Z',
          last_seen_at: '2026-03-09T09:00:00.000Z',
          peering_request_id: null,
        },
      ],
      next_cursor: null,
    },
  },
  adoptConnection: {
    body: { justification: 'Payroll reads the time sheets.' },
    data: {
      dry_run: false,
      id: 'pcx-0a1b2c3d4e5f67890',
      status: 'active',
      ...SIDES,
      cidr_blocks: { requester: ['10.10.0.0/16'], accepter: ['10.20.0.0/16'] },
      peering_request_id: ID,
    },
  },
  listAccounts: { data: { items: [ACCOUNT] } },
  getAccount: { data: ACCOUNT },
  putAccount: {
    body: {
      name: ACCOUNT.name,
      approvers: ACCOUNT.approvers,
      onboarded: true,
      escalation_email: ACCOUNT.escalation_email,
      time_zone: ACCOUNT.time_zone,
      connect: ACCOUNT.connect,
      decide_by: ACCOUNT.decide_by,
      pick_up: ACCOUNT.pick_up,
      repeat_rejection: ACCOUNT.repeat_rejection,
      review_every: ACCOUNT.review_every,
    },
    data: ACCOUNT,
  },
  deleteAccount: { data: ACCOUNT },
  getDirectory: { data: { version: 42, directory: DIRECTORY } },
  putDirectory: {
    body: { directory: DIRECTORY, version: 41, prune: false, dry_run: false },
    data: {
      version: 42,
      dry_run: false,
      changes: [
        {
          what: 'group',
          name: 'network-eu',
          change: 'changed',
          fields: [
            {
              field: 'members',
              before: ['noor@example.com'],
              after: ['noor@example.com', 'ole@example.com'],
            },
          ],
        },
      ],
    },
  },
  listDirectoryEvents: { data: HISTORY },
  listAccountEvents: { data: HISTORY },
  createBoardLink: {
    data: {
      url: 'https://peerway.example.com/board/JnTqbW1nXfY0w9mN3vVt0yYc2a6rUuE5oQdK8sZxR1g',
      created_at: '2026-03-02T09:00:00.000Z',
      expires_at: '2026-03-02T17:00:00.000Z',
    },
  },
  getCaller: {
    data: {
      account_id: SIDES.vpc_owner_id,
      arn: PRIYA,
      principal_arn: 'arn:aws:iam::111111111111:role/Developer',
      is_network_team: false,
      email: SUBMITTED.contact_email,
    },
  },
};
