import {
  AssociateVpcCidrBlockCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DeleteTagsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  type Filter,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { VPC } from '../../local/seed.ts';
import {
  ANALYTICS,
  accepter,
  emulatedEc2,
  outcome,
  PAIR,
  PAYMENTS,
  requester,
  SETTLE,
  type World,
} from './emulated-ec2.ts';

describe('Tags', () => {
  const tagsOf = async (world: World, id: string) =>
    Object.fromEntries((await world.look(requester, id)).Tags?.map(({ Key, Value }) => [Key, Value]) ?? []);

  it.each<[title: string, doomed: { Key: string; Value?: string }[] | undefined, left: object]>([
    ['by key', [{ Key: 'request' }], { owner: 'priya' }],
    ['by key and value', [{ Key: 'request', Value: 'pr-2' }], { owner: 'priya' }],
    ['by key and another value: none', [{ Key: 'request', Value: '' }], { owner: 'priya', request: 'pr-2' }],
    ['without a key: all', undefined, {}],
  ])('are overwritten by key and deleted %s', async (_title, doomed, left) => {
    await using world = await emulatedEc2();
    const { VpcPeeringConnectionId: id } = await world.create(requester, PAIR, {
      request: 'pr-1',
      owner: 'priya',
    });
    world.pass(SETTLE);
    const client = world.ec2(requester);
    await client.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'request', Value: 'pr-2' }] }));
    expect(await tagsOf(world, id)).toEqual({ owner: 'priya', request: 'pr-2' });
    await client.send(new DeleteTagsCommand({ Resources: [id], ...(doomed && { Tags: doomed }) }));
    expect(await tagsOf(world, id)).toEqual(left);
  });

  it.each([
    ['pcx-0aaaaaaaaaaaaaaaa', 'InvalidVpcPeeringConnectionID.NotFound'],
    [VPC.analyticsUs, 'InvalidVpcID.NotFound'],
    ['subnet-1', 'InvalidID'],
  ])('cannot be put on %s', async (id, code) => {
    await using world = await emulatedEc2();
    const tags = new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'a', Value: 'b' }] });
    expect(await outcome(world.ec2(requester).send(tags))).toBe(code);
  });
});

describe('VPCs', () => {
  it('are shown to their account in their Region, with every block', async () => {
    await using world = await emulatedEc2();
    const { Vpcs } = await world.ec2({ ...requester, region: 'eu-west-1' }).send(new DescribeVpcsCommand({}));
    expect(Vpcs).toMatchObject([
      {
        VpcId: VPC.paymentsEu,
        OwnerId: PAYMENTS,
        CidrBlock: '10.2.0.0/16',
        CidrBlockAssociationSet: [{ CidrBlock: '10.2.0.0/16', CidrBlockState: { State: 'associated' } }],
        Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8:2000::/56' }],
        Tags: [{ Key: 'Name', Value: 'payments-eu' }],
      },
    ]);
  });

  it.each<[Filter, number]>([
    [{ Name: 'vpc-id', Values: [VPC.analyticsUs, VPC.analyticsOverlap] }, 2],
    [{ Name: 'cidr', Values: ['10.20.0.0/16'] }, 1],
    [{ Name: 'cidr-block-association.cidr-block', Values: ['10.1.64.0/18'] }, 1],
    [{ Name: 'owner-id', Values: [ANALYTICS] }, 3],
    [{ Name: 'tag:Name', Values: ['analytics-*'] }, 3],
  ])('filter %j', async (filter, count) => {
    await using world = await emulatedEc2();
    const { Vpcs } = await world.ec2(accepter).send(new DescribeVpcsCommand({ Filters: [filter] }));
    expect(Vpcs).toHaveLength(count);
  });

  it('are created in canonical form, with an IPv6 block on demand', async () => {
    await using world = await emulatedEc2();
    const { Vpc } = await world
      .ec2(requester)
      .send(new CreateVpcCommand({ CidrBlock: '10.60.7.0/16', AmazonProvidedIpv6CidrBlock: true }));
    expect(Vpc?.CidrBlock).toBe('10.60.0.0/16');
    expect(Vpc?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock).toMatch(/^2600:1f00:.*::\/56$/);
  });

  it.each([
    ['no CIDR block', 'ten', 'InvalidParameterValue'],
    ['larger than /16', '10.0.0.0/8', 'InvalidVpc.Range'],
    ['overlapping one of its own', '10.1.9.0/24', 'CidrConflict'],
  ])('refuse a block that is %s', async (_title, CidrBlock, code) => {
    await using world = await emulatedEc2();
    const associate = new AssociateVpcCidrBlockCommand({ VpcId: VPC.paymentsUs, CidrBlock });
    expect(await outcome(world.ec2(requester).send(associate))).toBe(code);
  });

  it('have attributes', async () => {
    await using world = await emulatedEc2();
    const hostnames = async () => {
      const read = new DescribeVpcAttributeCommand({
        VpcId: VPC.paymentsUs,
        Attribute: 'enableDnsHostnames',
      });
      return (await world.ec2(requester).send(read)).EnableDnsHostnames?.Value;
    };
    expect(await hostnames()).toBe(false);
    await world.setDnsHostnames(requester, VPC.paymentsUs);
    expect(await hostnames()).toBe(true);
  });
});
