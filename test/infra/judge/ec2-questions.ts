import type { KnownConnection, KnownTable } from '../../../local/ec2/server.ts';
import type { Question } from './judge.ts';
import { memberRole } from './policies.ts';

/** What EC2 knows of the resources that a call names. */
export type KnownToEc2 = {
  connections: readonly KnownConnection[];
  routeTables: readonly Pick<KnownTable, 'routeTableId' | 'tags'>[];
};

export type Member = { roleName: string; account: string; region: string };

/** What EC2 asks IAM about a call of its API: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html */
export const ec2Questions = (
  { roleName, account, region }: Member,
  operation: string,
  parameters: URLSearchParams,
  { connections, routeTables }: KnownToEc2,
): Question[] => {
  const parameter = (name: string): string => parameters.get(name) ?? '';
  const ask = (action: string, resource: string, context: Question['context'] = {}): Question => ({
    who: memberRole(roleName, account),
    action: `ec2:${action}`,
    resource,
    owner: account,
    context: { 'aws:RequestedRegion': region, ...context },
  });
  const own = (resource: string) => `arn:aws:ec2:${region}:${account}:${resource}`;
  const connection = () => {
    const id = parameter('VpcPeeringConnectionId');
    const found = connections.find((each) => each.id === id);
    if (!found) throw new Error(`${operation} of ${id}, which EC2 does not know`);
    // The requester's tags are visible in the requester's account and Region alone.
    const isTagged = found.requester.accountId === account && found.requester.region === region;
    return {
      arn: own(`vpc-peering-connection/${id}`),
      found,
      tags: resourceTags(isTagged ? found.tags : {}),
    };
  };

  switch (operation) {
    case 'DescribeVpcs':
    case 'DescribeVpcPeeringConnections':
    case 'DescribeRouteTables':
    case 'DescribeSubnets':
    case 'DescribeSecurityGroups':
    case 'DescribeStaleSecurityGroups':
      return [ask(operation, '*')];
    case 'DescribeVpcAttribute':
      return [ask(operation, own(`vpc/${parameter('VpcId')}`))];
    case 'CreateVpcPeeringConnection': {
      const created = own('vpc-peering-connection/pcx-0123456789abcdef0');
      const peer = `${parameter('PeerRegion')}:${parameter('PeerOwnerId')}:vpc/${parameter('PeerVpcId')}`;
      const vpcArn = own(`vpc/${parameter('VpcId')}`);
      const tags = tagsIn(parameters);
      return [
        ask(operation, vpcArn),
        ask(operation, created, {
          'ec2:RequesterVpc': vpcArn,
          'ec2:AccepterVpc': `arn:aws:ec2:${peer}`,
          ...tags,
        }),
        ask('CreateTags', created, { 'ec2:CreateAction': operation, ...tags }),
      ];
    }
    case 'AcceptVpcPeeringConnection': {
      const { arn, found } = connection();
      return [ask(operation, own(`vpc/${found.accepter.vpcId}`)), ask(operation, arn, sidesOf(found))];
    }
    case 'RejectVpcPeeringConnection': {
      const { arn, found } = connection();
      return [ask(operation, arn, sidesOf(found))];
    }
    case 'DeleteVpcPeeringConnection':
    case 'ModifyVpcPeeringConnectionOptions': {
      const { arn, found, tags } = connection();
      return [ask(operation, arn, { ...sidesOf(found), ...tags })];
    }
    case 'CreateRoute':
    case 'DeleteRoute': {
      const id = parameter('RouteTableId');
      const table = routeTables.find(({ routeTableId }) => routeTableId === id);
      if (!table) throw new Error(`${operation} in ${id}, which EC2 does not know`);
      return [ask(operation, own(`route-table/${id}`), resourceTags(table.tags))];
    }
    case 'DescribeSecurityGroupReferences':
      return [...parameters]
        .filter(([name]) => name.startsWith('GroupId.'))
        .map(([, id]) => ask(operation, own(`security-group/${id}`)));
    case 'GetManagedPrefixListEntries':
      return [ask(operation, own(`prefix-list/${parameter('PrefixListId')}`))];
    default:
      throw new Error(`What does EC2 ask IAM about ${operation}?`);
  }
};

const sidesOf = ({ requester, accepter }: KnownConnection) => {
  const arn = ({ accountId, region, vpcId }: KnownConnection['requester']) =>
    `arn:aws:ec2:${region}:${accountId}:vpc/${vpcId}`;
  return { 'ec2:RequesterVpc': arn(requester), 'ec2:AccepterVpc': arn(accepter) };
};

const resourceTags = (tags: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));

/** Of `TagSpecification.1.Tag.1.Key` and so on. */
const tagsIn = (parameters: URLSearchParams): Record<string, string | string[]> => {
  const keys = [...parameters].filter(([name]) => /^TagSpecification\.1\.Tag\.\d+\.Key$/.test(name));
  const tags = keys.map(([name, key]) => [
    `aws:RequestTag/${key}`,
    parameters.get(name.replace(/Key$/, 'Value')) ?? '',
  ]);
  return { ...Object.fromEntries(tags), 'aws:TagKeys': keys.map(([, key]) => key) };
};
