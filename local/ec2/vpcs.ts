import { assumptions } from './assumptions.ts';
import { DONE, type Ec2Action, type Ec2Call, ownSide } from './call.ts';
import { ipv4VpcBlock } from './cidr-blocks.ts';
import { AwsError } from './errors.ts';
import { type FilterTable, filtered, tagKeys } from './filters.ts';
import { idsWithoutPaging, page } from './pages.ts';
import { liveConnections } from './peering-lookup.ts';
import { association, findVpc, mainTable, newId, tablesOf, tagKey, type Vpc } from './state.ts';
import { applyTags, specifiedTags, tagSet, tagsOf } from './tags.ts';
import { ipv4Association, ipv6Association, requestedIpv6Block } from './vpc-blocks.ts';

const VPC_ID = /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/;

/** @throws InvalidVpcID.Malformed */
export function vpcIdOf(text: string): string {
  if (!VPC_ID.test(text)) throw new AwsError('vpcMalformed', { id: text });
  return text;
}

/** @throws InvalidVpcID.NotFound */
export function ownVpc(call: Ec2Call, vpcId: string): Vpc {
  const vpc = findVpc(call.state, ownSide(call, vpcIdOf(vpcId)));
  if (vpc === undefined) throw new AwsError('vpcNotFound', { id: vpcId });
  return vpc;
}

/** A VPC of the caller, or one that another account shares with it. */
function visibleVpc(call: Ec2Call, vpcId: string): Vpc {
  const vpc = call.state.vpcs.get(vpcId);
  return vpc && isVisibleTo(call, vpc) ? vpc : ownVpc(call, vpcId);
}

const isVisibleTo = ({ caller }: Ec2Call, { ownerId, region, sharedWith = [] }: Vpc): boolean =>
  region === caller.region && [ownerId, ...sharedWith].includes(caller.accountId);

export const visibleVpcs = (call: Ec2Call): Vpc[] =>
  [...call.state.vpcs.values()].filter((vpc) => isVisibleTo(call, vpc));

export const ownVpcs = (call: Ec2Call): Vpc[] =>
  visibleVpcs(call).filter(({ ownerId }) => ownerId === call.caller.accountId);

type VpcView = ReturnType<typeof vpcView>;

function vpcView(vpc: Vpc, { caller, state }: Ec2Call) {
  return {
    vpcId: vpc.vpcId,
    ownerId: vpc.ownerId,
    state: 'available',
    cidrBlock: vpc.cidrBlocks[0]?.cidrBlock,
    cidrBlockAssociationSet: { item: vpc.cidrBlocks.map(ipv4Association) },
    ipv6CidrBlockAssociationSet: { item: vpc.ipv6CidrBlocks.map(ipv6Association) },
    instanceTenancy: 'default',
    isDefault: false,
    tagSet: tagSet(tagsOf(state, caller.accountId, vpc.region, vpc.vpcId)),
  };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpc.html */
const create: Ec2Action = (call) => {
  const { parameters, state } = call;
  const tags = specifiedTags(parameters, 'vpc');
  const ipv6Block = requestedIpv6Block(parameters);
  const vpc: Vpc = {
    vpcId: newId('vpc'),
    ownerId: call.caller.accountId,
    region: call.caller.region,
    cidrBlocks: [association('vpc-cidr-assoc', ipv4VpcBlock(parameters.required('CidrBlock')))],
    ipv6CidrBlocks: ipv6Block === undefined ? [] : [association('vpc-cidr-assoc', ipv6Block)],
    enableDnsSupport: true,
    enableDnsHostnames: false,
  };
  applyTags(call, vpc.vpcId, tags);
  state.vpcs.set(vpc.vpcId, vpc);
  state.routeTables.push(mainTable(vpc));
  return { vpc: vpcView(vpc, call) };
};

const FILTERS: FilterTable<VpcView> = {
  'tag-key': tagKeys,
  state: ({ state }) => [state],
  'is-default': ({ isDefault }) => [String(isDefault)],
  'vpc-id': ({ vpcId }) => [vpcId],
  'owner-id': ({ ownerId }) => [ownerId],
  cidr: ({ cidrBlock }) => [cidrBlock],
  'cidr-block-association.cidr-block': (view) =>
    view.cidrBlockAssociationSet.item.map(({ cidrBlock }) => cidrBlock),
  'cidr-block-association.state': (view) =>
    view.cidrBlockAssociationSet.item.map(({ cidrBlockState }) => cidrBlockState.state),
  'ipv6-cidr-block-association.ipv6-cidr-block': (view) =>
    view.ipv6CidrBlockAssociationSet.item.map(({ ipv6CidrBlock }) => ipv6CidrBlock),
  'ipv6-cidr-block-association.state': (view) =>
    view.ipv6CidrBlockAssociationSet.item.map(({ ipv6CidrBlockState }) => ipv6CidrBlockState.state),
};

const describe: Ec2Action = (call) => {
  const { parameters } = call;
  const ids = idsWithoutPaging(parameters, 'VpcId').map(vpcIdOf);
  const vpcs = ids.length === 0 ? visibleVpcs(call) : ids.map((id) => visibleVpc(call, id));
  const views = vpcs.map((vpc) => vpcView(vpc, call));
  const { shown, nextToken } = page(filtered(views, parameters, FILTERS), parameters, ({ vpcId }) => vpcId);
  return { vpcSet: { item: shown }, nextToken };
};

/**
 * Deletes the VPC, its main route table and its connections. A request that another account made must be rejected
 * first, and subnets, security groups and other tables deleted.
 * @see https://docs.aws.amazon.com/vpc/latest/peering/delete-vpc-peering-connection.html
 */
const remove: Ec2Action = (call) => {
  const { parameters, state, now } = call;
  const vpc = ownVpc(call, parameters.required('VpcId'));
  const own = ownSide(call, vpc.vpcId);
  const connections = liveConnections(call, own);
  const blocked = connections.some(({ acceptedAt, requester }) =>
    acceptedAt === undefined
      ? requester.accountId !== own.accountId
      : assumptions.activePeeringBlocksDeleteVpc,
  );
  const [main, ...others] = tablesOf(state, vpc);
  const isInUse = [...state.subnets, ...state.securityGroups, ...others].some(
    ({ vpcId }) => vpcId === vpc.vpcId,
  );
  if (blocked || isInUse) throw new AwsError('vpcInUse', { id: vpc.vpcId });
  for (const connection of connections) {
    connection.deletedAt = now;
    connection.deletedBy = own.accountId;
  }
  state.vpcs.delete(vpc.vpcId);
  state.routeTables = state.routeTables.filter((table) => table !== main);
  for (const id of [vpc.vpcId, main?.routeTableId])
    delete state.tags[tagKey(own.accountId, own.region, `${id}`)];
  return DONE;
};

export const VPC_ACTIONS: Readonly<Record<string, Ec2Action>> = {
  CreateVpc: create,
  DescribeVpcs: describe,
  DeleteVpc: remove,
};
