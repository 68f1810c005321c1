import { CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Side, VpcId } from '../../functions/domain/request/peering-request.ts';

const ACCOUNTS = ['111111111111', '222222222222'] as const;

/** Several Regions, because EC2's quota of pending requests, which the preflight checks, is per account and Region. */
const REGIONS = [
  ...[
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
    'ca-central-1',
    'sa-east-1',
    'eu-west-1',
    'eu-west-2',
  ],
  ...['eu-west-3', 'eu-central-1', 'eu-north-1', 'eu-south-1', 'ap-south-1', 'ap-east-1'],
  ...['ap-northeast-1', 'ap-southeast-1'],
];

/** Each VPC has its own second byte in its CIDR block, so both accounts' VPCs must fit into 256. */
const VPCS_PER_ACCOUNT = 112;

/** Creates VPCs, none of which overlap. */
const createVpcs = (endpoint: string, account: number): Promise<Side[]> => {
  const owner_id = ACCOUNTS[account] ?? ACCOUNTS[0];
  const credentials = { accessKeyId: owner_id, secretAccessKey: 'local' };
  return Promise.all(
    Array.from({ length: VPCS_PER_ACCOUNT }, async (_, n) => {
      const region = REGIONS[n % REGIONS.length] ?? 'us-east-1';
      const client = new EC2Client({ endpoint, region, credentials });
      const CidrBlock = `10.${account * VPCS_PER_ACCOUNT + n}.0.0/16`;
      const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock }));
      client.destroy();
      return { vpc_id: Vpc?.VpcId as VpcId, owner_id, region };
    }),
  );
};

export type Pair = { requester: Side; accepter: Side };

/** Creates pairs of VPCs of two accounts in sixteen Regions. Each account is the requester in half of them. */
export const createPairs = async (endpoint: string, count: number): Promise<Pair[]> => {
  const [ours = [], theirs = []] = [await createVpcs(endpoint, 0), await createVpcs(endpoint, 1)];
  return Array.from({ length: count }, (_, n) => {
    // Consecutive pairs differ in both VPCs, so that even a few pairs use many VPCs.
    const one = ours[n % VPCS_PER_ACCOUNT];
    const other = theirs[(n + Math.floor(n / VPCS_PER_ACCOUNT)) % VPCS_PER_ACCOUNT];
    if (!one || !other || n >= VPCS_PER_ACCOUNT ** 2)
      throw new Error(`There are only ${VPCS_PER_ACCOUNT ** 2} pairs of VPCs.`);
    return n % 2 === 0 ? { requester: one, accepter: other } : { requester: other, accepter: one };
  });
};
