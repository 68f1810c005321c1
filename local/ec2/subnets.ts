import { DONE, type Ec2Action, type Ec2Call } from './call.ts';
import { cidrsOverlap, isWithin, networkOf } from './cidr-blocks.ts';
import { AwsError } from './errors.ts';
import { type FilterTable, filtered, tagKeys } from './filters.ts';
import { idsWithoutPaging, page } from './pages.ts';
import { ownBlocks } from './route-table-lookup.ts';
import { association, newId, type State, type Subnet, tagKey, type Vpc } from './state.ts';
import { applyTags, specifiedTags, tagSet, tagsOf } from './tags.ts';
import { ipv6Association } from './vpc-blocks.ts';
import { ownVpc, ownVpcs, visibleVpcs } from './vpcs.ts';

const SUBNET_ID = /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/;

export const subnetBlocks = ({ cidrBlock, ipv6CidrBlock }: Subnet): string[] =>
  ipv6CidrBlock === undefined ? [cidrBlock] : [cidrBlock, ipv6CidrBlock.cidrBlock];

export const subnetsOf = (state: State, { vpcId }: Vpc): Subnet[] =>
  state.subnets.filter((subnet) => subnet.vpcId === vpcId);

type PlacedSubnet = { subnet: Subnet; vpc: Vpc };

/** @throws InvalidSubnetID.Malformed, InvalidSubnetID.NotFound */
function subnetIn({ state }: Ec2Call, vpcs: readonly Vpc[], id: string): PlacedSubnet {
  if (!SUBNET_ID.test(id)) throw new AwsError('subnetMalformed', { id });
  const subnet = state.subnets.find(({ subnetId }) => subnetId === id);
  const vpc = vpcs.find(({ vpcId }) => vpcId === subnet?.vpcId);
  if (subnet === undefined || vpc === undefined) throw new AwsError('subnetNotFound', { id });
  return { subnet, vpc };
}

export const ownSubnet = (call: Ec2Call, id: string): Subnet => subnetIn(call, ownVpcs(call), id).subnet;

type SubnetView = ReturnType<typeof subnetView>;

function subnetView({ subnet, vpc }: PlacedSubnet, { caller, state }: Ec2Call) {
  const { subnetId, vpcId, availabilityZone, cidrBlock, ipv6CidrBlock } = subnet;
  return {
    subnetId,
    vpcId,
    ownerId: vpc.ownerId,
    state: 'available',
    availabilityZone,
    cidrBlock,
    ipv6CidrBlockAssociationSet: { item: ipv6CidrBlock ? [ipv6Association(ipv6CidrBlock)] : [] },
    ipv6Native: false,
    defaultForAz: false,
    tagSet: tagSet(tagsOf(state, caller.accountId, vpc.region, subnetId)),
  };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html */
const create: Ec2Action = (call) => {
  const { caller, parameters, state } = call;
  const tags = specifiedTags(parameters, 'subnet');
  const vpc = ownVpc(call, parameters.required('VpcId'));
  const ipv6 = parameters.text('Ipv6CidrBlock');
  const subnet: Subnet = {
    subnetId: newId('subnet'),
    vpcId: vpc.vpcId,
    availabilityZone: parameters.text('AvailabilityZone') ?? `${caller.region}a`,
    cidrBlock: networkOf(parameters.required('CidrBlock'), 'IPv4', 'cidrBlock'),
    ...(ipv6 && {
      ipv6CidrBlock: association('subnet-cidr-assoc', networkOf(ipv6, 'IPv6', 'ipv6CidrBlock')),
    }),
  };
  const others = subnetsOf(state, vpc).flatMap(subnetBlocks);
  for (const cidr of subnetBlocks(subnet)) {
    if (!ownBlocks(vpc).some((block) => isWithin(cidr, block))) throw new AwsError('subnetRange', { cidr });
    if (others.some((other) => cidrsOverlap(cidr, other))) throw new AwsError('subnetConflict', { cidr });
  }
  applyTags(call, subnet.subnetId, tags);
  state.subnets.push(subnet);
  return { subnet: subnetView({ subnet, vpc }, call) };
};

const remove: Ec2Action = (call) => {
  const { caller, parameters, state } = call;
  const subnet = ownSubnet(call, parameters.required('SubnetId'));
  state.subnets.splice(state.subnets.indexOf(subnet), 1);
  for (const table of state.routeTables) {
    table.associations = table.associations.filter(({ subnetId }) => subnetId !== subnet.subnetId);
  }
  delete state.tags[tagKey(caller.accountId, caller.region, subnet.subnetId)];
  return DONE;
};

const FILTERS: FilterTable<SubnetView> = {
  'tag-key': tagKeys,
  'subnet-id': ({ subnetId }) => [subnetId],
  'vpc-id': ({ vpcId }) => [vpcId],
  'owner-id': ({ ownerId }) => [ownerId],
  state: ({ state }) => [state],
  'availability-zone': ({ availabilityZone }) => [availabilityZone],
  'cidr-block': ({ cidrBlock }) => [cidrBlock],
  'ipv6-cidr-block-association.ipv6-cidr-block': ({ ipv6CidrBlockAssociationSet }) =>
    ipv6CidrBlockAssociationSet.item.map(({ ipv6CidrBlock }) => ipv6CidrBlock),
};

const describe: Ec2Action = (call) => {
  const { parameters, state } = call;
  const vpcs = visibleVpcs(call);
  const ids = idsWithoutPaging(parameters, 'SubnetId');
  const subnets =
    ids.length === 0
      ? vpcs.flatMap((vpc) => subnetsOf(state, vpc).map((subnet) => ({ subnet, vpc })))
      : ids.map((id) => subnetIn(call, vpcs, id));
  const views = subnets.map((placed) => subnetView(placed, call));
  const found = filtered(views, parameters, FILTERS);
  const { shown, nextToken } = page(found, parameters, ({ subnetId }) => subnetId);
  return { subnetSet: { item: shown }, nextToken };
};

export const SUBNET_ACTIONS: Readonly<Record<string, Ec2Action>> = {
  CreateSubnet: create,
  DeleteSubnet: remove,
  DescribeSubnets: describe,
};
