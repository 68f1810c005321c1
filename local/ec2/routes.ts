import { assumptions } from './assumptions.ts';
import { DONE, type Ec2Action, type Ec2Call, ownSide } from './call.ts';
import { isWithin } from './cidr-blocks.ts';
import { AwsError } from './errors.ts';
import { isLive, sameSide, visibleConnection } from './peering-lookup.ts';
import { isPrefixList, ownPrefixList } from './prefix-lists.ts';
import { givenDestination, newDestination } from './route-destinations.ts';
import { currentRoutes, isShown, ownBlocks, ownTable, type PlacedTable } from './route-table-lookup.ts';
import { isConnection, isForGateways, takesLocalTraffic, targetOf } from './route-targets.ts';
import type { Route } from './state.ts';
import { subnetBlocks } from './subnets.ts';

/** Networks in which AWS has services of its own. */
const RESERVED = ['169.254.168.0/22', 'fd00:ec2::/32'];

const isPropagated = ({ origin }: Route) => origin === 'EnableVgwRoutePropagation';

/** A propagated route doesn't occupy its destination. */
const routeTo = (placed: PlacedTable, destination: string): Route | undefined =>
  currentRoutes(placed).find((route) => route.destination === destination && !isPropagated(route));

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html */
const create: Ec2Action = (call) => {
  const { now, settings } = call;
  const placed = ownTable(call);
  const destination = newDestination(call.parameters);
  const target = targetOf(call.parameters);
  checkConnection(call, placed, target);
  const existing = routeTo(placed, destination);
  if (existing !== undefined) {
    if (existing.target === target && settings.sameRouteAccepted) return DONE;
    throw new AwsError('routeExists', { destination });
  }
  checkDestination(call, placed, destination, target);
  checkQuota(call, placed, destination);
  forgetOld(call, placed);
  placed.table.routes.push({ destination, target, origin: 'CreateRoute', createdAt: now });
  return DONE;
};

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReplaceRoute.html */
const replace: Ec2Action = (call) => {
  const { parameters, now } = call;
  const placed = ownTable(call);
  const { destination } = givenDestination(parameters);
  const target = parameters.flag('LocalTarget') ? 'local' : targetOf(parameters);
  checkConnection(call, placed, target);
  const existing = routeTo(placed, destination);
  if (existing === undefined) throw new AwsError('noRouteToReplace', { destination });
  const isOwn = existing.origin === 'CreateRouteTable';
  if (isOwn ? target !== 'local' && !takesLocalTraffic(target) : target === 'local') {
    throw new AwsError('interfacesOnly');
  }
  if (!isOwn) checkDestination(call, placed, destination, target);
  forgetOld(call, placed);
  existing.deletedAt = now;
  if (target !== 'local') {
    placed.table.routes.push({ destination, target, origin: existing.origin, createdAt: now });
  }
  return DONE;
};

/** Deletes whatever route is there, and, while reads still show it, deletes it again. */
const remove: Ec2Action = (call) => {
  const { parameters, now } = call;
  const placed = ownTable(call);
  const { destination, name } = givenDestination(parameters);
  const id = placed.table.routeTableId;
  const existing = routeTo(placed, destination);
  if (existing?.origin === 'CreateRouteTable') throw new AwsError('localRoute', { destination, id });
  if (existing !== undefined) existing.deletedAt = now;
  forgetOld(call, placed);
  const isGone = !placed.table.routes.some((route) => route.destination === destination && route.deletedAt);
  if (existing === undefined && isGone) {
    throw new AwsError('noRouteToDelete', { name: hyphenated(name), destination, id });
  }
  return DONE;
};

function checkConnection(call: Ec2Call, { table, vpc }: PlacedTable, target: string): void {
  if (!isConnection(target)) return;
  const connection = visibleConnection(call, target);
  const own = ownSide(call, vpc.vpcId);
  if (!sameSide(connection.requester, own) && !sameSide(connection.accepter, own)) {
    throw new AwsError('differentNetworks', { id: table.routeTableId, target });
  }
  if (!isLive(connection, call)) throw new AwsError('endedConnection', { id: target });
}

/** Traffic inside the VPC can be led elsewhere for whole subnets only, and only to a machine. */
function checkDestination(
  { state }: Ec2Call,
  { table, vpc }: PlacedTable,
  destination: string,
  target: string,
): void {
  const isGatewayTable = table.associations.some(({ gatewayId }) => gatewayId !== undefined);
  if (isGatewayTable && !isForGateways({ destination, target })) throw new AwsError('interfacesOnly');
  if (isPrefixList(destination)) return;
  if (RESERVED.some((network) => isWithin(destination, network))) {
    throw new AwsError('reservedDestination', { destination });
  }
  if (!ownBlocks(vpc).some((block) => isWithin(destination, block))) return;
  const isSubnet = state.subnets.some(
    (subnet) => subnet.vpcId === vpc.vpcId && subnetBlocks(subnet).includes(destination),
  );
  if (!isSubnet || !takesLocalTraffic(target)) throw new AwsError('interfacesOnly');
}

function checkQuota(call: Ec2Call, placed: PlacedTable, destination: string): void {
  const isIpv6 = (each: string) =>
    (isPrefixList(each) ? ownPrefixList(call, each).cidrBlocks.join() : each).includes(':');
  const size = (each: string) => (isPrefixList(each) ? ownPrefixList(call, each).maxEntries : 1);
  const total = currentRoutes(placed)
    .filter((route) => !isPropagated(route) && (assumptions.localRoutesCount || route.target !== 'local'))
    .map((route) => route.destination)
    .filter((each) => isIpv6(each) === isIpv6(destination))
    .reduce((sum, each) => sum + size(each), size(destination));
  if (total > call.settings.routeQuota) throw new AwsError('tooManyRoutes');
}

/** Forgets the deleted routes that no read shows any more. */
function forgetOld(call: Ec2Call, { table }: PlacedTable): void {
  table.routes = table.routes.filter((route) => route.deletedAt === undefined || isShown(route, call));
}

const hyphenated = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export const ROUTE_ACTIONS: Readonly<Record<string, Ec2Action>> = {
  CreateRoute: create,
  ReplaceRoute: replace,
  DeleteRoute: remove,
};
