import { CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Side, VpcId } from '../../functions/domain/request/peering-request.ts';

const ACCOUNTS = ['111111111111', '222222222222'] as const;

/** EC2's quota of pending requests is one of an account and Region, and so is what the preflight counts. */
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

/** Of each account; their second bytes are as many, and all fit into one. */
const OF_ACCOUNT = 112;

/** No two of them overlap. */
const createVpcs = (endpoint: string, account: number): Promise<Side[]> => {
  const owner_id = ACCOUNTS[account] ?? ACCOUNTS[0];
  const credentials = { accessKeyId: owner_id, secretAccessKey: 'local' };
  return Promise.all(
    Array.from({ length: OF_ACCOUNT }, async (_, n) => {
      const region = REGIONS[n % REGIONS.length] ?? 'us-east-1';
      const client = new EC2Client({ endpoint, region, credentials });
      const CidrBlock = `10.${account * OF_ACCOUNT + n}.0.0/16`;
      const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock }));
      client.destroy();
      return { vpc_id: Vpc?.VpcId as VpcId, owner_id, region };
    }),
  );
};

export type Pair = { requester: Side; accepter: Side };

/** So many different pairs of VPCs of two accounts in sixteen Regions: half are asked for by the one account. */
export const createPairs = async (endpoint: string, count: number): Promise<Pair[]> => {
  const [ours = [], theirs = []] = [await createVpcs(endpoint, 0), await createVpcs(endpoint, 1)];
  return Array.from({ length: count }, (_, n) => {
    // Neighbours differ in both VPCs, so that the first few are spread over all of them.
    const one = ours[n % OF_ACCOUNT];
    const other = theirs[(n + Math.floor(n / OF_ACCOUNT)) % OF_ACCOUNT];
    if (!one || !other || n >= OF_ACCOUNT ** 2)
      throw new Error(`There are ${OF_ACCOUNT ** 2} pairs of VPCs.`);
    return n % 2 === 0 ? { requester: one, accepter: other } : { requester: other, accepter: one };
  });
};
