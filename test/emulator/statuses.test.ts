import { describe, expect, it } from 'vitest';
import { VPC } from '../../local/seed.ts';
import {
  ACROSS_REGIONS,
  ANALYTICS,
  accepter,
  accepterEu,
  emulatedEc2,
  HOUR,
  outcome,
  PAIR,
  PARTNER,
  type Pair,
  requester,
  SETTLE,
  type Where,
  type World,
} from './emulated-ec2.ts';
import { GONE, NOT_YOURS, STATE } from './error-names.ts';
import { reach, STATUSES } from './reach-status.ts';

const WITHIN_ACCOUNT: Pair = { from: VPC.analyticsUs, to: VPC.analyticsOverlap };

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

  it.each<[side: string, where: Where]>([
    ['requester', requester],
    ['accepter', accepter],
  ])('the accepter’s blocks and options are not shown to the %s until it accepts', async (_side, where) => {
    await using world = await emulatedEc2();
    const id = await world.pending();
    const own = { OwnerId: ANALYTICS, VpcId: VPC.analyticsUs, Region: 'us-east-1' };
    expect((await world.look(where, id)).AccepterVpcInfo).toEqual(own);
    expect((await world.look(where, id)).RequesterVpcInfo?.CidrBlock).toBe('10.1.0.0/16');
    const shown = { ...own, CidrBlock: '10.20.0.0/16', CidrBlockSet: [{ CidrBlock: '10.20.0.0/16' }] };
    expect((await world.accept(accepter, id)).AccepterVpcInfo).toMatchObject(shown);
    world.pass(SETTLE);
    expect((await world.look(where, id)).AccepterVpcInfo).toMatchObject(shown);
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
