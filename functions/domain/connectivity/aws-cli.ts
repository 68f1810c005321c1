import { isIpv6 } from '../request/cidr.ts';
import type { PeerRule, RouteTarget } from '../request/connect.ts';
import type { ConnectionId, Side } from '../request/peering-request.ts';
import type { AdviceFacts } from './advice.ts';

/** Lines for a POSIX shell with the AWS CLI. They consist of IDs, blocks and Regions, which need no quotes. */
const ec2 = ({ region }: Side, command: string, ...options: string[]): string =>
  ['aws ec2', command, `--region ${region}`, ...options].join(' ');

const destinationOf = (block: string): string =>
  isIpv6(block) ? `--destination-ipv6-cidr-block ${block}` : `--destination-cidr-block ${block}`;

const routeTo =
  (command: 'create-route' | 'replace-route') =>
  (side: Side, table: string, destination: string, connection: ConnectionId): string =>
    ec2(
      side,
      command,
      `--route-table-id ${table}`,
      destinationOf(destination),
      `--vpc-peering-connection-id ${connection}`,
    );

export const createRoute = routeTo('create-route');

export const replaceRoute = routeTo('replace-route');

/** Those of an internet or virtual private gateway take no such route. */
const FOR_SUBNETS = "'RouteTables[?!(Associations[?GatewayId])].RouteTableId'";

export const createRouteInAll = (side: Side, destination: string, connection: ConnectionId): string => {
  const list = ec2(
    side,
    'describe-route-tables',
    `--filters Name=vpc-id,Values=${side.vpc_id}`,
    `--query ${FOR_SUBNETS}`,
    '--output text',
  );
  return `for table in $(${list}); do ${createRoute(side, '"$table"', destination, connection)}; done`;
};

export const deleteRoute = (
  side: Side,
  table: string,
  { destination, prefix_list_id }: Pick<RouteTarget, 'destination' | 'prefix_list_id'>,
): string =>
  ec2(
    side,
    'delete-route',
    `--route-table-id ${table}`,
    prefix_list_id ? `--destination-prefix-list-id ${prefix_list_id}` : destinationOf(destination),
  );

export const tagTable = (side: Side, table: string, { key, value }: AdviceFacts['tag']): string =>
  ec2(side, 'create-tags', `--resources ${table}`, `--tags Key=${key},Value=${value}`);

/** The most that EC2 allows in a route table. */
const MOST_ROUTES = 1000;

export const raiseRouteQuota = ({ region }: Side): string =>
  `aws service-quotas request-service-quota-increase --region ${region} --service-code vpc --quota-code L-93826ACB --desired-value ${MOST_ROUTES}`;

/** Shows what leads to the connection, in whichever route tables of the account. */
export const showRoutes = (side: Side, connection: ConnectionId): string =>
  ec2(
    side,
    'describe-route-tables',
    `--filters Name=route.vpc-peering-connection-id,Values=${connection}`,
    `--query "RouteTables[].{table:RouteTableId,routes:Routes[?VpcPeeringConnectionId=='${connection}']}"`,
  );

/** As the rule is, to the letter: EC2 finds it by that. */
export const revokeRule = (side: Side, rule: PeerRule): string => {
  const { group_id, direction, ip_protocol, from_port, to_port } = rule;
  const permission = {
    IpProtocol: ip_protocol,
    ...(from_port !== undefined && { FromPort: from_port }),
    ...(to_port !== undefined && { ToPort: to_port }),
    UserIdGroupPairs: [
      {
        GroupId: rule.referenced_group_id,
        ...(rule.referenced_account_id && { UserId: rule.referenced_account_id }),
      },
    ],
  };
  return ec2(
    side,
    `revoke-security-group-${direction}`,
    `--group-id ${group_id}`,
    `--ip-permissions '${JSON.stringify([permission])}'`,
  );
};

/** EC2 changes one attribute in a call, and hostnames need support. */
export const turnOnDnsAttributes = (side: Side): string[] =>
  ['support', 'hostnames'].map((attribute) =>
    ec2(
      side,
      'modify-vpc-attribute',
      `--vpc-id ${side.vpc_id}`,
      `--enable-dns-${attribute} '{"Value":true}'`,
    ),
  );

export const turnOnDnsOption = ({
  side,
  role,
  connection,
}: Pick<AdviceFacts, 'side' | 'role' | 'connection'>): string =>
  ec2(
    side,
    'modify-vpc-peering-connection-options',
    `--vpc-peering-connection-id ${connection}`,
    `--${role}-peering-connection-options '{"AllowDnsResolutionFromRemoteVpc":true}'`,
  );
