import {
  AssociateRouteTableCommand,
  AssociateVpcCidrBlockCommand,
  CreateSubnetCommand,
  DeleteSubnetCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  DisassociateRouteTableCommand,
  DisassociateVpcCidrBlockCommand,
  type Filter,
  GetManagedPrefixListEntriesCommand,
  ReplaceRouteTableAssociationCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { TABLE, VPC } from '../../local/seed.ts';
import { emulatedEc2, outcome, PAYMENTS, refusal, requester, type World } from './emulated-ec2.ts';
import { mainTableOf, routeTable } from './route-table.ts';

const INVALID = 'InvalidParameterValue';
const eu = { accountId: PAYMENTS, region: 'eu-west-1' };

const newSubnet = async (world: World, CidrBlock: string, VpcId: string = VPC.paymentsUs) => {
  const create = new CreateSubnetCommand({ VpcId, CidrBlock });
  return (await world.ec2(requester).send(create)).Subnet?.SubnetId ?? '';
};

const associate = async (world: World, RouteTableId: string, SubnetId: string) => {
  const command = new AssociateRouteTableCommand({ RouteTableId, SubnetId });
  return (await world.ec2(requester).send(command)).AssociationId ?? '';
};

/** The table that a subnet uses by an association of its own. */
const tableOf = async (world: World, subnetId: string) => {
  const Filters = [{ Name: 'association.subnet-id', Values: [subnetId] }];
  const { RouteTables } = await world.ec2(requester).send(new DescribeRouteTablesCommand({ Filters }));
  return RouteTables?.[0]?.RouteTableId;
};

describe('Associations of route tables', () => {
  it('lead a subnet to another table than the main one, and are replaced and removed', async () => {
    await using world = await emulatedEc2();
    const client = world.ec2(requester);
    const subnetId = await newSubnet(world, '10.3.9.0/24', VPC.paymentsLegacy);
    expect(await tableOf(world, subnetId)).toBeUndefined();
    const AssociationId = await associate(world, TABLE.legacyApps, subnetId);
    expect(await tableOf(world, subnetId)).toBe(TABLE.legacyApps);
    expect(await refusal(associate(world, TABLE.legacyFull, subnetId))).toMatchObject({
      name: 'Resource.AlreadyAssociated',
      message: `the specified association for route table ${TABLE.legacyFull} conflicts with an existing association`,
    });

    const replace = new ReplaceRouteTableAssociationCommand({
      AssociationId,
      RouteTableId: TABLE.legacyFull,
    });
    const { NewAssociationId } = await client.send(replace);
    expect(NewAssociationId).not.toBe(AssociationId);
    expect(await tableOf(world, subnetId)).toBe(TABLE.legacyFull);
    expect(await outcome(client.send(replace))).toBe('InvalidAssociationID.NotFound');
    await client.send(new DisassociateRouteTableCommand({ AssociationId: NewAssociationId }));
    expect(await tableOf(world, subnetId)).toBeUndefined();

    await associate(world, TABLE.legacyApps, subnetId);
    await client.send(new DeleteSubnetCommand({ SubnetId: subnetId }));
    expect(await tableOf(world, subnetId)).toBeUndefined();
    const elsewhere = associate(world, TABLE.legacyApps, await newSubnet(world, '10.1.9.0/24'));
    expect(await outcome(elsewhere)).toBe(INVALID);
  });

  it('of the main table makes another one the main one, and cannot be removed', async () => {
    await using world = await emulatedEc2();
    const client = world.ec2(requester);
    const mains = async () => {
      const Filters = [
        { Name: 'association.main', Values: ['true'] },
        { Name: 'vpc-id', Values: [VPC.paymentsLegacy] },
      ];
      return (await client.send(new DescribeRouteTablesCommand({ Filters }))).RouteTables ?? [];
    };
    const [before] = await mains();
    const AssociationId = before?.Associations?.[0]?.RouteTableAssociationId ?? '';
    expect(await refusal(client.send(new DisassociateRouteTableCommand({ AssociationId })))).toMatchObject({
      name: INVALID,
      message: `cannot disassociate the main route table association ${AssociationId}`,
    });
    const RouteTableId = TABLE.legacyApps;
    await client.send(new ReplaceRouteTableAssociationCommand({ AssociationId, RouteTableId }));
    expect((await mains()).map((table) => table.RouteTableId)).toEqual([RouteTableId]);
  });

  it('of a gateway: such a table has no routes to connections, nor gets one', async () => {
    await using world = await emulatedEc2();
    const client = world.ec2(requester);
    const edge = routeTable(world, requester, TABLE.legacyEdge);
    const id = await world.active({ from: VPC.paymentsLegacy, to: VPC.analyticsUs });
    expect((await edge.described())?.Associations).toMatchObject([
      { GatewayId: 'igw-01111111111111a02', Main: false },
    ]);
    expect(await outcome(edge.add('10.20.0.0/16', id))).toBe(INVALID);
    const GatewayId = 'igw-0aaaaaaaaaaaaaaaa';
    const to = (RouteTableId: string) =>
      outcome(client.send(new AssociateRouteTableCommand({ RouteTableId, GatewayId })));
    expect(await to(TABLE.legacyConflict)).toBe(INVALID);
    expect(await to(TABLE.legacyVpn)).toBe(INVALID);
  });
});

describe('Subnets', () => {
  it.each<[title: string, cidr: string, code: string]>([
    ['outside of the VPC’s blocks', '10.9.0.0/24', 'InvalidSubnet.Range'],
    ['overlapping another one', '10.2.1.128/25', 'InvalidSubnet.Conflict'],
    ['that is no block', '10.2.9.0', INVALID],
    ['beside the others', '10.2.9.7/24', 'ok'],
  ])('%s: %s', async (_title, CidrBlock, code) => {
    await using world = await emulatedEc2();
    const create = new CreateSubnetCommand({ VpcId: VPC.paymentsEu, CidrBlock });
    expect(await outcome(world.ec2(eu).send(create))).toBe(code);
  });

  it('are shown with their blocks and tags', async () => {
    await using world = await emulatedEc2();
    const client = world.ec2(eu);
    const { Subnet } = await client.send(
      new CreateSubnetCommand({
        VpcId: VPC.paymentsEu,
        CidrBlock: '10.2.9.0/24',
        Ipv6CidrBlock: '2001:db8:2000:9::/64',
        TagSpecifications: [{ ResourceType: 'subnet', Tags: [{ Key: 'Name', Value: 'nine' }] }],
      }),
    );
    const found = async (...Filters: Filter[]) =>
      (await client.send(new DescribeSubnetsCommand({ Filters }))).Subnets;
    expect(await found({ Name: 'tag:Name', Values: ['nine'] })).toMatchObject([
      {
        SubnetId: Subnet?.SubnetId,
        OwnerId: PAYMENTS,
        State: 'available',
        CidrBlock: '10.2.9.0/24',
        Ipv6CidrBlockAssociationSet: [
          { Ipv6CidrBlock: '2001:db8:2000:9::/64', Ipv6CidrBlockState: { State: 'associated' } },
        ],
        Ipv6Native: false,
      },
    ]);
    expect(await found({ Name: 'vpc-id', Values: [VPC.paymentsEu] })).toHaveLength(2);
    expect(await found({ Name: 'cidr-block', Values: ['10.2.9.0/24'] })).toHaveLength(1);
    const unknown = new DescribeSubnetsCommand({ SubnetIds: ['subnet-0aaaaaaaaaaaaaaaa'] });
    expect(await outcome(client.send(unknown))).toBe('InvalidSubnetID.NotFound');
  });

  it('take the traffic of a whole subnet to a machine, and of no part of one', async () => {
    await using world = await emulatedEc2();
    const table = routeTable(world, requester, TABLE.legacyApps);
    expect(await outcome(table.add('10.3.1.0/24', 'eni-0aaaaaaaaaaaaaaaa'))).toBe('ok');
    expect(await outcome(table.add('10.3.2.0/25', 'eni-0aaaaaaaaaaaaaaaa'))).toBe(INVALID);
    expect(await outcome(table.add('10.3.2.0/24', 'tgw-0aaaaaaaaaaaaaaaa'))).toBe(INVALID);
  });
});

describe('A VPC’s blocks', () => {
  it('have local routes in every table while they are associated', async () => {
    await using world = await emulatedEc2();
    const client = world.ec2(requester);
    const local = async () =>
      (await routeTable(world, requester, mainTableOf(VPC.paymentsUs)).routes())?.map(
        (route) => route.split(' ')[0],
      );
    const added = new AssociateVpcCidrBlockCommand({ VpcId: VPC.paymentsUs, CidrBlock: '10.70.0.0/16' });
    const { CidrBlockAssociation } = await client.send(added);
    expect(await local()).toEqual(['10.1.0.0/16', '10.70.0.0/16']);
    const subnet = await newSubnet(world, '10.70.1.0/24');
    const disassociate = (AssociationId = CidrBlockAssociation?.AssociationId) =>
      client.send(new DisassociateVpcCidrBlockCommand({ AssociationId }));
    expect(await outcome(disassociate())).toBe('InvalidCidrBlock.InUse');
    await client.send(new DeleteSubnetCommand({ SubnetId: subnet }));
    expect((await disassociate()).CidrBlockAssociation?.CidrBlockState?.State).toBe('disassociating');
    expect(await local()).toEqual(['10.1.0.0/16']);
    expect(await outcome(disassociate())).toBe('InvalidVpcCidrBlockAssociationID.NotFound');

    const { Vpcs } = await client.send(new DescribeVpcsCommand({ VpcIds: [VPC.paymentsUs] }));
    expect(Vpcs?.[0]?.CidrBlockAssociationSet).toMatchObject([
      { CidrBlockState: { State: 'associated' } },
      { CidrBlockState: { State: 'disassociated' } },
    ]);
    const primary = Vpcs?.[0]?.CidrBlockAssociationSet?.[0]?.AssociationId;
    expect(await outcome(disassociate(primary))).toBe('OperationNotPermitted');
    const id = await world.active();
    expect((await world.look(requester, id)).RequesterVpcInfo?.CidrBlockSet).toEqual([
      { CidrBlock: '10.1.0.0/16' },
    ]);
  });
});

it('a prefix list tells its entries, and counts as many routes as it may have', async () => {
  await using world = await emulatedEc2({ settings: { routeQuota: 13 } });
  const PrefixListId = 'pl-01111111111111a02';
  const command = new GetManagedPrefixListEntriesCommand({ PrefixListId });
  const { Entries } = await world.ec2(requester).send(command);
  expect(Entries?.map(({ Cidr }) => Cidr)).toEqual(['10.20.128.0/20', '10.90.0.0/16']);
  const table = routeTable(world, requester, TABLE.legacyShadowed);
  expect(await table.routes()).toContain(`${PrefixListId} → tgw-01111111111111a01 active`);
  // One local route, one other, and ten entries.
  expect(await outcome(table.add('10.77.0.0/16', 'tgw-01111111111111a01'))).toBe('ok');
  expect(await outcome(table.add('10.78.0.0/16', 'tgw-01111111111111a01'))).toBe('RouteLimitExceeded');
});
