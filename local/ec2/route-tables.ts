import { DONE, type Ec2Action, type Ec2Call } from './call.ts';
import { AwsError } from './errors.ts';
import { type FilterTable, filtered, tagKeys } from './filters.ts';
import { idsWithoutPaging, page } from './pages.ts';
import { destinationXml } from './route-destinations.ts';
import { ownTable, type PlacedTable, shownRoutes, stateOf, tableIn } from './route-table-lookup.ts';
import { targetXml } from './route-targets.ts';
import { newId, type TableAssociation, tablesOf, tagKey } from './state.ts';
import { applyTags, specifiedTags, tagSet, tagsOf } from './tags.ts';
import { ownVpc, visibleVpcs } from './vpcs.ts';

const PER_VPC = 200;
const PER_PAGE = 100;

type TableView = ReturnType<typeof tableView>;

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RouteTable.html */
function tableView(placed: PlacedTable, call: Ec2Call) {
  const { table, vpc } = placed;
  const { routeTableId, vpcId, associations, propagatingVgws = [] } = table;
  const routes = shownRoutes(placed, call).map((route) => ({
    ...destinationXml(route.destination),
    ...targetXml(route.target),
    origin: route.origin,
    state: stateOf(route, call),
  }));
  return {
    routeTableId,
    vpcId,
    ownerId: vpc.ownerId,
    associationSet: { item: associations.map((each) => associationXml(routeTableId, each)) },
    propagatingVgwSet: { item: propagatingVgws.map((gatewayId) => ({ gatewayId })) },
    routeSet: { item: routes as (Record<string, string> & { state: string; origin: string })[] },
    tagSet: tagSet(tagsOf(call.state, call.caller.accountId, vpc.region, routeTableId)),
  };
}

function associationXml(routeTableId: string, { associationId, subnetId, gatewayId }: TableAssociation) {
  return {
    routeTableAssociationId: associationId,
    routeTableId,
    subnetId,
    gatewayId,
    main: subnetId === undefined && gatewayId === undefined,
    associationState: { state: 'associated' },
  };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRouteTable.html */
const create: Ec2Action = (call) => {
  const { parameters, state } = call;
  const tags = specifiedTags(parameters, 'route-table');
  const vpc = ownVpc(call, parameters.required('VpcId'));
  if (tablesOf(state, vpc).length >= PER_VPC) throw new AwsError('tooManyTables');
  const table = { routeTableId: newId('rtb'), vpcId: vpc.vpcId, routes: [], associations: [] };
  applyTags(call, table.routeTableId, tags);
  state.routeTables.push(table);
  return { routeTable: tableView({ table, vpc }, call) };
};

const remove: Ec2Action = (call) => {
  const { caller, state } = call;
  const { table } = ownTable(call);
  const id = table.routeTableId;
  if (table.associations.length > 0) throw new AwsError('tableInUse', { id });
  state.routeTables.splice(state.routeTables.indexOf(table), 1);
  delete state.tags[tagKey(caller.accountId, caller.region, id)];
  return DONE;
};

const inRoutes =
  (element: string) =>
  ({ routeSet }: TableView) =>
    routeSet.item.map((route) => route[element]);

const FILTERS: FilterTable<TableView> = {
  'tag-key': tagKeys,
  'vpc-id': ({ vpcId }) => [vpcId],
  'owner-id': ({ ownerId }) => [ownerId],
  'route-table-id': ({ routeTableId }) => [routeTableId],
  'association.main': ({ associationSet }) => associationSet.item.map(({ main }) => String(main)),
  'association.subnet-id': ({ associationSet }) => associationSet.item.map(({ subnetId }) => subnetId),
  'association.gateway-id': ({ associationSet }) => associationSet.item.map(({ gatewayId }) => gatewayId),
  'association.route-table-id': ({ associationSet }) =>
    associationSet.item.map(({ routeTableId }) => routeTableId),
  'association.route-table-association-id': ({ associationSet }) =>
    associationSet.item.map(({ routeTableAssociationId }) => routeTableAssociationId),
  'route.destination-cidr-block': inRoutes('destinationCidrBlock'),
  'route.destination-ipv6-cidr-block': inRoutes('destinationIpv6CidrBlock'),
  'route.destination-prefix-list-id': inRoutes('destinationPrefixListId'),
  'route.gateway-id': inRoutes('gatewayId'),
  'route.nat-gateway-id': inRoutes('natGatewayId'),
  'route.transit-gateway-id': inRoutes('transitGatewayId'),
  'route.vpc-peering-connection-id': inRoutes('vpcPeeringConnectionId'),
  'route.instance-id': inRoutes('instanceId'),
  'route.egress-only-internet-gateway-id': inRoutes('egressOnlyInternetGatewayId'),
  'route.origin': inRoutes('origin'),
  'route.state': inRoutes('state'),
};

const describe: Ec2Action = (call) => {
  const { parameters, state } = call;
  const vpcs = visibleVpcs(call);
  const ids = idsWithoutPaging(parameters, 'RouteTableId');
  const tables =
    ids.length === 0
      ? vpcs.flatMap((vpc) => tablesOf(state, vpc).map((table) => ({ table, vpc })))
      : ids.map((id) => tableIn(call, vpcs, id));
  const views = tables.map((placed) => tableView(placed, call));
  const found = filtered(views, parameters, FILTERS);
  const { shown, nextToken } = page(found, parameters, ({ routeTableId }) => routeTableId, PER_PAGE);
  return { routeTableSet: { item: shown }, nextToken };
};

export const ROUTE_TABLE_ACTIONS: Readonly<Record<string, Ec2Action>> = {
  CreateRouteTable: create,
  DeleteRouteTable: remove,
  DescribeRouteTables: describe,
};
