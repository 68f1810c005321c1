import {
  AssociateVpcCidrBlockCommand,
  CreateVpcPeeringConnectionCommand,
  DescribeVpcPeeringConnectionsCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { VPC } from '../../local/seed.ts';
import {
  ACROSS_REGIONS,
  accepter,
  accepterEu,
  emulatedEc2,
  OVERLAPPING,
  outcome,
  PAIR,
  PARTNER,
  PAYMENTS,
  type Pair,
  refusal,
  requester,
  SETTLE,
  type Where,
} from './emulated-ec2.ts';
import { reach } from './reach-status.ts';

const REVERSED: Pair = { from: VPC.analyticsUs, to: VPC.paymentsUs, toAccount: PAYMENTS };

describe('Overlap: Create succeeds first, then the connection becomes failed', () => {
  const paymentsEu: Where = { accountId: PAYMENTS, region: 'eu-west-1' };

  it.each<[title: string, from: Where, pair: Pair]>([
    ['a primary block', requester, OVERLAPPING],
    ['a secondary block alone', requester, { from: VPC.paymentsUs, to: VPC.analyticsSecondaryOverlap }],
    ['an IPv6 block alone', paymentsEu, { from: VPC.paymentsEu, to: VPC.analyticsIpv6Overlap }],
    ['a VPC with itself', requester, { from: VPC.paymentsUs, to: VPC.paymentsUs, toAccount: PAYMENTS }],
  ])('%s', async (_title, from, pair) => {
    await using world = await emulatedEc2();
    const created = await world.create(from, pair);
    expect(created.Status?.Code).toBe('initiating-request');
    world.pass(SETTLE);
    expect((await world.look(from, created.VpcPeeringConnectionId)).Status?.Code).toBe('failed');
  });

  it('an associated block, across Regions', async () => {
    await using world = await emulatedEc2();
    const added = { VpcId: VPC.analyticsEu, CidrBlock: '10.1.32.0/20' };
    await world.ec2(accepterEu).send(new AssociateVpcCidrBlockCommand(added));
    const id = await world.pending(ACROSS_REGIONS);
    expect((await world.look(requester, id)).Status?.Code).toBe('failed');
  });

  it('a block associated while pending fails the connection after Accept', async () => {
    await using world = await emulatedEc2();
    const id = await world.pending();
    const late = { VpcId: VPC.analyticsUs, CidrBlock: '10.1.32.0/20' };
    await world.ec2(accepter).send(new AssociateVpcCidrBlockCommand(late));
    expect((await world.accept(accepter, id)).Status?.Code).toBe('provisioning');
    world.pass(SETTLE);
    expect((await world.look(requester, id)).Status?.Code).toBe('failed');
  });
});

describe('Create', () => {
  it.each(['pending-acceptance', 'provisioning', 'active'])(
    'same direction, one already %s: returns the existing id, without an error',
    async (status) => {
      await using world = await emulatedEc2();
      const id = await reach(world, status);
      const again = await world.create(requester, PAIR, { request: 'second' });
      expect(again.VpcPeeringConnectionId).toBe(id);
      expect(again.Status?.Code).toBe(status);
      expect(again.Tags).toEqual([]);
    },
  );

  it('reversed direction: a new pending connection, which cannot be accepted', async () => {
    await using world = await emulatedEc2();
    const id = await world.active();
    const reversed = await world.pending(REVERSED, accepter);
    expect(reversed).not.toBe(id);
    expect((await world.look(requester, reversed)).Status?.Code).toBe('pending-acceptance');
    expect(await refusal(world.accept(requester, reversed))).toMatchObject({
      name: 'VpcPeeringConnectionAlreadyExists',
      message: `The vpc peering connection identified by ${reversed} already exists.`,
    });
  });

  it('reversed direction, both pending: the one created first can be accepted', async () => {
    await using world = await emulatedEc2();
    const first = await world.pending();
    const second = await world.pending(REVERSED, accepter);
    expect(await outcome(world.accept(requester, second))).toBe('VpcPeeringConnectionAlreadyExists');
    expect(await outcome(world.accept(accepter, first))).toBe('ok');
  });

  it.each(['rejected', 'expired', 'failed', 'deleting', 'deleted'])(
    '%s does not stop a new one',
    async (status) => {
      await using world = await emulatedEc2();
      const ended = await reach(world, status);
      const pair = status === 'failed' ? OVERLAPPING : PAIR;
      expect((await world.create(requester, pair)).VpcPeeringConnectionId).not.toBe(ended);
    },
  );

  it('tags live in the account and Region that made them only', async () => {
    await using world = await emulatedEc2();
    const { VpcPeeringConnectionId: id, Tags } = await world.create(requester, ACROSS_REGIONS, {
      request: 'pr-1',
    });
    expect(Tags).toEqual([{ Key: 'request', Value: 'pr-1' }]);
    world.pass(SETTLE);
    expect((await world.look(requester, id)).Tags).toEqual([{ Key: 'request', Value: 'pr-1' }]);
    expect((await world.look(accepterEu, id)).Tags).toEqual([]);
  });

  it('DryRun answers DryRunOperation: no preflight', async () => {
    await using world = await emulatedEc2();
    const call = world.ec2(requester).send(
      new CreateVpcPeeringConnectionCommand({
        VpcId: 'nonsense',
        PeerVpcId: VPC.analyticsOverlap,
        DryRun: true,
      }),
    );
    expect(await outcome(call)).toBe('DryRunOperation');
    world.pass(SETTLE);
    expect(await world.allIds(requester)).toEqual([]);
  });

  it.each<[title: string, pair: Pair, expected: string]>([
    ['in another account', { from: VPC.paymentsUs, to: 'vpc-0aaaaaaaaaaaaaaaa' }, 'failed'],
    ['in another Region', { from: VPC.paymentsUs, to: VPC.analyticsEu }, 'failed'],
    [
      'of another owner than named',
      { from: VPC.paymentsUs, to: VPC.analyticsUs, toAccount: PARTNER },
      'failed',
    ],
  ])('a peer VPC that does not exist %s: failed, later', async (_title, pair, expected) => {
    await using world = await emulatedEc2();
    expect((await world.look(requester, await world.pending(pair))).Status?.Code).toBe(expected);
  });

  it('a peer VPC that does not exist in one’s own account and Region: InvalidVpcID.NotFound at once', async () => {
    await using world = await emulatedEc2();
    const pair = { from: VPC.paymentsUs, to: 'vpc-0aaaaaaaaaaaaaaaa', toAccount: PAYMENTS };
    expect(await outcome(world.create(requester, pair))).toBe('InvalidVpcID.NotFound');
  });

  it('a retry after a lost answer can only be told by looking first', async () => {
    await using world = await emulatedEc2();
    world.emulator.disturbNext('CreateVpcPeeringConnection', 'answer lost');
    expect(await outcome(world.create(requester, PAIR, { request: 'pr-1' }))).not.toBe('ok');
    world.pass(SETTLE);
    const answer = await world
      .ec2(requester)
      .send(
        new DescribeVpcPeeringConnectionsCommand({ Filters: [{ Name: 'tag:request', Values: ['pr-1'] }] }),
      );
    expect(answer.VpcPeeringConnections).toHaveLength(1);
  });
});
