import type { ConnectStep, DnsStep, RouteStep, RouteTarget } from '../request/connect.ts';
import { cleanLine, shorten, VISIBLE } from './user-text.ts';

export type StepText = {
  /** What a look found, as a sentence. */
  finding: string;
  /** What its owner can do. Nothing where all is well. */
  remedy?: string;
};

/** What a step of a plan says to the people of its side. */
export const describeStep = (step: ConnectStep): StepText =>
  step.kind === 'route' ? describeRoute(step) : describeDns(step);

const LONGEST_NAME = 60;

/** `rtb-… (private)` */
export const describeTable = ({
  route_table_id,
  route_table_name: name,
}: Pick<RouteStep, 'route_table_id' | 'route_table_name'>): string =>
  name && VISIBLE.test(name)
    ? `${route_table_id} (${shorten(cleanLine(name), LONGEST_NAME)})`
    : route_table_id;

const describeRoute = (step: RouteStep): StepText => {
  const { destination_cidr_block: destination, leads_to, shadowed_by = [] } = step;
  const table = describeTable(step);
  switch (step.finding) {
    case 'present':
      return { finding: `${table} routes ${destination} to the connection.` };
    case 'missing':
      return {
        finding: `${table} has no route to ${destination}.${describeShadows(shadowed_by)}`,
        remedy: `Add a route to ${destination}.`,
      };
    case 'not-managed':
      return {
        finding: `${table} has no route to ${destination}, and Peerway doesn’t manage this route table.${describeShadows(shadowed_by)}`,
        remedy: 'Add the route yourself, or tag the route table so that Peerway manages it.',
      };
    case 'conflict':
      return {
        finding: `${table} routes ${destination} to ${leads_to}.`,
        remedy: `Peerway never replaces a route. If nothing needs the route to ${leads_to} any more, replace its target with the connection.`,
      };
    case 'leftover':
      return {
        finding: `${table} routes ${destination} to ${leads_to}, which isn’t active.`,
        remedy: `If ${leads_to} was deleted, delete the route. Then add it again, to this connection.`,
      };
    case 'shadowed':
      return {
        finding: `${table} routes ${destination} to the connection, but part of it elsewhere.${describeShadows(shadowed_by)}`,
        remedy:
          'If that traffic should use the connection, delete the more specific routes. Otherwise, keep them.',
      };
    case 'full':
      return {
        finding: `${table} has no room for a route to ${destination}: it has as many routes as its quota allows.`,
        remedy:
          'Delete routes that nothing needs, or request a higher quota for routes per route table in Service Quotas.',
      };
    default:
      return step.finding satisfies never;
  }
};

const describeShadows = (shadows: readonly RouteTarget[]): string =>
  shadows.length > 0
    ? ` More specific routes lead elsewhere: ${shadows.map(({ destination, leads_to }) => `${destination} to ${leads_to}`).join(', ')}.`
    : '';

const describeDns = ({ finding }: DnsStep): StepText => {
  switch (finding) {
    case 'present':
      return { finding: 'DNS resolution is on.' };
    case 'missing':
      return {
        finding: 'DNS resolution is off.',
        remedy: 'Turn on the connection’s option to allow DNS resolution from the other VPC.',
      };
    case 'turned-off':
      return {
        finding: 'DNS resolution has no effect, because DNS support or DNS hostnames are off in the VPC.',
        remedy: 'Turn on both attributes of the VPC.',
      };
    default:
      return finding satisfies never;
  }
};
