import { CreateRouteCommand, DeleteRouteCommand, EC2ServiceException } from '@aws-sdk/client-ec2';
import { SIDES } from '../../functions/domain/request/connect.ts';
import { invokeFunction } from '../../local/functions.ts';
import { TRANSIT_GATEWAY } from '../../local/seed.ts';
import { ec2As } from '../faults/pair-of-vpcs.ts';
import { routesOf } from '../faults/shown-routes.ts';
import { always, command, type HistoryCommand } from './command.ts';
import type { History, PairIndex } from './history.ts';
import { isAsked } from './people-commands.ts';

export const ROUTE_ACTIONS = ['remove their route to', 'lead their route elsewhere from'] as const;

export type RouteAction = (typeof ROUTE_ACTIONS)[number];

/** What the owners of both VPCs do by hand to the routes over a pair's connection. */
const changeRoutes = async (history: History, pair: PairIndex, action: RouteAction): Promise<void> => {
  const request = await history.latest(pair);
  if (!request) return;
  const shown = await routesOf(history.stack, request);
  for (const { side, table, destination, leadsTo } of shown) {
    if (leadsTo !== request.vpc_peering_connection_id) continue;
    const { owner_id, region } = request[side];
    const ec2 = ec2As(history.stack, owner_id, region);
    const route = { RouteTableId: table, DestinationCidrBlock: destination };
    try {
      await ec2.send(new DeleteRouteCommand(route));
      if (action === 'lead their route elsewhere from')
        await ec2.send(new CreateRouteCommand({ ...route, TransitGatewayId: TRANSIT_GATEWAY }));
    } catch (error) {
      if (!(error instanceof EC2ServiceException)) throw error;
    }
  }
};

export const byHand = (pair: PairIndex, action: RouteAction): HistoryCommand =>
  command(`both owners ${action} ${pair}`, isAsked(pair), (_, history) =>
    changeRoutes(history, pair, action),
  );

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
