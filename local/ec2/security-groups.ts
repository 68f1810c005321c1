import { DONE, type Ec2Action, type Ec2Call, ownSide } from './call.ts';
import { AwsError } from './errors.ts';
import { activeConnection } from './peering-lookup.ts';
import type { Parameters } from './query-protocol.ts';
import { type GroupRule, newId, type SecurityGroup, type Side, tagKey } from './state.ts';
import { applyTags, specifiedTags, tagSet } from './tags.ts';
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
  ({ ipProtocol, fromPort, toPort, groupId }: GroupRule) =>
  (rule: GroupRule) =>
    rule.groupId === groupId &&
    rule.ipProtocol === ipProtocol &&
    rule.fromPort === fromPort &&
    rule.toPort === toPort;

/** The rules of a call that name other groups. Rules about blocks are neither checked nor kept. */
function rulesOf(call: Ec2Call, group: SecurityGroup, find: typeof reachableSide): GroupRule[] {
  const port = (permission: Parameters, name: string) => {
    const text = permission.text(name);
    return text === undefined ? undefined : Number(text);
  };
  return call.parameters.groups('IpPermissions').flatMap((permission) =>
    permission.groups('Groups').map((pair) => {
      const groupId = pair.required('GroupId');
      const [fromPort, toPort] = [port(permission, 'FromPort'), port(permission, 'ToPort')];
      return {
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
  const vpc = state.vpcs.find((each) => each.vpcId === named?.vpcId && each.region === caller.region);
  if (vpc?.vpcId === vpcId) return {};
  const side: Side | undefined = vpc && { accountId: vpc.ownerId, region: vpc.region, vpcId: vpc.vpcId };
  const connection = side && activeConnection(call, ownSide(call, vpcId), side);
  if (side === undefined || connection === undefined) throw new AwsError('groupNotFound', { id });
  return { peer: { side, connectionId: connection.id } };
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html */
const authorize: Ec2Action = (call) => {
  const group = ownGroup(call, call.parameters.required('GroupId'));
  const rules = rulesOf(call, group, reachableSide);
  if (rules.some((rule) => group.rules.some(isSame(rule)))) throw new AwsError('sameRule');
  group.rules.push(...rules);
  return DONE;
};

const revoke: Ec2Action = (call) => {
  const group = ownGroup(call, call.parameters.required('GroupId'));
  const rules = rulesOf(call, group, () => ({}));
  if (rules.some((rule) => !group.rules.some(isSame(rule)))) throw new AwsError('noRule');
  group.rules = group.rules.filter((rule) => !rules.some(isSame(rule)));
  return DONE;
};

export const SECURITY_GROUP_ACTIONS: Readonly<Record<string, Ec2Action>> = {
  CreateSecurityGroup: create,
  DeleteSecurityGroup: remove,
  AuthorizeSecurityGroupIngress: authorize,
  RevokeSecurityGroupIngress: revoke,
};
