import type { KnownConnection } from '../../../local/ec2/server.ts';
import type { Question } from './judge.ts';
import { memberRole } from './policies.ts';

export type Member = { roleName: string; account: string; region: string };

/** What EC2 asks IAM about a call of its API: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html */
export const ec2Questions = (
  { roleName, account, region }: Member,
  operation: string,
  parameters: URLSearchParams,
  connections: readonly KnownConnection[],
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
    return { arn: own(`vpc-peering-connection/${id}`), found };
  };

  switch (operation) {
    case 'DescribeVpcs':
    case 'DescribeVpcPeeringConnections':
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
    case 'DeleteVpcPeeringConnection': {
      const { arn, found } = connection();
      // The requester's tags are visible in the requester's account and Region alone.
      const isTagged = found.requester.accountId === account && found.requester.region === region;
      const tags = isTagged ? found.tags : {};
      const context = Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]);
      return [ask(operation, arn, { ...sidesOf(found), ...Object.fromEntries(context) })];
    }
    default:
      throw new Error(`What does EC2 ask IAM about ${operation}?`);
  }
};

const sidesOf = ({ requester, accepter }: KnownConnection) => {
  const arn = ({ accountId, region, vpcId }: KnownConnection['requester']) =>
    `arn:aws:ec2:${region}:${accountId}:vpc/${vpcId}`;
  return { 'ec2:RequesterVpc': arn(requester), 'ec2:AccepterVpc': arn(accepter) };
};

/** Of `TagSpecification.1.Tag.1.Key` and so on. */
const tagsIn = (parameters: URLSearchParams): Record<string, string | string[]> => {
  const keys = [...parameters].filter(([name]) => /^TagSpecification\.1\.Tag\.\d+\.Key$/.test(name));
  const tags = keys.map(([name, key]) => [
    `aws:RequestTag/${key}`,
    parameters.get(name.replace(/Key$/, 'Value')) ?? '',
  ]);
  return { ...Object.fromEntries(tags), 'aws:TagKeys': keys.map(([, key]) => key) };
};
