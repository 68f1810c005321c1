import { listBlocks } from '../connectivity/scope.ts';
import type { Connect, ConnectivityState, ConnectStep } from '../request/connect.ts';

const STATE_WORDS = {
  connected: 'connected',
  partial: 'partly connected',
  'not-connected': 'not connected',
  unknown: 'connectivity unknown',
} as const satisfies Record<ConnectivityState, string>;

export const describeConnectivity = (state: ConnectivityState): string => STATE_WORDS[state];

/** As a sentence without its full stop. */
export const SUMMARIES = {
  connected: 'The VPCs are connected',
  partial: 'The VPCs are partly connected',
  'not-connected': 'The VPCs aren’t connected yet',
  unknown: 'Peerway can’t see whether the VPCs are connected',
} as const satisfies Record<ConnectivityState, string>;

/** To its owner, before the command that shows them. */
export const CONFIRM_ROUTES =
  'Peerway can’t look at the route tables of this account, so it doesn’t know whether routes lead to the connection. To confirm it, run:';

/** To the other side. */
export const ASK_OWNER = 'Peerway can’t look there. Ask its owner whether the routes are there.';

/** A side of which the reader sees the state alone: `analytics: connected.` */
export const describeOther = (name: string, state: ConnectivityState): string =>
  `${name}: ${describeConnectivity(state)}.${state === 'unknown' ? ` ${ASK_OWNER}` : ''}`;

/** `routes to all CIDR blocks of both VPCs and DNS resolution` */
export const describeAsked = ({ routes, dns_resolution }: Connect): string =>
  [
    ...(routes
      ? [routes === true ? 'routes between all CIDR blocks of the VPCs' : describeNarrowed(routes)]
      : []),
    ...(dns_resolution ? ['DNS resolution'] : []),
  ].join(' and ');

const describeNarrowed = ({
  destination_cidr_blocks: there,
  peer_destination_cidr_blocks: here,
}: Exclude<Connect['routes'], true | undefined>): string =>
  [
    ...(there.length > 0 ? [`routes to ${listBlocks(there)} in the accepter VPC`] : []),
    ...(here.length > 0 ? [`routes to ${listBlocks(here)} in the requester VPC`] : []),
  ].join(', ');

/** `3 routes in 2 route tables, DNS resolution on` */
export const countSteps = (steps: readonly ConnectStep[], more = 0): string => {
  const routes = steps.filter((step) => step.kind === 'route');
  const tables = new Set(routes.map(({ route_table_id }) => route_table_id)).size;
  return [
    ...(routes.length > 0
      ? [`${count(routes.length, 'route', more > 0)} in ${count(tables, 'route table', more > 0)}`]
      : []),
    ...(steps.some(({ kind }) => kind === 'dns-resolution') ? ['DNS resolution on'] : []),
  ].join(', ');
};

const count = (number: number, noun: string, isMore: boolean): string =>
  `${isMore ? 'more than ' : ''}${number} ${noun}${number === 1 ? '' : 's'}`;
