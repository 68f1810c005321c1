import { DONE, type Ec2Action, type Ec2Call, ownSide } from './call.ts';
import { connectionById } from './connection-index.ts';
import { AwsError } from './errors.ts';
import { type FilterTable, filtered, tagKeys } from './filters.ts';
import { idsWithoutPaging, page } from './pages.ts';
import { activeConnection } from './peering-lookup.ts';
import { statusOf } from './peering-status.ts';
import type { Parameters } from './query-protocol.ts';
import { type GroupRule, newId, type SecurityGroup, type Side, tagKey } from './state.ts';
import { applyTags, specifiedTags, tagSet, tagsOf } from './tags.ts';
import { ownVpc, ownVpcs } from './vpcs.ts';

/** @throws InvalidGroup.NotFound */
export function ownGroup(call: Ec2Call, id: string): SecurityGroup {
  const vpcIds = ownVpcs(call).map(({ vpcId }) => vpcId);
  const group = call.state.securityGroups.find(
    ({ groupId, vpcId }) => groupId === id && vpcIds.includes(vpcId),
  );
  if (group === undefined) throw new AwsError('groupNotFound', { id });
  return group;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
const create: Ec2Action = (call) => {
  const { parameters, state } = call;
  const tags = specifiedTags(parameters, 'security-group');
  const group: SecurityGroup = {
    groupId: newId('sg'),
    vpcId: ownVpc(call, parameters.required('VpcId')).vpcId,
    groupName: parameters.required('GroupName'),
    description: parameters.required('GroupDescription'),
    rules: [],
  };
  applyTags(call, group.groupId, tags);
  state.securityGroups.push(group);
  return { ...DONE, groupId: group.groupId, tagSet: tagSet(tags) };
};

/** A rule of a peer's group doesn't keep the group. */
const remove: Ec2Action = (call) => {
  const { caller, parameters, state } = call;
  const { groupId, vpcId } = ownGroup(call, parameters.required('GroupId'));
  const isUsed = state.securityGroups.some(
    (other) => other.groupId !== groupId && other.vpcId === vpcId && other.rules.some(names({ groupId })),
  );
  if (isUsed) throw new AwsError('groupInUse', { id: groupId });
  state.securityGroups = state.securityGroups.filter((group) => group.groupId !== groupId);
  delete state.tags[tagKey(caller.accountId, caller.region, groupId)];
  return { ...DONE, groupId };
};

const names =
  ({ groupId }: Pick<GroupRule, 'groupId'>) =>
  (rule: GroupRule) =>
    rule.groupId === groupId;

const isSame =
  ({ isEgress, ipProtocol, fromPort, toPort, groupId }: GroupRule) =>
  (rule: GroupRule) =>
    rule.isEgress === isEgress &&
    rule.groupId === groupId &&
    rule.ipProtocol === ipProtocol &&
    rule.fromPort === fromPort &&
    rule.toPort === toPort;

type Direction = Pick<GroupRule, 'isEgress'>;
const INGRESS: Direction = {};
const EGRESS: Direction = { isEgress: true };

/** The rules of a call that name other groups. Rules about blocks are neither checked nor kept. */
function rulesOf(
  call: Ec2Call,
  group: SecurityGroup,
  direction: Direction,
  find: typeof reachableSide,
): GroupRule[] {
  const port = (permission: Parameters, name: string) => {
    const text = permission.text(name);
    return text === undefined ? undefined : Number(text);
  };
  return call.parameters.groups('IpPermissions').flatMap((permission) =>
    permission.groups('Groups').map((pair) => {
      const groupId = pair.required('GroupId');
      const [fromPort, toPort] = [port(permission, 'FromPort'), port(permission, 'ToPort')];
      return {
        ...direction,
        ipProtocol: permission.required('IpProtocol'),
        ...(fromPort !== undefined && { fromPort }),
        ...(toPort !== undefined && { toPort }),
        groupId,
        ...find(call, group, groupId),
      };
    }),
  );
}

/** A rule can name a group of the same VPC, or of one that is peered with it within the Region. */
function reachableSide(call: Ec2Call, { vpcId }: SecurityGroup, id: string): Pick<GroupRule, 'peer'> {
  const { caller, state } = call;
  const named = state.securityGroups.find(({ groupId }) => groupId === id);
  const found = named && state.vpcs.get(named.vpcId);
  const vpc = found?.region === caller.region ? found : undefined;
  if (vpc?.vpcId === vpcId) return {};
  const side: Side | undefined = vpc && { accountId: vpc.ownerId, region: vpc.region, vpcId: vpc.vpcId };
  const connection = side && activeConnection(call, ownSide(call, vpcId), side);
  if (side === undefined || connection === undefined) throw new AwsError('groupNotFound', { id });
  return { peer: { side, connectionId: connection.id } };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html */
const authorize =
  (direction: Direction): Ec2Action =>
  (call) => {
    const group = ownGroup(call, call.parameters.required('GroupId'));
    const rules = rulesOf(call, group, direction, reachableSide);
    if (rules.some((rule) => group.rules.some(isSame(rule)))) throw new AwsError('sameRule');
    group.rules.push(...rules);
    return DONE;
  };

const revoke =
  (direction: Direction): Ec2Action =>
  (call) => {
    const group = ownGroup(call, call.parameters.required('GroupId'));
    const rules = rulesOf(call, group, direction, () => ({}));
    if (rules.some((rule) => !group.rules.some(isSame(rule)))) throw new AwsError('noRule');
    group.rules = group.rules.filter((rule) => !rules.some(isSame(rule)));
    return DONE;
  };

/** A rule as EC2 shows it, with where the other group is if that isn't in the same VPC. */
export function permissionXml(call: Ec2Call, { ipProtocol, fromPort, toPort, groupId, peer }: GroupRule) {
  const connection = peer && connectionById(call.state, peer.connectionId);
  const elsewhere = peer && {
    userId: peer.side.accountId,
    vpcId: peer.side.vpcId,
    vpcPeeringConnectionId: peer.connectionId,
    peeringStatus: connection ? statusOf(connection, call).code : 'deleted',
  };
  const pair = { groupId, userId: call.caller.accountId, ...elsewhere };
  return { ipProtocol, fromPort, toPort, groups: { item: [pair] } };
}

const FILTERS: FilterTable<ReturnType<typeof groupView>> = {
  'tag-key': tagKeys,
  'group-id': ({ groupId }) => [groupId],
  'group-name': ({ groupName }) => [groupName],
  'vpc-id': ({ vpcId }) => [vpcId],
};

function groupView(group: SecurityGroup, call: Ec2Call) {
  const { accountId, region } = call.caller;
  const { groupId, groupName, description: groupDescription, vpcId, rules } = group;
  const permissions = (isEgress: boolean) => ({
    item: rules
      .filter((rule) => Boolean(rule.isEgress) === isEgress)
      .map((rule) => permissionXml(call, rule)),
  });
  return {
    ownerId: accountId,
    groupId,
    groupName,
    groupDescription,
    vpcId,
    ipPermissions: permissions(false),
    ipPermissionsEgress: permissions(true),
    tagSet: tagSet(tagsOf(call.state, accountId, region, groupId)),
  };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html */
const describe: Ec2Action = (call) => {
  const { parameters, state } = call;
  const vpcIds = ownVpcs(call).map(({ vpcId }) => vpcId);
  const ids = idsWithoutPaging(parameters, 'GroupId');
  const groups =
    ids.length === 0
      ? state.securityGroups.filter(({ vpcId }) => vpcIds.includes(vpcId))
      : ids.map((id) => ownGroup(call, id));
  const found = filtered(
    groups.map((group) => groupView(group, call)),
    parameters,
    FILTERS,
  );
  const { shown, nextToken } = page(found, parameters, ({ groupId }) => groupId);
  return { securityGroupInfo: { item: shown }, nextToken };
};

export const SECURITY_GROUP_ACTIONS: Readonly<Record<string, Ec2Action>> = {
  CreateSecurityGroup: create,
  DeleteSecurityGroup: remove,
  DescribeSecurityGroups: describe,
  AuthorizeSecurityGroupIngress: authorize(INGRESS),
  AuthorizeSecurityGroupEgress: authorize(EGRESS),
  RevokeSecurityGroupIngress: revoke(INGRESS),
  RevokeSecurityGroupEgress: revoke(EGRESS),
};
