import {
  AcceptVpcPeeringConnectionCommand,
  CreateVpcCommand,
  CreateVpcPeeringConnectionCommand,
  DeleteVpcPeeringConnectionCommand,
  DescribeVpcPeeringConnectionsCommand,
  type EC2Client,
  RejectVpcPeeringConnectionCommand,
  type VpcPeeringConnection,
} from '@aws-sdk/client-ec2';
import { REGIONS } from '../../local/seed.ts';
import type { Journey } from './journey.ts';
import { ANALYTICS, DAY, MINUTE, PARTNER, PAYMENTS } from './journey.ts';

export const ACCOUNTS = [PAYMENTS, ANALYTICS, PARTNER];

type Place = { account: string; region: string };
type Side = Place & { vpc: string };
export type Made = { id: string; requester: Side; accepter: Side };

const PLACES: readonly Place[] = ACCOUNTS.flatMap((account) =>
  REGIONS.map((region) => ({ account, region })),
);

const VPCS_PER_PLACE = 4;

/** As people and tools do it who have never heard of Peerway: with EC2 alone. */
export const outsidePeerway = (journey: Pick<Journey, 'ec2As'>) => {
  const clients = new Map<string, EC2Client>();
  const at = ({ account, region }: Place): EC2Client => {
    const key = `${account} ${region}`;
    const client = clients.get(key) ?? journey.ec2As(account, region);
    clients.set(key, client);
    return client;
  };

  /** No two overlap. */
  const createVpcs = async (): Promise<Side[]> => {
    const created: Side[] = [];
    for (let n = 0; n < PLACES.length * VPCS_PER_PLACE; n++) {
      const place = PLACES[n % PLACES.length] as Place;
      const { Vpc } = await at(place).send(new CreateVpcCommand({ CidrBlock: `172.${16 + n}.0.0/16` }));
      created.push({ ...place, vpc: Vpc?.VpcId ?? '' });
    }
    return created;
  };

  const create = async (
    requester: Side,
    accepter: Side,
    tags: Record<string, string> = {},
  ): Promise<Made> => {
    const { VpcPeeringConnection: made } = await at(requester).send(
      new CreateVpcPeeringConnectionCommand({
        VpcId: requester.vpc,
        PeerVpcId: accepter.vpc,
        PeerOwnerId: accepter.account,
        PeerRegion: accepter.region,
        TagSpecifications: [
          {
            ResourceType: 'vpc-peering-connection',
            Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
          },
        ],
      }),
    );
    return { id: made?.VpcPeeringConnectionId ?? '', requester, accepter };
  };
  const accept = ({ id, accepter }: Made) =>
    at(accepter).send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId: id }));
  const reject = ({ id, accepter }: Made) =>
    at(accepter).send(new RejectVpcPeeringConnectionCommand({ VpcPeeringConnectionId: id }));
  const remove = ({ id, ...made }: Made, by: 'requester' | 'accepter') =>
    at(made[by]).send(new DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId: id }));

  /** What EC2 itself shows in every account and Region, by connection: one view for each side that shows it. */
  const shown = async (accounts = ACCOUNTS): Promise<Map<string, VpcPeeringConnection[]>> => {
    const found = await Promise.all(
      PLACES.filter(({ account }) => accounts.includes(account)).map(
        async (place) =>
          (await at(place).send(new DescribeVpcPeeringConnectionsCommand({}))).VpcPeeringConnections ?? [],
      ),
    );
    return Map.groupBy(found.flat(), ({ VpcPeeringConnectionId = '' }) => VpcPeeringConnectionId);
  };

  return {
    createVpcs,
    create,
    accept,
    reject,
    remove,
    shown,
    close: () => {
      for (const client of clients.values()) client.destroy();
    },
  };
};

/** As EC2 names them. */
const STATES = [
  'expired',
  'failed',
  'rejected',
  'deleted',
  'active',
  'pending-acceptance',
  'deleting',
  'provisioning',
  'initiating-request',
] as const;

type State = (typeof STATES)[number];

/** Creates connections in all states, each as often as the others, and leaves no time for what is under way to settle. */
export const createInAllStates = async (
  journey: Pick<Journey, 'pass'>,
  outside: ReturnType<typeof outsidePeerway>,
  count: number,
): Promise<(Made & { state: State })[]> => {
  const vpcs = await outside.createVpcs();
  const made: (Made & { state: State })[] = [];
  const create = async (...states: State[]) => {
    for (let n = 0; n < count; n++) {
      const state = STATES[n % STATES.length] as State;
      if (!states.includes(state)) continue;
      const distance = 1 + Math.floor(n / vpcs.length);
      const [from, to] = [vpcs[n % vpcs.length], vpcs[(n + distance) % vpcs.length]] as [Side, Side];
      const accepter = state === 'failed' ? { ...to, vpc: 'vpc-0123456789abcdef0' } : to;
      const tags = { 'peerway:justification': `Number ${n}`, 'peerway:contact': 'priya@payments.example' };
      made.push({ ...(await outside.create(from, accepter, n % 2 === 0 ? tags : { team: 'x' })), state });
    }
  };
  const each = async (states: State[], act: (one: Made, n: number) => Promise<unknown>) => {
    for (const [n, one] of made.filter(({ state }) => states.includes(state)).entries()) await act(one, n);
  };
  await create('expired');
  await journey.pass(7 * DAY);
  await create(...STATES.filter((state) => state !== 'expired' && state !== 'initiating-request'));
  await journey.pass(MINUTE);
  await each(['deleted', 'active', 'deleting'], outside.accept);
  await each(['rejected'], outside.reject);
  await journey.pass(MINUTE);
  await each(['deleted'], (one, n) => outside.remove(one, n % 2 === 0 ? 'requester' : 'accepter'));
  await journey.pass(MINUTE);
  await each(['provisioning'], outside.accept);
  await each(['deleting'], (one) => outside.remove(one, 'accepter'));
  await create('initiating-request');
  await journey.pass(1);
  return made;
};
