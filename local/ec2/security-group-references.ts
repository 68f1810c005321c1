import { type Ec2Action, type Ec2Call, ownSide } from './call.ts';
import { page } from './pages.ts';
import { activeConnection, sameSide } from './peering-lookup.ts';
import { ownGroup, permissionXml } from './security-groups.ts';
import type { GroupRule, SecurityGroup, Side } from './state.ts';
import { ownVpc } from './vpcs.ts';

const MOST = 255;

type PeerRule = GroupRule & { peer: { side: Side; connectionId: string } };

const peerRules = ({ rules }: SecurityGroup): PeerRule[] =>
  rules.filter((rule): rule is PeerRule => rule.peer !== undefined);

/**
 * The VPCs that would lose access without the connection.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupReferences.html
 */
const references: Ec2Action = (call) => {
  const groups = call.parameters.texts('GroupId').map((id) => ownGroup(call, id));
  const found = groups.flatMap(({ groupId, vpcId }) => {
    const own = ownSide(call, vpcId);
    const naming = [...call.state.vpcs.values()].filter(({ vpcId: other }) =>
      call.state.securityGroups.some(
        (group) =>
          group.vpcId === other &&
          peerRules(group).some((rule) => rule.groupId === groupId && sameSide(rule.peer.side, own)),
      ),
    );
    return naming.flatMap(({ ownerId, region, vpcId: other }) => {
      const connection = activeConnection(call, own, { accountId: ownerId, region, vpcId: other });
      return connection ? [{ groupId, referencingVpcId: other, vpcPeeringConnectionId: connection.id }] : [];
    });
  });
  return { securityGroupReferenceSet: { item: found } };
};

/** A rule is stale without its connection, until there is another one, and without the group that it names. */
function isStale(call: Ec2Call, own: Side, { groupId, peer }: PeerRule): boolean {
  const exists = call.state.securityGroups.some((group) => group.groupId === groupId);
  return !exists || activeConnection(call, own, peer.side) === undefined;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeStaleSecurityGroups.html */
const stale: Ec2Action = (call) => {
  const { vpcId } = ownVpc(call, call.parameters.required('VpcId'));
  const own = ownSide(call, vpcId);
  const permissions = (rules: readonly PeerRule[], isEgress: boolean) => ({
    item: rules
      .filter((rule) => Boolean(rule.isEgress) === isEgress)
      .map((rule) => permissionXml(call, rule)),
  });
  const views = call.state.securityGroups
    .filter((group) => group.vpcId === vpcId)
    .map((group) => ({ ...group, rules: peerRules(group).filter((rule) => isStale(call, own, rule)) }))
    .filter(({ rules }) => rules.length > 0)
    .map(({ groupId, groupName, description, rules }) => ({
      groupId,
      groupName,
      description,
      vpcId,
      staleIpPermissions: permissions(rules, false),
      staleIpPermissionsEgress: permissions(rules, true),
    }));
  const { shown, nextToken } = page(views, call.parameters, ({ groupId }) => groupId, MOST);
  return { staleSecurityGroupSet: { item: shown }, nextToken };
};

export const GROUP_REFERENCE_ACTIONS: Readonly<Record<string, Ec2Action>> = {
  DescribeSecurityGroupReferences: references,
  DescribeStaleSecurityGroups: stale,
};
