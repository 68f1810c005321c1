import {
  AssociateVpcCidrBlockCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DeleteTagsCommand,
  DescribeTagsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  type Filter,
  ModifyVpcAttributeCommand,
  paginateDescribeTags,
  type Tag,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { VPC } from '../../local/seed.ts';
import {
  ANALYTICS,
  accepter,
  emulatedEc2,
  outcome,
  PAIR,
  PARTNER,
  PAYMENTS,
  refusal,
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
    ['rtb-0aaaaaaaaaaaaaaaa', 'InvalidRouteTableID.NotFound'],
    ['subnet-1', 'InvalidSubnetID.Malformed'],
    ['vol-1', 'InvalidID'],
  ])('cannot be put on %s', async (id, code) => {
    await using world = await emulatedEc2();
    const tags = new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'a', Value: 'b' }] });
    expect(await outcome(world.ec2(requester).send(tags))).toBe(code);
  });
});

describe('What a tag may be', () => {
  const long = (length: number) => 'k'.repeat(length);
  const numbered = (count: number) =>
    Array.from({ length: count }, (_, number) => ({ Key: `k${number}`, Value: 'v' }));

  it.each<[title: string, tags: Tag[], code: string, message?: string]>([
    ['a key of 128 characters, a value of 256', [{ Key: long(128), Value: long(256) }], 'ok'],
    ['50 tags', numbered(50), 'ok'],
    ['51 tags', numbered(51), 'TagLimitExceeded'],
    [
      'a key that begins with aws:',
      [{ Key: 'aws:owner', Value: 'v' }],
      'InvalidParameterValue',
      "Value ( aws:owner ) for parameter key is invalid. Tag keys starting with 'aws:' are reserved for internal use",
    ],
    ['the same in capitals', [{ Key: 'AWS:owner', Value: 'v' }], 'InvalidParameterValue'],
    ['no key', [{ Key: '', Value: 'v' }], 'InvalidParameterValue'],
    ['a key of 129 characters', [{ Key: long(129), Value: 'v' }], 'InvalidParameterValue'],
    ['a value of 257 characters', [{ Key: 'k', Value: long(257) }], 'InvalidParameterValue'],
    [
      'a key twice',
      [
        { Key: 'owner', Value: 'priya' },
        { Key: 'owner', Value: 'paul' },
      ],
      'InvalidParameterValue',
      "Duplicate tag key 'owner' specified.",
    ],
  ])('%s', async (_title, Tags, code, message) => {
    await using world = await emulatedEc2();
    const client = world.ec2(requester);
    const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: '10.60.0.0/16' }));
    const tagged = new CreateVpcCommand({
      CidrBlock: '10.61.0.0/16',
      TagSpecifications: [{ ResourceType: 'vpc', Tags }],
    });
    const tag = new CreateTagsCommand({ Resources: [String(Vpc?.VpcId)], Tags });
    for (const send of [() => client.send(tag), () => client.send(tagged)]) {
      const refused = await refusal(send());
      expect(refused?.name ?? 'ok').toBe(code);
      if (message !== undefined) expect(refused?.message).toBe(message);
    }
  });
});

describe('DescribeTags', () => {
  const partner = { accountId: PARTNER, region: 'eu-west-1' };

  it.each<[Filter[], string[]]>([
    [[], ['partner-eu', 'pr-1', 'priya']],
    [[{ Name: 'resource-type', Values: ['vpc'] }], ['partner-eu']],
    [[{ Name: 'resource-id', Values: ['pcx-*'] }], ['pr-1', 'priya']],
    [[{ Name: 'key', Values: ['request'] }], ['pr-1']],
    [[{ Name: 'value', Values: ['p?iya'] }], ['priya']],
    [[{ Name: 'tag:request', Values: ['pr-1'] }], ['pr-1']],
  ])('shows the caller’s tags in its Region: filter %j', async (Filters, values) => {
    await using world = await emulatedEc2();
    const pair = { from: VPC.partnerEu, to: VPC.analyticsEu };
    const { VpcPeeringConnectionId: id } = await world.create(partner, pair, {
      request: 'pr-1',
      owner: 'priya',
    });
    world.pass(SETTLE);
    const { Tags = [] } = await world.ec2(partner).send(new DescribeTagsCommand({ Filters }));
    expect(Tags.map(({ Value }) => Value).sort()).toEqual(values);
    const [found] = Tags.filter(({ Key }) => Key === 'request');
    if (found)
      expect(found).toEqual({
        ResourceId: id,
        ResourceType: 'vpc-peering-connection',
        Key: 'request',
        Value: 'pr-1',
      });
  });

  it('pages through many, and refuses a filter that only resources have', async () => {
    await using world = await emulatedEc2();
    const client = world.ec2(partner);
    const Tags = Array.from({ length: 11 }, (_, number) => ({ Key: `k ${number}`, Value: '' }));
    await client.send(new CreateTagsCommand({ Resources: [VPC.partnerEu], Tags }));
    const keys: (string | undefined)[][] = [];
    for await (const page of paginateDescribeTags({ client, pageSize: 5 }, {})) {
      keys.push(page.Tags?.map(({ Key }) => Key) ?? []);
    }
    expect(keys.map((page) => page.length)).toEqual([5, 5, 2]);
    expect(keys.flat().sort()).toEqual(['Name', ...Tags.map(({ Key }) => Key)].sort());
    const byTagKey = new DescribeTagsCommand({ Filters: [{ Name: 'tag-key', Values: ['Name'] }] });
    expect(await outcome(client.send(byTagKey))).toBe('InvalidParameterValue');
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
      {
        VpcId: VPC.paymentsLedger,
        CidrBlockAssociationSet: [{ CidrBlock: '10.4.0.0/16' }, { CidrBlock: '100.64.4.0/22' }],
      },
    ]);
  });

  it.each<[Filter, number]>([
    [{ Name: 'vpc-id', Values: [VPC.analyticsUs, VPC.analyticsOverlap] }, 2],
    [{ Name: 'cidr', Values: ['10.20.0.0/16'] }, 1],
    [{ Name: 'cidr-block-association.cidr-block', Values: ['10.1.64.0/18'] }, 1],
    [{ Name: 'owner-id', Values: [ANALYTICS] }, 3],
    [{ Name: 'tag:Name', Values: ['analytics-*'] }, 3],
    [{ Name: 'tag-key', Values: ['Name'] }, 3],
    [{ Name: 'state', Values: ['available'] }, 3],
    [{ Name: 'state', Values: ['pending'] }, 0],
    [{ Name: 'is-default', Values: ['false'] }, 3],
    [{ Name: 'is-default', Values: ['true'] }, 0],
    [{ Name: 'cidr-block-association.state', Values: ['associated'] }, 3],
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

  it.each<[title: string, attributes: object, code: string, message?: string]>([
    [
      'two at once',
      { EnableDnsSupport: { Value: true }, EnableDnsHostnames: { Value: true } },
      'InvalidParameterCombination',
      'Fields for multiple attribute types specified: enableDnsSupport, enableDnsHostnames',
    ],
    ['none', {}, 'InvalidParameterCombination', 'No attributes specified.'],
    ['host names without support', { EnableDnsHostnames: { Value: true } }, 'InvalidParameterCombination'],
    ['no host names without support', { EnableDnsHostnames: { Value: false } }, 'ok'],
  ])('change one attribute at a time: %s', async (_title, attributes, code, message) => {
    await using world = await emulatedEc2();
    const modify = (change: object) =>
      world.ec2(requester).send(new ModifyVpcAttributeCommand({ VpcId: VPC.paymentsUs, ...change }));
    await modify({ EnableDnsSupport: { Value: false } });
    const refused = await refusal(modify(attributes));
    expect(refused?.name ?? 'ok').toBe(code);
    if (message !== undefined) expect(refused?.message).toBe(message);
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
