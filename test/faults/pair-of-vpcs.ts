import { CreateTagsCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import { MANAGED_TAG, TRANSIT_GATEWAY } from '../../local/seed.ts';
import type { FaultyStack } from './faulty-stack.ts';

export const PAYMENTS = '111111111111';
export const ANALYTICS = '222222222222';
export const PARTNER = '333333333333';
export const HUB = '999999999999';

/** Two VPCs that nothing connects yet, as a submission names them. */
export type PairOfVpcs = {
  vpc_id: string;
  vpc_owner_id: string;
  vpc_region: string;
  peer_vpc_id: string;
  peer_owner_id: string;
  peer_region: string;
};

/** In two Regions, unless `within` names one. */
export type Sides = {
  requester: string;
  accepter: string;
  overlapping?: boolean;
  within?: string;
  /** Of the accepter, if another pair has it already. */
  peer_vpc_id?: string;
};

const REGIONS = { requester: 'us-east-1', accepter: 'eu-west-1' } as const;

const clients = new Map<string, EC2Client>();

/** EC2 as the owner of an account uses it, past Peerway and its faults. */
export const ec2As = (stack: FaultyStack, accessKeyId: string, region: string): EC2Client => {
  const endpoint = stack.local.endpoints.ec2;
  const key = `${endpoint} ${accessKeyId} ${region}`;
  const credentials = { accessKeyId, secretAccessKey: 'test' };
  const client = clients.get(key) ?? new EC2Client({ region, endpoint, credentials, maxAttempts: 1 });
  clients.set(key, client);
  return client;
};

/** New VPCs for each request, so that many fit into one stack. */
export const newPair = async (
  stack: FaultyStack,
  { requester, accepter, overlapping, within, peer_vpc_id }: Sides,
): Promise<PairOfVpcs> => {
  const create = async (account: string, region: string, CidrBlock: string): Promise<string> => {
    const { Vpc } = await ec2As(stack, account, region).send(new CreateVpcCommand({ CidrBlock }));
    const id = Vpc?.VpcId ?? '';
    await makeReady(stack, account, region, id);
    return id;
  };
  const [vpc_region, peer_region] = [within ?? REGIONS.requester, within ?? REGIONS.accepter];
  return {
    vpc_id: await create(requester, vpc_region, '10.1.0.0/16'),
    vpc_owner_id: requester,
    vpc_region,
    peer_vpc_id:
      peer_vpc_id ?? (await create(accepter, peer_region, overlapping ? '10.1.128.0/17' : '10.2.0.0/16')),
    peer_owner_id: accepter,
    peer_region,
  };
};

/** Its DNS hostnames are on, and Peerway may change its tables, which have a route of somebody else. */
const makeReady = async (stack: FaultyStack, account: string, region: string, vpc: string): Promise<void> => {
  const { ec2 } = stack.local;
  ec2.changeVpc(vpc, (own) => {
    own.enableDnsHostnames = true;
  });
  const tables = ec2
    .routeTables()
    .flatMap(({ vpcId, routeTableId }) => (vpcId === vpc ? [routeTableId] : []));
  const theirs = {
    destination: '10.99.0.0/16',
    target: TRANSIT_GATEWAY,
    origin: 'CreateRoute',
    createdAt: 0,
  } as const;
  for (const table of tables) ec2.changeRouteTable(table, ({ routes }) => void routes.push({ ...theirs }));
  const Tags = [{ Key: MANAGED_TAG.key, Value: MANAGED_TAG.value }];
  await ec2As(stack, account, region).send(new CreateTagsCommand({ Resources: tables, Tags }));
};
