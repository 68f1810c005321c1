import type { ConnectedVpc, Vpcs } from '../connection/ports.ts';
import type { ConnectScope, ConnectStep, SideConnectivity, SideRole } from '../request/connect.ts';
import type { ConnectionId, Side } from '../request/peering-request.ts';
import { summarizeSide } from './connectivity.ts';
import { planSide, type SideFacts } from './plan.ts';
import type { RouteTable, RouteTables } from './ports.ts';

export type LookDeps = {
  routeTables: RouteTables;
  vpcs: Pick<Vpcs, 'describe'>;
  /** EC2's quota of routes in a route table. */
  routesPerTable: number;
};

/** What a look at one side found: its plan, and what that means. */
export type SideLook = { steps: ConnectStep[]; summary: SideConnectivity; tables: readonly RouteTable[] };

/**
 * Plans one side by looking, and changes nothing.
 *
 * @param connected what EC2 shows of the side with its connection; absent before there is one
 * @throws as RouteTables does
 */
export const lookAtSide = async (
  role: SideRole,
  side: Side,
  scope: ConnectScope,
  connected: (ConnectedVpc & { id: ConnectionId }) | undefined,
  deps: LookDeps,
): Promise<SideLook> => {
  const [tables, vpc] = await Promise.all([
    deps.routeTables.describe(side, [side.vpc_id]),
    scope.dns_resolution ? deps.vpcs.describe(side) : undefined,
  ]);
  const facts: SideFacts = {
    side: role,
    tables,
    dns: {
      is_on: connected?.dns_resolution ?? false,
      is_possible: (vpc?.dns_support && vpc.dns_hostnames) ?? false,
    },
    ...(connected && { connection: connected.id }),
  };
  const steps = planSide(facts, scope, deps.routesPerTable);
  return { steps, summary: summarizeSide(steps, tables, scope), tables };
};
