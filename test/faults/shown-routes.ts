import { DescribeRouteTablesCommand } from '@aws-sdk/client-ec2';
import { SIDES, type SideRole } from '../../functions/domain/request/connect.ts';
import type { PeeringRequest } from '../../functions/domain/request/peering-request.ts';
import type { FaultyStack } from './faulty-stack.ts';
import { ec2As } from './pair-of-vpcs.ts';

/** A route as EC2 shows it to the owner of its table. */
export type ShownRoute = { side: SideRole; table: string; destination: string; leadsTo: string };

/** All routes of both VPCs, but those to their own blocks. */
export const routesOf = async (stack: FaultyStack, record: PeeringRequest): Promise<ShownRoute[]> => {
  const found: ShownRoute[] = [];
  for (const side of SIDES) {
    const { owner_id, region, vpc_id } = record[side];
    const { RouteTables = [] } = await ec2As(stack, owner_id, region).send(
      new DescribeRouteTablesCommand({ Filters: [{ Name: 'vpc-id', Values: [vpc_id] }] }),
    );
    for (const { RouteTableId: table = '', Routes = [] } of RouteTables) {
      for (const {
        DestinationCidrBlock,
        DestinationIpv6CidrBlock,
        State: _,
        Origin: __,
        ...target
      } of Routes) {
        const leadsTo = String(Object.values(target)[0]);
        const destination = DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? '';
        if (leadsTo !== 'local') found.push({ side, table, destination, leadsTo });
      }
    }
  }
  return found;
};
