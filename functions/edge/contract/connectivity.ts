import * as z from 'zod/mini';
import { ANY_ERRORS, contract } from './contract.ts';
import { accountId, cidrBlock, count, requestId, time } from './fields.ts';

/** A VPC has up to 50 blocks. */
const MOST_BLOCKS = 50;

const blocks = (name: string) =>
  z
    .array(cidrBlock, `${name} must be a list of CIDR blocks, such as ["10.20.0.0/16"].`)
    .check(
      z.minLength(1, `${name} must have at least 1 block.`),
      z.maxLength(MOST_BLOCKS, `${name} must have at most ${MOST_BLOCKS} blocks.`),
    );

export const narrowedRoutes = z.strictObject({
  destination_cidr_blocks: blocks('Destination CIDR blocks'),
  peer_destination_cidr_blocks: blocks('Peer destination CIDR blocks'),
});

export const connect = z.strictObject(
  {
    routes: z.optional(
      z.union(
        [z.boolean(), narrowedRoutes],
        'Routes must be true or false, or an object with destination_cidr_blocks and peer_destination_cidr_blocks.',
      ),
    ),
    dns_resolution: z.optional(z.boolean('DNS resolution must be true or false.')),
  },
  'Connect must be an object, such as {"routes": true}.',
);

export const connectScope = z.strictObject({
  destination_cidr_blocks: z.array(z.string()),
  dns_resolution: z.boolean(),
});

export const connectMode = z.enum(['apply', 'advise', 'refuse'], 'Connect must be apply, advise or refuse.');

export const connectivityState = z.enum(['connected', 'partial', 'not-connected', 'unknown']);

export const routeTarget = z.strictObject({ destination: z.string(), leads_to: z.string() });

/** A route or the DNS option of one side, with the fields of either. */
export const connectStep = z.strictObject({
  kind: z.enum(['route', 'dns-resolution']),
  finding: z.enum([
    'present',
    'missing',
    'conflict',
    'shadowed',
    'leftover',
    'full',
    'not-managed',
    'turned-off',
  ]),
  route_table_id: z.optional(z.string()),
  route_table_name: z.optional(z.string()),
  destination_cidr_block: z.optional(z.string()),
  leads_to: z.optional(z.string()),
  shadowed_by: z.optional(z.array(routeTarget)),
  message: z.string(),
  remedy: z.optional(z.string()),
});

export const sideSummary = z.strictObject({
  account_id: accountId,
  state: connectivityState,
  problems: z.nullable(z.array(connectStep)),
  more_problems: z.nullable(count),
});

export const connectivitySummary = z.strictObject({
  state: connectivityState,
  since: time,
  requester: sideSummary,
  accepter: sideSummary,
});

export const liveStep = z.extend(connectStep, { commands: z.array(z.string()) });

export const advice = z.strictObject({
  aws_cli: z.string(),
  terraform: z.string(),
  cloudformation: z.nullable(z.string()),
});

/** A rule that references a group of the other VPC. EC2 has no ports for some protocols. */
export const staleRule = z.strictObject({
  group_id: z.string(),
  direction: z.enum(['ingress', 'egress']),
  ip_protocol: z.string(),
  from_port: z.optional(z.int()),
  to_port: z.optional(z.int()),
  referenced_group_id: z.string(),
  referenced_account_id: z.optional(z.string()),
  vpc_peering_connection_id: z.string(),
  message: z.string(),
  remedy: z.string(),
  commands: z.array(z.string()),
});

export const peerGroups = z.strictObject({
  references_peer: z.boolean(),
  referenced_by_peer: z.boolean(),
  stale_rules: z.array(staleRule),
});

export const confirmation = z.strictObject({ message: z.string(), command: z.string() });

export const liveSide = z.strictObject({
  account_id: accountId,
  mode: connectMode,
  state: connectivityState,
  steps: z.nullable(z.array(liveStep)),
  advice: z.nullable(advice),
  confirm: z.nullable(confirmation),
  security_groups: z.nullable(peerGroups),
});

export const liveConnectivity = z.strictObject({
  id: requestId,
  created_at: time,
  state: connectivityState,
  requester: liveSide,
  accepter: liveSide,
});

const byId = z.strictObject({ id: requestId });
const nothing = z.strictObject({});

export const getConnectivity = contract({
  operationId: 'getConnectivity',
  method: 'GET',
  path: '/peering-requests/{id}/connectivity',
  summary: 'Look how far the two VPCs are connected, and what is left to do',
  description:
    'Looks in EC2 now, and changes nothing. Each side has a step for each route and for DNS resolution, and the commands for those that Peerway leaves to the account’s people. You see the steps of your account’s side, and of the other side only its `state`; the network team sees both. A request that asks for nothing is looked at as if it asked for routes to all CIDR blocks. Security groups are only reported. After a deletion, the rules that are left without effect are listed.',
  params: byId,
  query: nothing,
  status: 200,
  data: liveConnectivity,
  errors: [...ANY_ERRORS, 'NOT_FOUND', 'LIMIT_EXCEEDED'],
});

export const connectRequest = contract({
  operationId: 'connectPeeringRequest',
  method: 'POST',
  path: '/peering-requests/{id}/connect',
  summary: 'Let Peerway connect your side of an active connection',
  description:
    'Records that you agree to the routes and the DNS resolution that the request asks for, in your account, and starts the workflow, which adds what is missing there. It never changes a route that Peerway didn’t create. A request that asks for nothing gets routes to all CIDR blocks of the other VPC. The network team connects both sides, unless it names one. The response is what Peerway found before. With `dry_run`, nothing is recorded.',
  params: byId,
  query: nothing,
  body: z.strictObject({
    dry_run: z.optional(z.boolean('Dry run must be true or false.')),
    side: z.optional(z.enum(['requester', 'accepter'], 'Side must be requester or accepter.')),
  }),
  status: 200,
  data: liveConnectivity,
  errors: [...ANY_ERRORS, 'NOT_FOUND', 'ALREADY_DECIDED', 'WINDOW_CLOSED', 'LIMIT_EXCEEDED'],
});
