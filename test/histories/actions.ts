import {
  AcceptVpcPeeringConnectionCommand,
  CreateVpcPeeringConnectionCommand,
  DeleteVpcPeeringConnectionCommand,
  EC2ServiceException,
  RejectVpcPeeringConnectionCommand,
} from '@aws-sdk/client-ec2';
import type { PeeringRequest } from '../../functions/domain/request/peering-request.ts';
import { ec2As } from '../faults/pair-of-vpcs.ts';
import type { History, PairIndex } from './history.ts';

export const CONSOLE_ACTIONS = {
  'the accepter accepts': ['accepter', AcceptVpcPeeringConnectionCommand],
  'the accepter rejects': ['accepter', RejectVpcPeeringConnectionCommand],
  'the accepter deletes': ['accepter', DeleteVpcPeeringConnectionCommand],
  'the requester deletes': ['requester', DeleteVpcPeeringConnectionCommand],
} as const;

export type ConsoleAction = keyof typeof CONSOLE_ACTIONS;

/** Does it in the owner's own console; EC2 may refuse, as it does with people. */
export const actInConsole = async (
  history: History,
  pair: PairIndex,
  action: ConsoleAction,
): Promise<void> => {
  const connection = history.stack.local.ec2
    .connections()
    .findLast(({ requester }) => requester.vpcId === history.pairs[pair].vpc_id);
  if (!connection) return;
  const [side, Command] = CONSOLE_ACTIONS[action];
  const { accountId, region } = connection[side];
  try {
    await ec2As(history.stack, accountId, region).send(
      new Command({ VpcPeeringConnectionId: connection.id }),
    );
  } catch (error) {
    if (!(error instanceof EC2ServiceException)) throw error;
  }
};

/** Somebody makes a connection between the VPCs by hand, without Peerway. */
export const createInConsole = async (
  history: History,
  pair: PairIndex,
  tags: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const { vpc_id, vpc_owner_id, vpc_region, peer_vpc_id, peer_owner_id, peer_region } = history.pairs[pair];
  await ec2As(history.stack, vpc_owner_id, vpc_region).send(
    new CreateVpcPeeringConnectionCommand({
      VpcId: vpc_id,
      PeerVpcId: peer_vpc_id,
      PeerOwnerId: peer_owner_id,
      PeerRegion: peer_region,
      TagSpecifications: [
        {
          ResourceType: 'vpc-peering-connection',
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        },
      ],
    }),
  );
};

export const callerOf = ({ requester }: PeeringRequest): string =>
  `arn:aws:sts::${requester.owner_id}:assumed-role/Developer/local`;

/** The requester withdraws, or tears down; what they were told is remembered. */
export const cancel = async (
  history: History,
  request: PeeringRequest,
): Promise<'decision' | 'teardown' | undefined> => {
  const { id, requester } = request;
  const { status, text } = await history.ask(
    requester.owner_id,
    'POST',
    `/peering-requests/${id}/cancel`,
    {},
  );
  if (status !== 200) return undefined;
  history.acknowledge(id, callerOf(request), 'cancel');
  return (JSON.parse(text) as { data?: { teardown: object | null } }).data?.teardown
    ? 'teardown'
    : 'decision';
};

/** Stops every execution that follows a request of the pair. */
export const killExecutions = async (history: History, pair: PairIndex): Promise<void> => {
  const ids = (await history.requestsOf(pair)).map(({ id }) => id);
  for (const name of await history.stack.runningExecutions()) {
    if (ids.some((id) => name.startsWith(id))) await history.stack.stopExecution(name);
  }
  history.kills += 1;
};
