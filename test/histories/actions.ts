import {
  AcceptVpcPeeringConnectionCommand,
  CreateVpcPeeringConnectionCommand,
  DeleteVpcPeeringConnectionCommand,
  EC2ServiceException,
  RejectVpcPeeringConnectionCommand,
} from '@aws-sdk/client-ec2';
import type { RequestId } from '../../functions/domain/request/peering-request.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { ANALYTICS, ec2As, PAYMENTS } from '../faults/pair-of-vpcs.ts';
import type { History, PairIndex } from './history.ts';

export const CONSOLE_ACTIONS = {
  'the accepter accepts': [ANALYTICS, 'eu-west-1', AcceptVpcPeeringConnectionCommand],
  'the accepter rejects': [ANALYTICS, 'eu-west-1', RejectVpcPeeringConnectionCommand],
  'the accepter deletes': [ANALYTICS, 'eu-west-1', DeleteVpcPeeringConnectionCommand],
  'the requester deletes': [PAYMENTS, 'us-east-1', DeleteVpcPeeringConnectionCommand],
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
  const [account, region, Command] = CONSOLE_ACTIONS[action];
  try {
    await ec2As(history.stack, account, region).send(new Command({ VpcPeeringConnectionId: connection.id }));
  } catch (error) {
    if (!(error instanceof EC2ServiceException)) throw error;
  }
};

/** Somebody makes a connection between the VPCs by hand, without Peerway. */
export const createInConsole = async (history: History, pair: PairIndex): Promise<void> => {
  const { vpc_id, peer_vpc_id, peer_owner_id, peer_region } = history.pairs[pair];
  await ec2As(history.stack, PAYMENTS, 'us-east-1').send(
    new CreateVpcPeeringConnectionCommand({
      VpcId: vpc_id,
      PeerVpcId: peer_vpc_id,
      PeerOwnerId: peer_owner_id,
      PeerRegion: peer_region,
    }),
  );
};

export const CALLER = `arn:aws:sts::${PAYMENTS}:assumed-role/Developer/local`;

/** The requester withdraws, or tears down; what they were told is remembered. */
export const cancel = async (
  history: History,
  id: RequestId,
): Promise<'decision' | 'teardown' | undefined> => {
  const response = await signedFetch(PAYMENTS, `${history.api}/peering-requests/${id}/cancel`, {
    method: 'POST',
    body: '{}',
  });
  const answer = (await response.json()) as { data?: { teardown: object | null } };
  if (response.status !== 200) return undefined;
  history.acknowledge(id, CALLER, 'cancel');
  return answer.data?.teardown ? 'teardown' : 'decision';
};

/** Stops every execution that follows a request of the pair. */
export const killExecutions = async (history: History, pair: PairIndex): Promise<void> => {
  const ids = (await history.requestsOf(pair)).map(({ id }) => id);
  for (const name of await history.stack.runningExecutions()) {
    if (ids.some((id) => name.startsWith(id))) await history.stack.stopExecution(name);
  }
  history.kills += 1;
};
