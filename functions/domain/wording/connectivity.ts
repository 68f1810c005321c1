import type { ConnectivityState, ConnectScope, ConnectStep } from '../request/connect.ts';

const STATE_WORDS = {
  connected: 'connected',
  partial: 'partly connected',
  'not-connected': 'not connected',
  unknown: 'connectivity unknown',
} as const satisfies Record<ConnectivityState, string>;

export const describeConnectivity = (state: ConnectivityState): string => STATE_WORDS[state];

const list = new Intl.ListFormat('en', { type: 'conjunction' });

/** `routes to 10.1.0.0/16 and 10.2.0.0/16, and DNS resolution` */
export const describeScope = ({ destination_cidr_blocks, dns_resolution }: ConnectScope): string => {
  const routes =
    destination_cidr_blocks.length > 0 ? `routes to ${list.format(destination_cidr_blocks)}` : '';
  if (!dns_resolution) return routes;
  if (!routes) return 'DNS resolution';
  return `${routes}${destination_cidr_blocks.length > 1 ? ',' : ''} and DNS resolution`;
};

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
