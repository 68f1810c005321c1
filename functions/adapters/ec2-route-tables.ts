import {
  CreateRouteCommand,
  DeleteRouteCommand,
  type EC2Client,
  EC2ServiceException,
  type Route as Ec2Route,
  type RouteTable as Ec2RouteTable,
  ModifyVpcPeeringConnectionOptionsCommand,
  paginateDescribeRouteTables,
  paginateDescribeSubnets,
  paginateGetManagedPrefixListEntries,
  type Subnet,
} from '@aws-sdk/client-ec2';
import { ConnectionRefusedError } from '../domain/connection/errors.ts';
import type { Route, RouteTable, RouteTables } from '../domain/connectivity/ports.ts';
import { canonicalBlock, isIpv6 } from '../domain/request/cidr.ts';
import type { VpcId } from '../domain/request/peering-request.ts';
import { collect } from './collect.ts';
import type { Ec2Clients } from './ec2-clients.ts';
import { throwAsOurs } from './ec2-errors.ts';

/** The most values that EC2 accepts in one filter. */
const FILTER_VALUES = 200;

/** The tag by which an owner lets Peerway change a route table. */
export type ManagedTag = { key: string; value: string };

/** Route tables in EC2: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/ */
export const ec2RouteTables = (clients: Ec2Clients, tag: ManagedTag): RouteTables => ({
  describe: async (place, vpcIds) => {
    const client = clients.as('viewer', place);
    const found: RouteTable[] = [];
    for (let start = 0; start < vpcIds.length; start += FILTER_VALUES) {
      const Filters = [{ Name: 'vpc-id', Values: vpcIds.slice(start, start + FILTER_VALUES) as string[] }];
      const [tables, subnets] = await Promise.all([
        collect(paginateDescribeRouteTables({ client }, { Filters }), ({ RouteTables = [] }) => RouteTables),
        collect(paginateDescribeSubnets({ client }, { Filters }), ({ Subnets = [] }) => Subnets),
      ]).catch(throwAsOurs);
      const entries = await readPrefixLists(client, tables);
      for (const table of tables.filter(isForSubnets)) {
        found.push(toRouteTable(table, countSubnets(table, tables, subnets), entries, tag));
      }
    }
    return found;
  },

  createRoute: async (side, RouteTableId, destination, VpcPeeringConnectionId) => {
    const ec2 = clients.as('connector', side);
    try {
      await ec2.send(
        new CreateRouteCommand({ RouteTableId, ...destinationOf(destination), VpcPeeringConnectionId }),
      );
      return 'created';
    } catch (error) {
      if (isNamed(error, 'RouteAlreadyExists')) return 'taken';
      if (isNamed(error, 'RouteLimitExceeded')) return 'full';
      return throwAsOurs(error);
    }
  },

  deleteRoute: async (side, RouteTableId, destination) => {
    const ec2 = clients.as('connector', side);
    try {
      await ec2.send(new DeleteRouteCommand({ RouteTableId, ...destinationOf(destination) }));
    } catch (error) {
      if (!isNamed(error, 'InvalidRoute.NotFound')) throwAsOurs(error);
    }
  },

  allowDnsResolution: async (side, role, VpcPeeringConnectionId) => {
    const ec2 = clients.as('connector', side);
    const options = { AllowDnsResolutionFromRemoteVpc: true };
    await ec2
      .send(
        new ModifyVpcPeeringConnectionOptionsCommand({
          VpcPeeringConnectionId,
          ...(role === 'requester'
            ? { RequesterPeeringConnectionOptions: options }
            : { AccepterPeeringConnectionOptions: options }),
        }),
      )
      .catch(throwAsOurs);
  },
});

const isNamed = (error: unknown, name: string): boolean =>
  error instanceof EC2ServiceException && error.name === name;

const destinationOf = (block: string) =>
  isIpv6(block) ? { DestinationIpv6CidrBlock: block } : { DestinationCidrBlock: block };

/** Not those of an internet or virtual private gateway, which have no subnets. */
const isForSubnets = ({ Associations = [] }: Ec2RouteTable): boolean =>
  Associations.every(({ GatewayId }) => !GatewayId);

/** A subnet without an association of its own uses the VPC's main table, and shows in none of its associations. */
const countSubnets = (
  table: Ec2RouteTable,
  tables: readonly Ec2RouteTable[],
  subnets: readonly Subnet[],
): number => {
  const associated = (one: Ec2RouteTable) =>
    (one.Associations ?? []).flatMap(({ SubnetId }) => SubnetId ?? []);
  const own = associated(table).length;
  const isMain = (table.Associations ?? []).some(({ Main }) => Main);
  if (!isMain) return own;
  const elsewhere = new Set(tables.flatMap(associated));
  const left = subnets.filter(
    ({ VpcId, SubnetId }) => VpcId === table.VpcId && SubnetId && !elsewhere.has(SubnetId),
  );
  return own + left.length;
};

/** AWS's own lists lead to gateway endpoints, in address ranges that no VPC has. */
const readPrefixLists = async (
  client: EC2Client,
  tables: readonly Ec2RouteTable[],
): Promise<Map<string, string[]>> => {
  const ids = new Set(
    tables.flatMap(({ Routes = [] }) =>
      Routes.flatMap(({ DestinationPrefixListId: id, GatewayId = '' }) =>
        id && !GatewayId.startsWith('vpce-') ? id : [],
      ),
    ),
  );
  const read = async (PrefixListId: string): Promise<[string, string[]]> => {
    try {
      const pages = paginateGetManagedPrefixListEntries({ client }, { PrefixListId });
      const entries = await collect(pages, ({ Entries = [] }) => Entries.flatMap(({ Cidr }) => Cidr ?? []));
      return [PrefixListId, entries.map(canonicalBlock)];
    } catch (error) {
      // A list that its owner doesn't share for reading says nothing. The route is still shown by its id.
      const ours = await Promise.resolve(error)
        .then(throwAsOurs)
        .catch((thrown: unknown) => thrown);
      if (ours instanceof ConnectionRefusedError) return [PrefixListId, []];
      throw ours;
    }
  };
  return new Map(await Promise.all([...ids].map(read)));
};

const toRouteTable = (
  { RouteTableId = '', VpcId, Routes = [], Tags = [] }: Ec2RouteTable,
  subnets: number,
  entries: ReadonlyMap<string, readonly string[]>,
  tag: ManagedTag,
): RouteTable => {
  const name = Tags.find(({ Key }) => Key === 'Name')?.Value;
  return {
    route_table_id: RouteTableId,
    vpc_id: VpcId as VpcId,
    ...(name && { name }),
    is_managed: Tags.some(({ Key, Value }) => Key === tag.key && Value === tag.value),
    subnets,
    routes: Routes.map((route) => toRoute(route, entries)),
  };
};

const toRoute = (route: Ec2Route, entries: ReadonlyMap<string, readonly string[]>): Route => {
  const { DestinationPrefixListId: list, State, Origin } = route;
  const block = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock;
  return {
    destinations: block ? [canonicalBlock(block)] : (entries.get(list ?? '') ?? []),
    leads_to: targetOf(route),
    ...(list && { prefix_list_id: list }),
    is_propagated: Origin === 'EnableVgwRoutePropagation' || Origin === 'Advertisement',
    is_blackhole: State === 'blackhole',
  };
};

const targetOf = (route: Ec2Route): string =>
  route.VpcPeeringConnectionId ??
  route.TransitGatewayId ??
  route.NatGatewayId ??
  // An instance is reached through its network interface, and EC2 shows both.
  route.NetworkInterfaceId ??
  route.InstanceId ??
  route.EgressOnlyInternetGatewayId ??
  route.LocalGatewayId ??
  route.CarrierGatewayId ??
  route.CoreNetworkArn ??
  route.OdbNetworkArn ??
  route.GatewayId ??
  route.IpAddress ??
  'an unknown target';
