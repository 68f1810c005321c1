import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupReferencesCommand,
  DescribeSecurityGroupsCommand,
  DescribeStaleSecurityGroupsCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { VPC } from '../../local/seed.ts';
import {
  ANALYTICS,
  accepter,
  emulatedEc2,
  outcome,
  requester,
  SETTLE,
  type Where,
  type World,
} from './emulated-ec2.ts';

const newGroup = async (world: World, where: Where, VpcId: string) => {
  const create = new CreateSecurityGroupCommand({ VpcId, GroupName: 'apps', Description: 'Apps.' });
  return (await world.ec2(where).send(create)).GroupId ?? '';
};

/** Lets PostgreSQL in from another group. */
const postgres = (GroupId: string, from: string) => ({
  GroupId,
  IpPermissions: [
    {
      IpProtocol: 'tcp',
      FromPort: 5432,
      ToPort: 5432,
      UserIdGroupPairs: [{ GroupId: from, UserId: ANALYTICS }],
    },
  ],
});

const stale = async (world: World, where: Where, VpcId: string) =>
  (await world.ec2(where).send(new DescribeStaleSecurityGroupsCommand({ VpcId }))).StaleSecurityGroupSet ??
  [];

const references = async (world: World, where: Where, id: string) => {
  const command = new DescribeSecurityGroupReferencesCommand({ GroupId: [id] });
  return (await world.ec2(where).send(command)).SecurityGroupReferenceSet;
};

describe('A rule that names a peer’s group', () => {
  it('needs an active connection, goes stale with it, and is revived by the next one', async () => {
    await using world = await emulatedEc2();
    const client = world.ec2(requester);
    const own = await newGroup(world, requester, VPC.paymentsUs);
    const peers = await newGroup(world, accepter, VPC.analyticsUs);
    const allow = new AuthorizeSecurityGroupIngressCommand(postgres(own, peers));
    expect(await outcome(client.send(allow))).toBe('InvalidGroup.NotFound');
    const id = await world.active();
    expect(await outcome(client.send(allow))).toBe('ok');
    expect(await outcome(client.send(allow))).toBe('InvalidPermission.Duplicate');
    expect(await references(world, accepter, peers)).toEqual([
      { GroupId: peers, ReferencingVpcId: VPC.paymentsUs, VpcPeeringConnectionId: id },
    ]);
    expect(await references(world, requester, own)).toEqual([]);
    expect(await stale(world, requester, VPC.paymentsUs)).toEqual([]);

    await world.remove(accepter, id);
    world.pass(SETTLE);
    expect(await references(world, accepter, peers)).toEqual([]);
    expect(await stale(world, requester, VPC.paymentsUs)).toMatchObject([
      {
        GroupId: own,
        GroupName: 'apps',
        VpcId: VPC.paymentsUs,
        StaleIpPermissions: [
          {
            IpProtocol: 'tcp',
            FromPort: 5432,
            ToPort: 5432,
            UserIdGroupPairs: [
              {
                GroupId: peers,
                UserId: ANALYTICS,
                VpcId: VPC.analyticsUs,
                VpcPeeringConnectionId: id,
                PeeringStatus: 'deleted',
              },
            ],
          },
        ],
      },
    ]);
    await world.active();
    expect(await stale(world, requester, VPC.paymentsUs)).toEqual([]);

    await world.ec2(accepter).send(new DeleteSecurityGroupCommand({ GroupId: peers }));
    expect(await stale(world, requester, VPC.paymentsUs)).toHaveLength(1);
    await client.send(new RevokeSecurityGroupIngressCommand(postgres(own, peers)));
    expect(await stale(world, requester, VPC.paymentsUs)).toEqual([]);
    expect(await outcome(client.send(new RevokeSecurityGroupIngressCommand(postgres(own, peers))))).toBe(
      'InvalidPermission.NotFound',
    );
  });

  it('is one for outgoing traffic too, apart from the same one for incoming', async () => {
    await using world = await emulatedEc2();
    const client = world.ec2(requester);
    const own = await newGroup(world, requester, VPC.paymentsUs);
    const peers = await newGroup(world, accepter, VPC.analyticsUs);
    const id = await world.active();
    const rule = postgres(own, peers);
    await client.send(new AuthorizeSecurityGroupEgressCommand(rule));
    expect(await outcome(client.send(new RevokeSecurityGroupIngressCommand(rule)))).toBe(
      'InvalidPermission.NotFound',
    );
    const { SecurityGroups } = await client.send(
      new DescribeSecurityGroupsCommand({ Filters: [{ Name: 'vpc-id', Values: [VPC.paymentsUs] }] }),
    );
    const pair = { GroupId: peers, UserId: ANALYTICS, VpcId: VPC.analyticsUs, VpcPeeringConnectionId: id };
    expect(SecurityGroups).toMatchObject([
      {
        GroupId: own,
        VpcId: VPC.paymentsUs,
        IpPermissions: [],
        IpPermissionsEgress: [{ UserIdGroupPairs: [{ ...pair, PeeringStatus: 'active' }] }],
      },
    ]);
    await world.remove(accepter, id);
    world.pass(SETTLE);
    expect(await stale(world, requester, VPC.paymentsUs)).toMatchObject([
      { StaleIpPermissions: [], StaleIpPermissionsEgress: [{ UserIdGroupPairs: [pair] }] },
    ]);
    await client.send(new RevokeSecurityGroupEgressCommand(rule));
    expect(await stale(world, requester, VPC.paymentsUs)).toEqual([]);
  });

  it('is not possible between Regions', async () => {
    await using world = await emulatedEc2();
    await world.active({ from: VPC.paymentsUs, to: VPC.analyticsLake, toRegion: 'eu-west-1' });
    const own = await newGroup(world, requester, VPC.paymentsUs);
    const allow = new AuthorizeSecurityGroupIngressCommand(postgres(own, 'sg-02222222222222e03'));
    expect(await outcome(world.ec2(requester).send(allow))).toBe('InvalidGroup.NotFound');
  });

  it('is stale in the seed, by a connection that is gone', async () => {
    await using world = await emulatedEc2();
    await world.active({ from: VPC.paymentsLegacy, to: VPC.analyticsUs });
    expect(await stale(world, requester, VPC.paymentsLegacy)).toMatchObject([
      {
        GroupName: 'legacy-reports',
        StaleIpPermissions: [{ UserIdGroupPairs: [{ VpcId: VPC.analyticsUs, PeeringStatus: 'deleted' }] }],
      },
    ]);
  });
});

it('a group that another one of its VPC names stays', async () => {
  await using world = await emulatedEc2();
  const client = world.ec2(requester);
  const [one, other] = [
    await newGroup(world, requester, VPC.paymentsUs),
    await newGroup(world, requester, VPC.paymentsUs),
  ];
  await client.send(new AuthorizeSecurityGroupIngressCommand(postgres(one, other)));
  const remove = (GroupId: string) => outcome(client.send(new DeleteSecurityGroupCommand({ GroupId })));
  expect(await remove(other)).toBe('DependencyViolation');
  expect(await remove(one)).toBe('ok');
  expect(await remove(other)).toBe('ok');
  expect(await remove(other)).toBe('InvalidGroup.NotFound');
});
