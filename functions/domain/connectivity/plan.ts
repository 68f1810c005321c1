import { canonicalBlock, isIpv6, isWithin, prefixLength } from '../request/cidr.ts';
import type {
  ConnectScope,
  ConnectStep,
  DnsStep,
  RouteStep,
  RouteTarget,
  SideRole,
} from '../request/connect.ts';
import type { ConnectionId } from '../request/peering-request.ts';
import type { Route, RouteTable } from './ports.ts';

/** What a look at one side found. */
export type SideFacts = {
  side: SideRole;
  /** Absent before the connection is created: then no route can lead to it. */
  connection?: ConnectionId;
  tables: readonly RouteTable[];
  /** Whether the side's option is on, and whether its VPC has DNS support and host names. */
  dns: { is_on: boolean; is_possible: boolean };
};

/**
 * What would have to change on one side, step by step. The tables that count are the managed ones, or those that
 * subnets use if none is managed: see `findCountedTables`. Destinations are in the order given.
 *
 * @param routesPerTable EC2's quota of routes that aren't propagated, IPv4 and IPv6 apart
 */
export const planSide = (facts: SideFacts, scope: ConnectScope, routesPerTable: number): ConnectStep[] => [
  ...facts.tables.flatMap((table) =>
    scope.destination_cidr_blocks.map((block) =>
      planRoute(facts, table, canonicalBlock(block), routesPerTable),
    ),
  ),
  ...(scope.dns_resolution ? [planDns(facts)] : []),
];

/**
 * The tables by which a side is connected. An owner who has tagged some has said which ones matter; without a tag, all
 * do that a subnet uses, and without a subnet, all do.
 */
export const findCountedTables = (tables: readonly RouteTable[]): readonly RouteTable[] => {
  const managed = tables.filter(({ is_managed }) => is_managed);
  if (managed.length > 0) return managed;
  return areUnused(tables) ? tables : tables.filter(({ subnets }) => subnets > 0);
};

/** Whether no subnet uses any of the tables, and their owner has tagged none. */
export const areUnused = (tables: readonly RouteTable[]): boolean =>
  tables.every(({ is_managed, subnets }) => !is_managed && subnets === 0);

const planDns = ({ side, dns }: SideFacts): DnsStep => ({
  kind: 'dns-resolution',
  side,
  finding: dns.is_possible ? (dns.is_on ? 'present' : 'missing') : 'turned-off',
});

const planRoute = (
  { side, connection }: SideFacts,
  table: RouteTable,
  destination_cidr_block: string,
  routesPerTable: number,
): RouteStep => {
  const step = {
    kind: 'route',
    side,
    route_table_id: table.route_table_id,
    ...(table.name && { route_table_name: table.name }),
    destination_cidr_block,
  } as const;
  const shadowed_by = findShadows(table.routes, destination_cidr_block, connection);
  const shadows = shadowed_by.length > 0 && { shadowed_by };
  // A propagated route and a prefix list leave room for a static route to the same destination.
  const taken = table.routes.find(
    (route) =>
      !route.is_propagated && !route.prefix_list_id && route.destinations[0] === destination_cidr_block,
  );
  if (taken?.leads_to === connection && taken) {
    return { ...step, finding: shadows ? 'shadowed' : 'present', ...shadows };
  }
  if (taken) {
    return { ...step, finding: isLeftover(taken) ? 'leftover' : 'conflict', leads_to: taken.leads_to };
  }
  if (!table.is_managed) return { ...step, finding: 'not-managed', ...shadows };
  const isFull = countRoutes(table.routes, isIpv6(destination_cidr_block)) >= routesPerTable;
  return { ...step, finding: isFull ? 'full' : 'missing', ...shadows };
};

/** A connection that isn't active yet shows the same, so a person has to look before they delete the route. */
const isLeftover = ({ leads_to, is_blackhole }: Route): boolean =>
  is_blackhole && leads_to.startsWith('pcx-');

/** Routes to a part of the destination: the longest prefix wins, whatever its kind. */
const findShadows = (
  routes: readonly Route[],
  destination: string,
  connection: ConnectionId | undefined,
): RouteTarget[] =>
  routes
    .filter(({ leads_to }) => leads_to !== connection)
    .flatMap(({ destinations, leads_to, prefix_list_id, is_propagated }) =>
      destinations
        .filter((each) => prefixLength(each) > prefixLength(destination) && isWithin(each, destination))
        .map((each) => ({
          destination: each,
          leads_to,
          ...(prefix_list_id && { prefix_list_id }),
          ...(is_propagated && { is_propagated }),
        })),
    );

const countRoutes = (routes: readonly Route[], ipv6: boolean): number =>
  routes.filter(
    ({ is_propagated, destinations: [first] }) => !is_propagated && first && isIpv6(first) === ipv6,
  ).length;
