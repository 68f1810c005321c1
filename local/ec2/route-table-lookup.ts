import { assumptions } from './assumptions.ts';
import type { Ec2Call } from './call.ts';
import { isAssociated } from './cidr-blocks.ts';
import { connectionById } from './connection-index.ts';
import { AwsError } from './errors.ts';
import { statusOf } from './peering-status.ts';
import { isConnection } from './route-targets.ts';
import type { Route, RouteTable, Vpc } from './state.ts';
import { ownVpcs } from './vpcs.ts';

const TABLE_ID = /^rtb-([0-9a-f]{8}|[0-9a-f]{17})$/;

/** @throws InvalidRouteTableId.Malformed */
export function tableIdOf(text: string): string {
  if (!TABLE_ID.test(text)) throw new AwsError('tableMalformed', { id: text });
  return text;
}

/** A table among those of some VPCs. */
export type PlacedTable = { table: RouteTable; vpc: Vpc };

/** @throws InvalidRouteTableID.NotFound */
export function tableIn({ state }: Ec2Call, vpcs: readonly Vpc[], id: string): PlacedTable {
  const table = state.routeTables.find(({ routeTableId }) => routeTableId === tableIdOf(id));
  const vpc = vpcs.find(({ vpcId }) => vpcId === table?.vpcId);
  if (table === undefined || vpc === undefined) throw new AwsError('tableNotFound', { id });
  return { table, vpc };
}

/** The table of the caller that the call names. */
export const ownTable = (call: Ec2Call): PlacedTable =>
  tableIn(call, ownVpcs(call), call.parameters.required('RouteTableId'));

/** The table's routes as EC2 itself knows them. */
export function currentRoutes({ table, vpc }: PlacedTable): Route[] {
  return withLocal(
    table.routes.filter(({ deletedAt }) => deletedAt === undefined),
    vpc,
  );
}

/** The table's routes as reads show them. */
export function shownRoutes({ table, vpc }: PlacedTable, call: Ec2Call): Route[] {
  return withLocal(
    table.routes.filter((route) => isShown(route, call)),
    vpc,
  );
}

export function isShown({ createdAt, deletedAt }: Route, { now, settings }: Ec2Call): boolean {
  const seen = now - settings.routeLagSeconds * 1000;
  return createdAt <= seen && (deletedAt === undefined || seen < deletedAt);
}

function withLocal(routes: Route[], vpc: Vpc): Route[] {
  const isReplaced = (block: string) =>
    routes.some(({ destination, origin }) => origin === 'CreateRouteTable' && destination === block);
  const local = ownBlocks(vpc)
    .filter((block) => !isReplaced(block))
    .map((destination) => ({
      destination,
      target: 'local',
      origin: 'CreateRouteTable' as const,
      createdAt: 0,
    }));
  return [...local, ...routes];
}

export const ownBlocks = (vpc: Vpc): string[] =>
  [...vpc.cidrBlocks, ...vpc.ipv6CidrBlocks].filter(isAssociated).map(({ cidrBlock }) => cidrBlock);

/** A route to a connection that is gone stays, and drops what it draws. */
export function stateOf(
  { target }: Route,
  call: Pick<Ec2Call, 'state' | 'settings' | 'now'>,
): 'active' | 'blackhole' {
  if (!isConnection(target)) return 'active';
  const connection = connectionById(call.state, target);
  const status = connection && statusOf(connection, call).code;
  return assumptions.activeRouteStatuses.some((each) => each === status) ? 'active' : 'blackhole';
}
