import {
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  type EC2Client,
  EC2ServiceException,
  type Vpc as Ec2Vpc,
  paginateDescribeVpcPeeringConnections,
} from '@aws-sdk/client-ec2';
import type { Vpcs } from '../domain/connection/ports.ts';
import { collect } from './collect.ts';
import type { Ec2Clients } from './ec2-clients.ts';
import { throwAsOurs } from './ec2-errors.ts';

/** VPCs, and how much of their quotas is used, in EC2: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/ */
export const ec2Vpcs = (clients: Ec2Clients): Vpcs => ({
  describe: async (side) => {
    const ec2 = clients.as('viewer', side);
    const VpcId = side.vpc_id;
    const attributes = Promise.all([
      ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsSupport' })),
      ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsHostnames' })),
    ]);
    // Awaited below, unless the VPC can't be described or belongs to another account.
    attributes.catch(() => undefined);
    try {
      const { Vpcs: [vpc] = [] } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }));
      if (!vpc) return undefined;
      const { OwnerId: owner_id = side.owner_id } = vpc;
      const cidr_blocks = listBlocks(vpc);
      if (owner_id !== side.owner_id) return { owner_id, cidr_blocks };
      const [support, hostnames] = await attributes;
      const tags = Object.fromEntries((vpc.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
      const { Name: name } = tags;
      return {
        owner_id,
        cidr_blocks,
        ...(name && { name }),
        tags,
        dns_support: support.EnableDnsSupport?.Value ?? false,
        dns_hostnames: hostnames.EnableDnsHostnames?.Value ?? false,
      };
    } catch (error) {
      if (error instanceof EC2ServiceException && /^InvalidVpcI[dD]\.NotFound$/.test(error.name))
        return undefined;
      return throwAsOurs(error);
    }
  },

  activeConnections: async (side) => {
    const ec2 = clients.as('viewer', side);
    const counts = await Promise.all(
      ['requester', 'accepter'].map((end) =>
        count(ec2, { [`${end}-vpc-info.vpc-id`]: side.vpc_id, 'status-code': 'active' }),
      ),
    );
    return counts.reduce((sum, each) => sum + each, 0);
  },

  pendingConnections: (side) =>
    count(clients.as('viewer', side), {
      'requester-vpc-info.owner-id': side.owner_id,
      'status-code': 'pending-acceptance',
    }),
});

/** The blocks that EC2 compares: those of the VPC, and those that it is about to have. */
const listBlocks = ({ CidrBlockAssociationSet = [], Ipv6CidrBlockAssociationSet = [] }: Ec2Vpc): string[] => {
  const blocks = [
    ...CidrBlockAssociationSet.map((block) => ({
      cidr: block.CidrBlock,
      state: block.CidrBlockState?.State,
    })),
    ...Ipv6CidrBlockAssociationSet.map((block) => ({
      cidr: block.Ipv6CidrBlock,
      state: block.Ipv6CidrBlockState?.State,
    })),
  ];
  return blocks.flatMap(({ cidr, state = 'associated' }) =>
    cidr && (state === 'associated' || state === 'associating') ? [cidr] : [],
  );
};

const count = async (client: EC2Client, filters: Record<string, string>): Promise<number> => {
  const Filters = Object.entries(filters).map(([Name, value]) => ({ Name, Values: [value] }));
  const pages = paginateDescribeVpcPeeringConnections({ client }, { Filters });
  return (await collect(pages, ({ VpcPeeringConnections = [] }) => VpcPeeringConnections)).length;
};
