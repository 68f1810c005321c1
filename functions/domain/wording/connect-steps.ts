import type { ConnectStep, DnsStep, PeerRule, RouteStep, RouteTarget, SideRole } from '../request/connect.ts';
import { cleanLine, shorten, VISIBLE } from './user-text.ts';

/** What a step found, as people read it, and what they can do about it. */
export type StepText = { message: string; remedy?: string };

export const describeStep = (step: ConnectStep): StepText =>
  step.kind === 'route' ? describeRoute(step) : describeDns(step);

const describeRoute = (step: RouteStep): StepText => {
  const { destination_cidr_block: block, leads_to = 'an unknown target', shadowed_by = [] } = step;
  const table = nameTable(step);
  switch (step.finding) {
    case 'present':
      return { message: `${table} has a route to ${block} over this connection.` };
    case 'missing':
      return {
        message: `${table} has no route to ${block}.${describeShadows(shadowed_by, 'would take')}`,
        remedy: `It needs a route to ${block} with this connection as its target.`,
      };
    case 'conflict':
      return {
        message: `${table} has a route to ${block} that leads to ${leads_to}.`,
        remedy: `If traffic to ${block} should use this connection, replace the route’s target. Peerway never changes routes that it didn’t create.`,
      };
    case 'shadowed':
      return {
        message: `${table} has a route to ${block} over this connection.${describeShadows(shadowed_by, 'take')}`,
        remedy: 'Delete the more specific routes if all of the traffic should use this connection.',
      };
    case 'leftover':
      return {
        message: `${table} has a route to ${block} that leads to ${leads_to}, a connection that isn’t active.`,
        remedy: `Check that nobody needs ${leads_to}, delete the route, and then connect again.`,
      };
    case 'full':
      return {
        message: `${table} has as many routes as EC2’s quota allows, so there is no room for a route to ${block}.`,
        remedy:
          'Delete routes that you don’t need, or raise the quota of routes per route table and ask the network team to configure it.',
      };
    case 'not-managed':
      return {
        message: `${table} has no route to ${block}, and isn’t tagged as managed, so Peerway may not change it.${describeShadows(shadowed_by, 'would take')}`,
        remedy: 'Add the route yourself, or tag the route table as managed and then connect again.',
      };
    default:
      return step.finding satisfies never;
  }
};

const LONGEST_NAME = 60;

/** `Route table rtb-… (private)`. Its owner wrote the name. */
export const nameTable = ({
  route_table_id,
  route_table_name: name,
}: Pick<RouteStep, 'route_table_id' | 'route_table_name'>): string =>
  name && VISIBLE.test(name)
    ? `Route table ${route_table_id} (${shorten(cleanLine(name), LONGEST_NAME)})`
    : `Route table ${route_table_id}`;

/** The most that a sentence can carry. */
const MOST_SHADOWS = 3;

const describeShadows = (shadows: readonly RouteTarget[], take: 'take' | 'would take'): string => {
  if (shadows.length === 0) return '';
  const named = shadows
    .slice(0, MOST_SHADOWS)
    .map(({ destination, leads_to }) => `${destination} leads to ${leads_to}`);
  const more = shadows.length - named.length;
  const all = more > 0 ? [...named, `and ${more} more`] : named;
  return ` More specific routes ${take} part of its traffic: ${all.join(', ')}.`;
};

const OTHER_VPC = { requester: 'accepter', accepter: 'requester' } as const satisfies Record<
  SideRole,
  SideRole
>;

const describeDns = ({ side, finding }: DnsStep): StepText => {
  const names = `DNS hostnames of the ${side} VPC`;
  const other = `the ${OTHER_VPC[side]} VPC`;
  switch (finding) {
    case 'present':
      return { message: `${names} resolve to private IP addresses in ${other}.` };
    case 'missing':
      return {
        message: `${names} don’t resolve to private IP addresses in ${other}, because the connection’s DNS resolution is off for the ${side}.`,
        remedy: `AllowDnsResolutionFromRemoteVpc must be on for the ${side} of the connection.`,
      };
    case 'turned-off':
      return {
        message: `${names} can’t resolve to private IP addresses in ${other}, because DNS support or DNS hostnames are off in the ${side} VPC.`,
        remedy: `Turn on DNS support and DNS hostnames in the ${side} VPC, and then connect again.`,
      };
    default:
      return finding satisfies never;
  }
};

export const STALE_RULES =
  'Your security groups have rules that reference security groups of the other VPC. Without the connection, they have no effect. If you don’t need them, revoke them: if the VPCs are peered again, they can take effect again. Peerway doesn’t change security groups.';

/** What a rule without effect is, and what its owner can do about it. */
export const describeStaleRule = (rule: PeerRule): Required<StepText> => ({
  message: `Security group ${rule.group_id} has a stale ${rule.direction === 'ingress' ? 'inbound' : 'outbound'} rule for ${describeTraffic(rule)}: it references ${rule.referenced_group_id} over ${rule.vpc_peering_connection_id}.`,
  remedy: 'Revoke the rule if you don’t need it. It can take effect again if the VPCs are peered again.',
});

/** `tcp 5432`. EC2's `-1` stands for all protocols. */
const describeTraffic = ({ ip_protocol, from_port, to_port = from_port }: PeerRule): string => {
  if (ip_protocol === '-1') return 'all traffic';
  if (from_port === undefined || from_port === -1) return ip_protocol;
  return `${ip_protocol} ${from_port === to_port ? from_port : `${from_port}–${to_port}`}`;
};
