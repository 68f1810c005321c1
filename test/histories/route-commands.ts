import {
  AssociateVpcCidrBlockCommand,
  CreateRouteCommand,
  CreateTagsCommand,
  DeleteRouteCommand,
  DeleteTagsCommand,
  DescribeVpcsCommand,
  DisassociateVpcCidrBlockCommand,
  type EC2Client,
  EC2ServiceException,
  ReplaceRouteCommand,
} from '@aws-sdk/client-ec2';
import { SIDES, type SideRole } from '../../functions/domain/request/connect.ts';
import type { PeeringRequest } from '../../functions/domain/request/peering-request.ts';
import { invokeFunction } from '../../local/functions.ts';
import { MANAGED_TAG, TRANSIT_GATEWAY } from '../../local/seed.ts';
import { ec2As } from '../faults/pair-of-vpcs.ts';
import { routesOf } from '../faults/shown-routes.ts';
import { always, command, type HistoryCommand } from './command.ts';
import type { History, PairIndex } from './history.ts';
import type { RouteAt } from './others-routes.ts';
import { isAsked } from './people-commands.ts';

/** A block that each side may add to its VPC later. */
const MORE_BLOCKS: Readonly<Record<SideRole, string>> = {
  requester: '10.3.0.0/16',
  accepter: '10.4.0.0/16',
};

const PRIMARY_BLOCKS: Readonly<Record<SideRole, string>> = {
  requester: '10.1.0.0/16',
  accepter: '10.2.0.0/16',
};

type Hands = { history: History; ec2: EC2Client; record: PeeringRequest; side: SideRole };

/** EC2 may refuse, as it does with people. */
const unlessRefused = async (act: () => Promise<unknown>): Promise<boolean> => {
  try {
    await act();
    return true;
  } catch (error) {
    if (!(error instanceof EC2ServiceException)) throw error;
    return false;
  }
};

const parametersOf = ({ table, destination }: RouteAt) => ({
  RouteTableId: table,
  DestinationCidrBlock: destination,
});

const remove = async (route: RouteAt, { ec2, history }: Hands): Promise<boolean> => {
  const isDone = await unlessRefused(() => ec2.send(new DeleteRouteCommand(parametersOf(route))));
  if (isDone) history.others.removed(route);
  return isDone;
};

const lead = async (
  Command: typeof CreateRouteCommand | typeof ReplaceRouteCommand,
  route: RouteAt,
  target: { TransitGatewayId: string } | { VpcPeeringConnectionId: string },
  { ec2, history }: Hands,
): Promise<void> => {
  const isDone = await unlessRefused(() => ec2.send(new Command({ ...parametersOf(route), ...target })));
  if (isDone) history.others.made(route, String(Object.values(target)[0]));
};

const ELSEWHERE = { TransitGatewayId: TRANSIT_GATEWAY };

const overConnection = ({ history, record, side }: Hands): RouteAt[] =>
  routesOf(history.stack, record).filter(
    (route) => route.side === side && route.leadsTo === record.vpc_peering_connection_id,
  );

const tablesOf = ({ history, record, side }: Hands): string[] =>
  history.stack.local.ec2
    .routeTables()
    .filter(({ vpcId }) => vpcId === record[side].vpc_id)
    .map(({ routeTableId }) => routeTableId);

const tag = { Tags: [{ Key: MANAGED_TAG.key, Value: MANAGED_TAG.value }] };

/** What the owner of a VPC does by hand that concerns its routes over a pair's connection. */
const BY_HAND = {
  'remove their routes to': async (hands) => {
    for (const route of overConnection(hands)) await remove(route, hands);
  },
  'make their routes anew, leading elsewhere, instead of to': async (hands) => {
    for (const route of overConnection(hands))
      if (await remove(route, hands)) await lead(CreateRouteCommand, route, ELSEWHERE, hands);
  },
  'replace their routes, leading elsewhere, instead of to': async (hands) => {
    for (const route of overConnection(hands)) await lead(ReplaceRouteCommand, route, ELSEWHERE, hands);
  },
  'make routes of their own over': async (hands) => {
    const { record, side } = hands;
    const destination = PRIMARY_BLOCKS[side === 'requester' ? 'accepter' : 'requester'];
    const target = { VpcPeeringConnectionId: record.vpc_peering_connection_id ?? 'pcx-none' };
    for (const table of tablesOf(hands))
      await lead(CreateRouteCommand, { table, destination }, target, hands);
  },
  'no longer let Peerway change the tables of': async (hands) => {
    await hands.ec2.send(new DeleteTagsCommand({ Resources: tablesOf(hands), ...tag }));
  },
  'let Peerway change the tables of': async (hands) => {
    await hands.ec2.send(new CreateTagsCommand({ Resources: tablesOf(hands), ...tag }));
  },
  'add a block to the VPCs of': async ({ ec2, record, side }) => {
    const block = { VpcId: record[side].vpc_id, CidrBlock: MORE_BLOCKS[side] };
    await unlessRefused(() => ec2.send(new AssociateVpcCidrBlockCommand(block)));
  },
  'take the added block from the VPCs of': async ({ ec2, record, side }) => {
    const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [record[side].vpc_id] }));
    const added = Vpcs.flatMap(({ CidrBlockAssociationSet = [] }) => CidrBlockAssociationSet).filter(
      ({ CidrBlock }) => CidrBlock === MORE_BLOCKS[side],
    );
    for (const { AssociationId } of added)
      await unlessRefused(() => ec2.send(new DisassociateVpcCidrBlockCommand({ AssociationId })));
  },
} as const satisfies Record<string, (hands: Hands) => Promise<void>>;

export type RouteAction = keyof typeof BY_HAND;

export const ROUTE_ACTIONS = Object.keys(BY_HAND) as RouteAction[];

/** They make routes of the owners' own out of Peerway's. */
export const LEADING_ELSEWHERE = [
  'make their routes anew, leading elsewhere, instead of to',
  'replace their routes, leading elsewhere, instead of to',
] as const satisfies RouteAction[];

/** Which owners do it. */
export type Owners = 'both owners' | 'the requester’s owners' | 'the accepter’s owners';

export const OWNERS: Readonly<Record<Owners, readonly SideRole[]>> = {
  'both owners': SIDES,
  'the requester’s owners': ['requester'],
  'the accepter’s owners': ['accepter'],
};

export const byHand = (
  pair: PairIndex,
  action: RouteAction,
  owners: Owners = 'both owners',
): HistoryCommand =>
  command(`${owners} ${action} ${pair}`, isAsked(pair), async (_, history) => {
    const record = await history.latest(pair);
    for (const side of record ? OWNERS[owners] : []) {
      if (!record) continue;
      const { owner_id, region } = record[side];
      await BY_HAND[action]({ history, ec2: ec2As(history.stack, owner_id, region), record, side });
    }
  });

/** Each side asks to have its side of the connection connected. */
export const connectAgain = (pair: PairIndex): HistoryCommand =>
  command(`both sides connect ${pair}`, isAsked(pair), async (_, history) => {
    const request = await history.latest(pair);
    for (const side of request ? SIDES : [])
      await history.ask(
        request?.[side].owner_id ?? '',
        'POST',
        `/peering-requests/${request?.id}/connect`,
        {},
      );
  });

export const watch: HistoryCommand = command('the watch looks', always, async () => {
  await invokeFunction('schedules/watch-connectivity', {}).catch(() => undefined);
});
