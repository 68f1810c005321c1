import {
  AssociateVpcCidrBlockCommand,
  CreateVpcCommand,
  CreateVpcPeeringConnectionCommand,
  DeleteVpcCommand,
  DescribeRegionsCommand,
  DescribeVpcPeeringConnectionsCommand,
  ModifyVpcPeeringConnectionOptionsCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { VPC } from '../../local/seed.ts';
import {
  ANALYTICS,
  emulatedEc2,
  HOUR,
  outcome,
  PAIR,
  PARTNER,
  PAYMENTS,
  type Pair,
  refusal,
  SETTLE,
  type Where,
  type World,
} from './emulated-ec2.ts';

const requester: Where = { accountId: PAYMENTS };
const accepter: Where = { accountId: ANALYTICS };
const accepterEu: Where = { accountId: ANALYTICS, region: 'eu-west-1' };
const OVERLAPPING: Pair = { from: VPC.paymentsUs, to: VPC.analyticsOverlap };
const REVERSED: Pair = { from: VPC.analyticsUs, to: VPC.paymentsUs, toAccount: PAYMENTS };
const ACROSS_REGIONS: Pair = { from: VPC.paymentsUs, to: VPC.analyticsEu, toRegion: 'eu-west-1' };
const WITHIN_ACCOUNT: Pair = { from: VPC.analyticsUs, to: VPC.analyticsOverlap };

/** How a connection gets into each status, and the message that the page gives for it. */
const STATUSES: Record<string, { reach: (world: World) => Promise<string>; message: string }> = {
  'initiating-request': {
    reach: async (world) => {
      const { VpcPeeringConnectionId: id } = await world.create(requester, PAIR);
      world.pass(SETTLE / 2);
      return id;
    },
    message: 'Initiating Request to 222222222222',
  },
  'pending-acceptance': {
    reach: (world) => world.pending(),
    message: 'Pending Acceptance by 222222222222',
  },
  provisioning: {
    reach: async (world) => {
      const id = await world.pending();
      await world.accept(accepter, id);
      return id;
    },
    message: 'Provisioning',
  },
  active: { reach: (world) => world.active(), message: 'Active' },
  failed: {
    reach: (world) => world.pending(OVERLAPPING),
    message: 'Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range',
  },
  rejected: {
    reach: async (world) => {
      const id = await world.pending();
      await world.reject(accepter, id);
      return id;
    },
    message: 'Rejected',
  },
  expired: {
    reach: async (world) => {
      const id = await world.pending();
      world.pass(168 * HOUR - SETTLE);
      return id;
    },
    message: 'Expired',
  },
  deleting: {
    reach: async (world) => {
      const id = await world.active();
      await world.remove(requester, id);
      return id;
    },
    message: 'Deleting',
  },
  deleted: {
    reach: async (world) => {
      const id = await world.active();
      await world.remove(requester, id);
      world.pass(SETTLE);
      return id;
    },
    message: 'Deleted by 111111111111',
  },
};

const reach = (world: World, status: string) => {
  const found = STATUSES[status];
  if (found === undefined) throw new RangeError(status);
  return found.reach(world);
};

const STATE = 'InvalidStateTransition';
const NOT_YOURS = 'OperationNotPermitted';
const GONE = 'InvalidVpcPeeringConnectionID.NotFound';

describe('Statuses', () => {
  it.each(Object.entries(STATUSES))('%s has its message', async (status, { message, reach }) => {
    await using world = await emulatedEc2();
    const shown = await world.look(requester, await reach(world));
    expect(shown.Status).toEqual({ Code: status, Message: message });
  });

  // status, accept and reject by the accepter, delete by the requester, delete by the accepter
  it.each([
    ['initiating-request', STATE, STATE, STATE, STATE],
    ['pending-acceptance', 'ok', 'ok', 'ok', NOT_YOURS],
    ['provisioning', STATE, STATE, STATE, STATE],
    ['active', STATE, STATE, 'ok', 'ok'],
    ['failed', GONE, GONE, STATE, GONE],
    ['rejected', STATE, STATE, STATE, STATE],
    ['expired', STATE, STATE, STATE, STATE],
    ['deleting', STATE, STATE, STATE, STATE],
    ['deleted', STATE, STATE, STATE, STATE],
  ])('who may act on %s: accept %s, reject %s, delete %s by requester, %s by accepter', async (...row) => {
    const [status, accepted, rejected, deletedByRequester, deletedByAccepter] = row;
    for (const [act, expected] of [
      [(world: World, id: string) => world.accept(accepter, id), accepted],
      [(world: World, id: string) => world.reject(accepter, id), rejected],
      [(world: World, id: string) => world.remove(requester, id), deletedByRequester],
      [(world: World, id: string) => world.remove(accepter, id), deletedByAccepter],
    ] as const) {
      await using world = await emulatedEc2();
      const id = await reach(world, status);
      expect(await outcome(act(world, id))).toBe(expected);
    }
  });

  it('Create returns initiating-request; a later Describe shows pending-acceptance', async () => {
    await using world = await emulatedEc2();
    const created = await world.create(requester, PAIR);
    expect(created.Status?.Code).toBe('initiating-request');
    world.pass(SETTLE);
    expect((await world.look(accepter, created.VpcPeeringConnectionId)).Status?.Code).toBe(
      'pending-acceptance',
    );
  });

  it('Accept returns provisioning, later active', async () => {
    await using world = await emulatedEc2();
    const id = await world.pending();
    expect((await world.accept(accepter, id)).Status?.Code).toBe('provisioning');
    world.pass(SETTLE);
    expect((await world.look(requester, id)).Status?.Code).toBe('active');
  });

  it('right after Create, Describe by id may still answer NotFound', async () => {
    await using world = await emulatedEc2();
    const { VpcPeeringConnectionId: id } = await world.create(requester, PAIR);
    expect(await outcome(world.look(requester, id))).toBe(GONE);
    expect(await world.allIds(requester)).toEqual([]);
    world.pass(SETTLE / 2);
    expect(await outcome(world.look(requester, id))).toBe('ok');
  });

  it('expires after 168 hours, when it can be neither accepted nor rejected', async () => {
    await using world = await emulatedEc2();
    const { VpcPeeringConnectionId: id, ExpirationTime } = await world.create(requester, PAIR);
    expect(ExpirationTime).toEqual(new Date(world.now().getTime() + 168 * HOUR * 1000));
    world.pass(168 * HOUR - 1);
    expect((await world.look(accepter, id)).Status?.Code).toBe('pending-acceptance');
    world.pass(1);
    expect((await world.look(accepter, id)).Status?.Code).toBe('expired');
    expect(await outcome(world.accept(accepter, id))).toBe(STATE);
    expect(await outcome(world.reject(accepter, id))).toBe(STATE);
  });

  it('ExpirationTime is on Create and while pending; it is absent once accepted', async () => {
    await using world = await emulatedEc2();
    const created = await world.create(requester, PAIR);
    const id = created.VpcPeeringConnectionId;
    world.pass(SETTLE);
    expect((await world.look(requester, id)).ExpirationTime).toEqual(created.ExpirationTime);
    expect((await world.accept(accepter, id)).ExpirationTime).toBeUndefined();
    world.pass(SETTLE);
    expect((await world.look(requester, id)).ExpirationTime).toBeUndefined();
  });

  it('CIDR blocks of the accepter are shown to its owner, and to the requester once active', async () => {
    await using world = await emulatedEc2();
    const id = await world.pending();
    expect((await world.look(requester, id)).AccepterVpcInfo?.CidrBlock).toBeUndefined();
    expect((await world.look(requester, id)).RequesterVpcInfo?.CidrBlock).toBe('10.1.0.0/16');
    expect((await world.look(accepter, id)).AccepterVpcInfo?.CidrBlock).toBe('10.20.0.0/16');
    await world.accept(accepter, id);
    world.pass(SETTLE);
    expect((await world.look(requester, id)).AccepterVpcInfo?.CidrBlockSet).toEqual([
      { CidrBlock: '10.20.0.0/16' },
    ]);
  });
});

describe('What stays visible, and how long', () => {
  it.each<[title: string, end: (world: World) => Promise<string>, side: Where, hours: number]>([
    ['failed, to the requester: 2 h', (world) => reach(world, 'failed'), requester, 2],
    ['expired, to the requester: 2 days', (world) => reach(world, 'expired'), requester, 48],
    ['expired, to the accepter: 2 days', (world) => reach(world, 'expired'), accepter, 48],
    ['rejected, to the requester: 2 days', (world) => reach(world, 'rejected'), requester, 48],
    ['rejected, to the accepter: 2 h', (world) => reach(world, 'rejected'), accepter, 2],
    ['deleted, to the side that deleted: 2 h', (world) => reach(world, 'deleted'), requester, 2],
    ['deleted, to the other side: 2 days', (world) => reach(world, 'deleted'), accepter, 48],
    ['rejected within one account: 2 h', (world) => endWithinAccount(world, 'reject'), accepter, 2],
    ['deleted within one account: 2 h', (world) => endWithinAccount(world, 'remove'), accepter, 2],
  ])('%s', async (_title, end, side, hours) => {
    await using world = await emulatedEc2();
    const id = await end(world);
    world.pass(hours * HOUR - 1);
    expect(await outcome(world.look(side, id))).toBe('ok');
    world.pass(1);
    expect(await outcome(world.look(side, id))).toBe(GONE);
    expect(await world.allIds(side)).toEqual([]);
  });

  it('failed, to the accepter: not stated', async () => {
    await using world = await emulatedEc2();
    expect(await outcome(world.look(accepter, await reach(world, 'failed')))).toBe(GONE);
  });

  it('is nobody else’s to see, and nowhere but in the Regions of its sides', async () => {
    await using world = await emulatedEc2();
    const id = await world.pending(ACROSS_REGIONS);
    expect(await outcome(world.look(requester, id))).toBe('ok');
    expect(await outcome(world.look(accepterEu, id))).toBe('ok');
    for (const elsewhere of [accepter, { ...requester, region: 'eu-west-1' }, { accountId: PARTNER }]) {
      expect(await outcome(world.look(elsewhere, id))).toBe(GONE);
    }
  });
});

async function endWithinAccount(world: World, how: 'reject' | 'remove'): Promise<string> {
  const id = await world.pending(WITHIN_ACCOUNT, accepter);
  await world[how](accepter, id);
  if (how === 'remove') world.pass(SETTLE);
  return id;
}

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

describe('Error codes', () => {
  const UNKNOWN = 'pcx-0aaaaaaaaaaaaaaaa';

  it.each<[call: string, act: (world: World) => Promise<unknown>, code: string, message?: RegExp]>([
    [
      'Describe, id of wrong form',
      (world) => world.look(requester, 'pcx-1'),
      'InvalidVpcPeeringConnectionId.Malformed',
    ],
    [
      'Accept, id of wrong form',
      (world) => world.accept(accepter, 'pcx'),
      'InvalidVpcPeeringConnectionId.Malformed',
    ],
    [
      'Create, VPC id of wrong form',
      (world) => world.create(requester, { from: 'vpc-x', to: VPC.analyticsUs }),
      'InvalidVpcID.Malformed',
    ],
    ['Describe, unknown id', (world) => world.look(requester, UNKNOWN), GONE],
    ['Accept, unknown id', (world) => world.accept(accepter, UNKNOWN), GONE],
    ['Reject, unknown id', (world) => world.reject(accepter, UNKNOWN), GONE],
    ['Delete, unknown id', (world) => world.remove(requester, UNKNOWN), GONE],
    [
      'Create, unknown VPC id',
      (world) => world.create(requester, { from: 'vpc-0aaaaaaaaaaaaaaaa', to: VPC.analyticsUs }),
      'InvalidVpcID.NotFound',
    ],
    [
      'Create, somebody else’s VPC',
      (world) => world.create(requester, { from: VPC.analyticsUs, to: VPC.partnerUs }),
      'InvalidVpcID.NotFound',
    ],
    [
      'Delete in the wrong status',
      async (world) => world.remove(requester, await reach(world, 'rejected')),
      STATE,
      /^Invalid state transition for pcx-\w+, attempted to transition from rejected to deleting$/,
    ],
    [
      'Accept by the requester, across accounts',
      async (world) => world.accept(requester, await world.pending()),
      NOT_YOURS,
      /^User 111111111111 cannot accept peering pcx-\w+$/,
    ],
    [
      'Accept in the wrong Region',
      async (world) => world.accept(accepter, await world.pending(ACROSS_REGIONS)),
      NOT_YOURS,
      /^Incorrect region \(us-east-1\) specified for this request\. VPC peering connection pcx-\w+ must be accepted in region eu-west-1$/,
    ],
    [
      'Reject in the wrong Region',
      async (world) => world.reject(accepter, await world.pending(ACROSS_REGIONS)),
      NOT_YOURS,
      /must be accepted or rejected in region eu-west-1$/,
    ],
    [
      'an action that is not emulated',
      (world) => world.ec2(requester).send(new DescribeRegionsCommand({})),
      'InvalidAction',
    ],
    [
      'any, throttled',
      (world) => {
        world.emulator.disturbNext('AcceptVpcPeeringConnection', 'throttled');
        return world.accept(accepter, UNKNOWN);
      },
      'RequestLimitExceeded',
    ],
  ])('%s', async (_call, act, code, message = /./) => {
    await using world = await emulatedEc2();
    const error = await refusal(act(world));
    expect(error?.name).toBe(code);
    expect(error?.message).toMatch(message);
  });

  it('Accept in the accepter’s Region', async () => {
    await using world = await emulatedEc2();
    expect(await outcome(world.accept(accepterEu, await world.pending(ACROSS_REGIONS)))).toBe('ok');
  });

  it('Create past the pending quota; an end frees a place', async () => {
    await using world = await emulatedEc2({ settings: { pendingQuota: 1 } });
    const id = await world.pending();
    const other = { from: VPC.paymentsUs, to: VPC.partnerUs, toAccount: PARTNER };
    expect(await outcome(world.create(requester, other))).toBe(
      'OutstandingVpcPeeringConnectionLimitExceeded',
    );
    expect(await outcome(world.create(requester, PAIR))).toBe('ok');
    await world.accept(accepter, id);
    expect(await outcome(world.create(requester, other))).toBe('ok');
  });

  it('Accept past the active quota of either VPC', async () => {
    await using world = await emulatedEc2({ settings: { activeQuota: 1 } });
    await world.active();
    const other = await world.pending({ from: VPC.paymentsUs, to: VPC.partnerUs, toAccount: PARTNER });
    expect(await outcome(world.accept({ accountId: PARTNER }, other))).toBe(
      'ActiveVpcPeeringConnectionPerVpcLimitExceeded',
    );
  });
});

describe('Options', () => {
  const set = (world: World, where: Where, id: string, side: 'Requester' | 'Accepter', value = true) =>
    world.ec2(where).send(
      new ModifyVpcPeeringConnectionOptionsCommand({
        VpcPeeringConnectionId: id,
        [`${side}PeeringConnectionOptions`]: { AllowDnsResolutionFromRemoteVpc: value },
      }),
    );
  const turnDnsOn = async (world: World) => {
    await world.setDnsHostnames(requester, VPC.paymentsUs);
    await world.setDnsHostnames(accepter, VPC.analyticsUs);
    await world.setDnsHostnames(accepterEu, VPC.analyticsEu);
  };

  it('only once active', async () => {
    await using world = await emulatedEc2();
    await turnDnsOn(world);
    const id = await world.pending();
    expect(await refusal(set(world, requester, id, 'Requester'))).toMatchObject({
      name: NOT_YOURS,
      message: `Peering ${id} is not active. Peering options can be added only to active peerings.`,
    });
  });

  it('both VPCs need DNS support and hostnames', async () => {
    await using world = await emulatedEc2();
    const id = await world.active();
    await world.setDnsHostnames(requester, VPC.paymentsUs);
    expect(await outcome(set(world, requester, id, 'Requester'))).toBe(
      'InvalidVpcPeeringConnectionState.DnsHostnamesDisabled',
    );
    await world.setDnsHostnames(accepter, VPC.analyticsUs);
    expect(await outcome(set(world, requester, id, 'Requester'))).toBe('ok');
  });

  it('across accounts each owner sets its own side', async () => {
    await using world = await emulatedEc2();
    await turnDnsOn(world);
    const id = await world.active();
    expect(await refusal(set(world, requester, id, 'Accepter'))).toMatchObject({
      name: NOT_YOURS,
      message: 'User 111111111111 does not have permission to modify the accepter side peering options',
    });
    expect(await outcome(set(world, accepter, id, 'Accepter'))).toBe('ok');
  });

  it('between Regions each side in its own Region', async () => {
    await using world = await emulatedEc2();
    await turnDnsOn(world);
    const id = await world.active(ACROSS_REGIONS);
    expect(await outcome(set(world, accepter, id, 'Accepter'))).toBe(GONE);
    expect(await outcome(set(world, accepterEu, id, 'Accepter'))).toBe('ok');
  });

  it('reads lag: poll', async () => {
    await using world = await emulatedEc2();
    await turnDnsOn(world);
    const id = await world.active();
    const read = async () =>
      (await world.look(requester, id)).RequesterVpcInfo?.PeeringOptions?.AllowDnsResolutionFromRemoteVpc;
    const answer = await set(world, requester, id, 'Requester');
    expect(answer.RequesterPeeringConnectionOptions?.AllowDnsResolutionFromRemoteVpc).toBe(true);
    expect(await read()).toBe(false);
    world.pass(SETTLE);
    expect(await read()).toBe(true);
  });
});

describe('Deleting a VPC', () => {
  const removeVpc = (world: World, where: Where, vpcId: string) =>
    world.ec2(where).send(new DeleteVpcCommand({ VpcId: vpcId }));

  it('the requester VPC: deletes its pending request', async () => {
    await using world = await emulatedEc2();
    const id = await world.pending();
    await removeVpc(world, requester, VPC.paymentsUs);
    world.pass(SETTLE);
    expect((await world.look(accepter, id)).Status?.Message).toBe('Deleted by 111111111111');
  });

  it('the accepter VPC: not before a pending request from another account is rejected', async () => {
    await using world = await emulatedEc2();
    const id = await world.pending();
    expect(await outcome(removeVpc(world, accepter, VPC.analyticsUs))).toBe('DependencyViolation');
    await world.reject(accepter, id);
    expect(await outcome(removeVpc(world, accepter, VPC.analyticsUs))).toBe('ok');
  });

  it('either VPC of an active connection: deletes the connection', async () => {
    await using world = await emulatedEc2();
    const id = await world.active();
    await removeVpc(world, accepter, VPC.analyticsUs);
    world.pass(SETTLE);
    expect((await world.look(requester, id)).Status?.Code).toBe('deleted');
  });

  it('a created VPC can be peered, and deleted', async () => {
    await using world = await emulatedEc2();
    const created = await world.ec2(accepter).send(new CreateVpcCommand({ CidrBlock: '10.50.0.0/16' }));
    const to = created.Vpc?.VpcId ?? '';
    expect((await world.look(requester, await world.active({ from: VPC.paymentsUs, to }))).Status?.Code).toBe(
      'active',
    );
    expect(await outcome(removeVpc(world, accepter, to))).toBe('ok');
    expect(await outcome(removeVpc(world, accepter, to))).toBe('InvalidVpcID.NotFound');
  });
});
