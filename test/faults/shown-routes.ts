import { SIDES, type SideRole } from '../../functions/domain/request/connect.ts';
import type { PeeringRequest } from '../../functions/domain/request/peering-request.ts';
import type { FaultyStack } from './faulty-stack.ts';

/** A route as it stands in EC2. */
export type ShownRoute = { side: SideRole; table: string; destination: string; leadsTo: string };

/** All routes of both VPCs, but those to their own blocks. */
export const routesOf = (stack: FaultyStack, record: PeeringRequest): ShownRoute[] => {
  const tables = stack.local.ec2.routeTables();
  return SIDES.flatMap((side) =>
    tables
      .filter(({ vpcId }) => vpcId === record[side].vpc_id)
      .flatMap(({ routeTableId: table, routes }) =>
        routes.map(({ destination, target: leadsTo }) => ({ side, table, destination, leadsTo })),
      )
      .filter(({ leadsTo }) => leadsTo !== 'local'),
  );
};
