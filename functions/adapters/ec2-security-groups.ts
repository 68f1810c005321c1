import {
  DescribeSecurityGroupReferencesCommand,
  type IpPermission,
  paginateDescribeSecurityGroups,
  paginateDescribeStaleSecurityGroups,
  type SecurityGroupReference,
  type StaleIpPermission,
} from '@aws-sdk/client-ec2';
import type { SecurityGroups } from '../domain/connectivity/ports.ts';
import type { PeerRule } from '../domain/request/connect.ts';
import type { Side } from '../domain/request/peering-request.ts';
import { collect } from './collect.ts';
import type { Ec2Clients } from './ec2-clients.ts';
import { throwAsOurs } from './ec2-errors.ts';

/** EC2 documents no limit of the groups in one call. */
const GROUPS_PER_CALL = 100;

/** Security groups in EC2: https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html */
export const ec2SecurityGroups = (clients: Ec2Clients): SecurityGroups => ({
  references: async (side, peer) => {
    const client = clients.as('viewer', side);
    const Filters = [{ Name: 'vpc-id', Values: [side.vpc_id] }];
    const groups = await collect(
      paginateDescribeSecurityGroups({ client }, { Filters }),
      ({ SecurityGroups = [] }) => SecurityGroups,
    ).catch(throwAsOurs);
    const ids = groups.flatMap(({ GroupId }) => GroupId ?? []);
    const found: SecurityGroupReference[] = [];
    for (let start = 0; start < ids.length; start += GROUPS_PER_CALL) {
      const GroupId = ids.slice(start, start + GROUPS_PER_CALL);
      const { SecurityGroupReferenceSet = [] } = await client
        .send(new DescribeSecurityGroupReferencesCommand({ GroupId }))
        .catch(throwAsOurs);
      found.push(...SecurityGroupReferenceSet);
    }
    return {
      rules: groups.flatMap(({ GroupId, IpPermissions, IpPermissionsEgress }) => [
        ...toRules(GroupId, 'ingress', peer, IpPermissions),
        ...toRules(GroupId, 'egress', peer, IpPermissionsEgress),
      ]),
      are_named_by_peer: found.some(
        ({ ReferencingVpcId, VpcPeeringConnectionId }) =>
          ReferencingVpcId === peer.vpc_id && VpcPeeringConnectionId,
      ),
    };
  },

  staleRules: async (side, peer) => {
    const groups = await collect(
      paginateDescribeStaleSecurityGroups({ client: clients.as('viewer', side) }, { VpcId: side.vpc_id }),
      ({ StaleSecurityGroupSet = [] }) => StaleSecurityGroupSet,
    ).catch(throwAsOurs);
    return groups.flatMap(({ GroupId, StaleIpPermissions, StaleIpPermissionsEgress }) => [
      ...toRules(GroupId, 'ingress', peer, StaleIpPermissions),
      ...toRules(GroupId, 'egress', peer, StaleIpPermissionsEgress),
    ]);
  },
});

/** Those over a peering connection: two VPCs may be attached to a transit gateway besides. */
const toRules = (
  group_id = '',
  direction: PeerRule['direction'],
  peer: Side,
  permissions: readonly (IpPermission | StaleIpPermission)[] = [],
): PeerRule[] =>
  permissions.flatMap(({ IpProtocol = '-1', FromPort, ToPort, UserIdGroupPairs = [] }) =>
    UserIdGroupPairs.flatMap(({ GroupId, UserId, VpcId, VpcPeeringConnectionId }) =>
      GroupId && VpcPeeringConnectionId && VpcId === peer.vpc_id
        ? {
            group_id,
            direction,
            ip_protocol: IpProtocol,
            ...(FromPort !== undefined && { from_port: FromPort }),
            ...(ToPort !== undefined && { to_port: ToPort }),
            referenced_group_id: GroupId,
            ...(UserId && { referenced_account_id: UserId }),
            vpc_peering_connection_id: VpcPeeringConnectionId,
          }
        : [],
    ),
  );
