import {
  CreateRouteCommand,
  type CreateRouteCommandInput,
  DeleteRouteCommand,
  DescribeRouteTablesCommand,
  ReplaceRouteCommand,
} from '@aws-sdk/client-ec2';
import type { Where, World } from './emulated-ec2.ts';

type Destination = Pick<
  CreateRouteCommandInput,
  'DestinationCidrBlock' | 'DestinationIpv6CidrBlock' | 'DestinationPrefixListId'
>;

/** The main table of a seeded VPC has its digits. */
export const mainTableOf = (vpcId: string): string => vpcId.replace('vpc-', 'rtb-');

const to = (destination: string): Destination => {
  if (destination.startsWith('pl-')) return { DestinationPrefixListId: destination };
  return destination.includes(':')
    ? { DestinationIpv6CidrBlock: destination }
    : { DestinationCidrBlock: destination };
};

const leading = (target: string): object => {
  if (target.startsWith('pcx')) return { VpcPeeringConnectionId: target };
  if (target.startsWith('tgw')) return { TransitGatewayId: target };
  if (target.startsWith('eni')) return { NetworkInterfaceId: target };
  return target.startsWith('nat') ? { NatGatewayId: target } : { GatewayId: target };
};

/** What can be done to one route table, and how its routes are shown. */
export const routeTable = (world: World, where: Where, RouteTableId: string) => {
  const ec2 = world.ec2(where);
  const described = async () => {
    const answer = await ec2.send(new DescribeRouteTablesCommand({ RouteTableIds: [RouteTableId] }));
    return answer.RouteTables?.[0];
  };
  return {
    add: (destination: string, target: string) =>
      ec2.send(new CreateRouteCommand({ RouteTableId, ...to(destination), ...leading(target) })),
    replace: (destination: string, target: string) =>
      ec2.send(
        new ReplaceRouteCommand({
          RouteTableId,
          ...to(destination),
          ...(target === 'local' ? { LocalTarget: true } : leading(target)),
        }),
      ),
    remove: (destination: string) => ec2.send(new DeleteRouteCommand({ RouteTableId, ...to(destination) })),
    described,
    /** Such as `10.20.0.0/16 → pcx-… active`. */
    routes: async () =>
      (await described())?.Routes?.map((route) => {
        const {
          DestinationCidrBlock,
          DestinationIpv6CidrBlock,
          DestinationPrefixListId,
          State,
          Origin: _,
          ...target
        } = route;
        const destination = DestinationCidrBlock ?? DestinationIpv6CidrBlock ?? DestinationPrefixListId;
        return `${destination} → ${Object.values(target)} ${State}`;
      }),
  };
};
