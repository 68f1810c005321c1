import {
  AcceptVpcPeeringConnectionCommand,
  CreateVpcPeeringConnectionCommand,
  DeleteVpcPeeringConnectionCommand,
  DescribeVpcPeeringConnectionsCommand,
  EC2Client,
  ModifyVpcAttributeCommand,
  RejectVpcPeeringConnectionCommand,
  type VpcPeeringConnection,
} from '@aws-sdk/client-ec2';
import { STSClient } from '@aws-sdk/client-sts';
import { type Ec2EmulatorOptions, startEc2 } from '../../local/ec2/server.ts';
import { EXTERNAL_ID, HUB_ACCOUNT_ID, SEED_ACCOUNTS, VPC } from '../../local/seed.ts';

export const PAYMENTS = '111111111111';
export const ANALYTICS = '222222222222';
export const PARTNER = '333333333333';

export const HOUR = 60 * 60;
export const SETTLE = 2;

export type Where = { accountId: string; region?: string };
export type Pair = { from: string; to: string; toRegion?: string; toAccount?: string };

/** A pair of VPCs that may be peered: within one Region, of two accounts. */
export const PAIR: Pair = { from: VPC.paymentsUs, to: VPC.analyticsUs };

export const requester: Where = { accountId: PAYMENTS };
export const accepter: Where = { accountId: ANALYTICS };
export const accepterEu: Where = { accountId: ANALYTICS, region: 'eu-west-1' };
export const OVERLAPPING: Pair = { from: VPC.paymentsUs, to: VPC.analyticsOverlap };
export const ACROSS_REGIONS: Pair = { from: VPC.paymentsUs, to: VPC.analyticsEu, toRegion: 'eu-west-1' };

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** An emulator with its own hand-moved clock, and real SDK clients for any account and Region. */
export async function emulatedEc2(options: Partial<Ec2EmulatorOptions> = {}) {
  let time = Date.parse('2026-03-02T09:00:00Z');
  const now = () => new Date(time);
  const emulator = await startEc2({
    now,
    accounts: SEED_ACCOUNTS,
    externalId: EXTERNAL_ID,
    trustedAccountId: HUB_ACCOUNT_ID,
    ...options,
  });
  const clients: { destroy(): void }[] = [];
  const settings = (region: string, credentials: Credentials) => ({
    endpoint: emulator.url,
    region,
    credentials,
    maxAttempts: 1,
  });
  const ec2With = (credentials: Credentials, region = 'us-east-1') => {
    const client = new EC2Client(settings(region, credentials));
    clients.push(client);
    return client;
  };
  const stsWith = (credentials: Credentials) => {
    const client = new STSClient(settings('us-east-1', credentials));
    clients.push(client);
    return client;
  };
  const key = (accountId: string) => ({ accessKeyId: accountId, secretAccessKey: 'x' });
  const ec2 = ({ accountId, region }: Where) => ec2With(key(accountId), region);

  const world = {
    emulator,
    now,
    ec2,
    ec2With,
    stsWith,
    sts: (accountId: string) => stsWith(key(accountId)),
    pass(seconds: number) {
      time += seconds * 1000;
    },
    async create(where: Where, { from, to, toRegion, toAccount = ANALYTICS }: Pair, tags = {}) {
      const Tags = Object.entries<string>(tags).map(([Key, Value]) => ({ Key, Value }));
      const { VpcPeeringConnection: created } = await ec2(where).send(
        new CreateVpcPeeringConnectionCommand({
          VpcId: from,
          PeerVpcId: to,
          PeerOwnerId: toAccount,
          ...(toRegion && { PeerRegion: toRegion }),
          ...(Tags.length > 0 && { TagSpecifications: [{ ResourceType: 'vpc-peering-connection', Tags }] }),
        }),
      );
      return created as Shown;
    },
    /** Creates a connection and waits until the request has reached its accepter. */
    async pending(pair: Pair = PAIR, where: Where = { accountId: PAYMENTS }) {
      const { VpcPeeringConnectionId: id } = await world.create(where, pair);
      world.pass(SETTLE);
      return id;
    },
    async active(pair: Pair = PAIR, where: Where = { accountId: PAYMENTS }) {
      const id = await world.pending(pair, where);
      await world.accept(
        { accountId: pair.toAccount ?? ANALYTICS, region: pair.toRegion ?? 'us-east-1' },
        id,
      );
      world.pass(SETTLE);
      return id;
    },
    async accept(where: Where, id: string) {
      const command = new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId: id });
      return (await ec2(where).send(command)).VpcPeeringConnection as Shown;
    },
    reject: (where: Where, id: string) =>
      ec2(where).send(new RejectVpcPeeringConnectionCommand({ VpcPeeringConnectionId: id })),
    remove: (where: Where, id: string) =>
      ec2(where).send(new DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId: id })),
    async look(where: Where, id: string) {
      const command = new DescribeVpcPeeringConnectionsCommand({ VpcPeeringConnectionIds: [id] });
      return (await ec2(where).send(command)).VpcPeeringConnections?.[0] as Shown;
    },
    async allIds(where: Where) {
      const answer = await ec2(where).send(new DescribeVpcPeeringConnectionsCommand({}));
      return answer.VpcPeeringConnections?.map((shown) => shown.VpcPeeringConnectionId);
    },
    setDnsHostnames: (where: Where, vpcId: string, value = true) =>
      ec2(where).send(new ModifyVpcAttributeCommand({ VpcId: vpcId, EnableDnsHostnames: { Value: value } })),
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
      await emulator.close();
    },
  };
  return world;
}

export type World = Awaited<ReturnType<typeof emulatedEc2>>;

/** What Describe always gives, though the SDK's types allow for less. */
export type Shown = VpcPeeringConnection & { VpcPeeringConnectionId: string };

/** `ok`, or the error code that the call was answered with. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  return (await refusal(call))?.name ?? 'ok';
}

export async function refusal(call: Promise<unknown>): Promise<Error | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
