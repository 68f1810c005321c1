import {
  CreateRouteTableCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DeleteRouteTableCommand,
  DeleteVpcCommand,
  DescribeRouteTablesCommand,
  DescribeVpcsCommand,
  type Filter,
  paginateDescribeRouteTables,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { VPC } from '../../local/seed.ts';
import { ANALYTICS, accepter, emulatedEc2, outcome, type World } from './emulated-ec2.ts';
import { routeTable } from './route-table.ts';

const newVpc = async (world: World) => {
  const created = await world
    .ec2(accepter)
    .send(new CreateVpcCommand({ CidrBlock: '10.60.0.0/16', AmazonProvidedIpv6CidrBlock: true }));
  return created.Vpc?.VpcId ?? '';
};

const newTable = async (world: World, VpcId: string, Value = 'apps') => {
  const create = new CreateRouteTableCommand({
    VpcId,
    TagSpecifications: [{ ResourceType: 'route-table', Tags: [{ Key: 'Name', Value }] }],
  });
  return (await world.ec2(accepter).send(create)).RouteTable;
};

const tablesOf = async (world: World, ...Filters: Filter[]) =>
  (await world.ec2(accepter).send(new DescribeRouteTablesCommand({ Filters }))).RouteTables ?? [];

describe('Route tables', () => {
  it('are made with a VPC, as its main one, with routes to its blocks', async () => {
    await using world = await emulatedEc2();
    const VpcId = await newVpc(world);
    const [table] = await tablesOf(world, { Name: 'vpc-id', Values: [VpcId] });
    expect(table).toMatchObject({
      VpcId,
      OwnerId: ANALYTICS,
      Associations: [
        { Main: true, RouteTableId: table?.RouteTableId, AssociationState: { State: 'associated' } },
      ],
      Routes: [
        {
          DestinationCidrBlock: '10.60.0.0/16',
          GatewayId: 'local',
          Origin: 'CreateRouteTable',
          State: 'active',
        },
        { DestinationIpv6CidrBlock: expect.stringMatching(/^2600:.*::\/56$/), GatewayId: 'local' },
      ],
      PropagatingVgws: [],
      Tags: [],
    });
    expect(table?.Associations?.[0]).not.toHaveProperty('SubnetId');
  });

  it('are made, tagged and deleted; the main one only with its VPC', async () => {
    await using world = await emulatedEc2();
    const client = world.ec2(accepter);
    const VpcId = await newVpc(world);
    const [main] = await tablesOf(world, { Name: 'vpc-id', Values: [VpcId] });
    const made = await newTable(world, VpcId);
    expect(made).toMatchObject({ VpcId, Associations: [], Tags: [{ Key: 'Name', Value: 'apps' }] });
    expect(made?.Routes).toHaveLength(2);
    const tag = { Key: 'peerway:routes', Value: 'managed' };
    await client.send(new CreateTagsCommand({ Resources: [`${made?.RouteTableId}`], Tags: [tag] }));
    const managed = await tablesOf(world, { Name: 'tag:peerway:routes', Values: ['managed'] });
    expect(managed.map(({ RouteTableId }) => RouteTableId)).toContain(made?.RouteTableId);

    const remove = (RouteTableId = '') => outcome(client.send(new DeleteRouteTableCommand({ RouteTableId })));
    const removeVpc = () => outcome(client.send(new DeleteVpcCommand({ VpcId })));
    expect(await remove(main?.RouteTableId)).toBe('DependencyViolation');
    expect(await removeVpc()).toBe('DependencyViolation');
    expect(await remove(made?.RouteTableId)).toBe('ok');
    expect(await remove(made?.RouteTableId)).toBe('InvalidRouteTableID.NotFound');
    expect(await removeVpc()).toBe('ok');
    expect(await tablesOf(world, { Name: 'vpc-id', Values: [VpcId] })).toEqual([]);
  });

  it('page by five to a hundred', async () => {
    await using world = await emulatedEc2();
    const VpcId = await newVpc(world);
    for (let made = 1; made < 12; made += 1) await newTable(world, VpcId);
    const sizes: number[] = [];
    const client = world.ec2(accepter);
    const Filters = [{ Name: 'vpc-id', Values: [VpcId] }];
    for await (const { RouteTables } of paginateDescribeRouteTables({ client, pageSize: 5 }, { Filters })) {
      sizes.push(RouteTables?.length ?? 0);
    }
    expect(sizes).toEqual([5, 5, 2]);
    const wide = new DescribeRouteTablesCommand({ MaxResults: 101 });
    expect(await outcome(client.send(wide))).toBe('InvalidParameterValue');
  });

  it.each<[name: string, value: (id: string) => string]>([
    ['route.vpc-peering-connection-id', (id) => id],
    ['route.destination-cidr-block', () => '10.1.0.0/16'],
    ['route.destination-ipv6-cidr-block', () => '2001:db8:9::/64'],
    ['route.transit-gateway-id', () => 'tgw-0aaaaaaaaaaaaaaaa'],
    ['route.state', () => 'active'],
    ['route.origin', () => 'CreateRoute'],
    ['tag-key', () => 'Name'],
  ])('are found by %s', async (Name, value) => {
    await using world = await emulatedEc2();
    const made = await newTable(world, VPC.analyticsUs);
    const table = routeTable(world, accepter, made?.RouteTableId ?? '');
    const id = await world.active();
    await table.add('10.1.0.0/16', id);
    await table.add('2001:db8:9::/64', 'tgw-0aaaaaaaaaaaaaaaa');
    const inVpc = { Name: 'vpc-id', Values: [VPC.analyticsUs] };
    const found = await tablesOf(world, inVpc, { Name, Values: [value(id)] });
    expect(found.map(({ RouteTableId }) => RouteTableId)).toContain(made?.RouteTableId);
    expect(await tablesOf(world, inVpc, { Name, Values: ['nothing'] })).toEqual([]);
  });

  it('of a shared VPC are shown without their tags, and changed by their owner alone', async () => {
    await using world = await emulatedEc2();
    const made = await newTable(world, VPC.analyticsUs);
    world.emulator.changeVpc(VPC.analyticsUs, (vpc) => {
      vpc.sharedWith = ['111111111111'];
    });
    const shared = routeTable(world, { accountId: '111111111111' }, made?.RouteTableId ?? '');
    expect(await shared.described()).toMatchObject({ OwnerId: ANALYTICS, Tags: [] });
    const { Vpcs } = await world
      .ec2({ accountId: '111111111111' })
      .send(new DescribeVpcsCommand({ VpcIds: [VPC.analyticsUs] }));
    expect(Vpcs).toMatchObject([{ OwnerId: ANALYTICS, Tags: [] }]);
    expect(await outcome(shared.remove('10.1.0.0/16'))).toBe('InvalidRouteTableID.NotFound');
  });
});
