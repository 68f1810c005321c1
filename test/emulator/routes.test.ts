import { CreateRouteCommand, DeleteRouteCommand } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { VPC } from '../../local/seed.ts';
import { emulatedEc2, outcome, PARTNER, refusal, requester, SETTLE, type World } from './emulated-ec2.ts';
import { GONE } from './error-names.ts';
import { reach, STATUSES } from './reach-status.ts';
import { mainTableOf, routeTable } from './route-table.ts';

const TABLE = mainTableOf(VPC.paymentsUs);
const PEER = '10.20.0.0/16';
const LOCAL = '10.1.0.0/16 → local active';
const INVALID = 'InvalidParameterValue';

const main = (world: World) => routeTable(world, requester, TABLE);

describe('A route to a peering connection', () => {
  it('is a blackhole until the connection is active, and again once it is gone', async () => {
    await using world = await emulatedEc2();
    const table = main(world);
    const id = await world.pending();
    await table.add(PEER, id);
    expect(await table.routes()).toEqual([LOCAL, `${PEER} → ${id} blackhole`]);
    await world.accept({ accountId: '222222222222' }, id);
    expect(await table.routes()).toEqual([LOCAL, `${PEER} → ${id} blackhole`]);
    world.pass(SETTLE);
    expect(await table.routes()).toEqual([LOCAL, `${PEER} → ${id} active`]);

    await world.remove(requester, id);
    world.pass(365 * 86_400);
    expect(await table.routes()).toEqual([LOCAL, `${PEER} → ${id} blackhole`]);
    const next = await world.active();
    expect(await outcome(table.add(PEER, next))).toBe('RouteAlreadyExists');
    await table.remove(PEER);
    await table.add(PEER, next);
    expect(await table.routes()).toEqual([LOCAL, `${PEER} → ${next} active`]);
  });

  it.each(['rejected', 'expired'])('stays as a blackhole once it is %s', async (status) => {
    await using world = await emulatedEc2();
    const id = await world.pending();
    await main(world).add(PEER, id);
    if (status === 'rejected') await world.reject({ accountId: '222222222222' }, id);
    else world.pass(8 * 86_400);
    expect(await main(world).routes()).toEqual([LOCAL, `${PEER} → ${id} blackhole`]);
  });

  it.each(Object.keys(STATUSES))('can be added, or not, at %s', async (status) => {
    await using world = await emulatedEc2();
    const id = await reach(world, status);
    const isLive = ['initiating-request', 'pending-acceptance', 'provisioning', 'active'].includes(status);
    expect(await outcome(main(world).add(PEER, id))).toBe(isLive ? 'ok' : GONE);
  });

  it('is stored with the network’s address, for the whole peer or a part of it', async () => {
    await using world = await emulatedEc2();
    const id = await world.active();
    for (const block of ['10.20.7.5/16', '10.20.64.0/18', '2001:db8:9::1/64'])
      await main(world).add(block, id);
    expect(await main(world).routes()).toEqual([
      LOCAL,
      `10.20.0.0/16 → ${id} active`,
      `10.20.64.0/18 → ${id} active`,
      `2001:db8:9::/64 → ${id} active`,
    ]);
    expect(await outcome(main(world).remove('10.20.7.5/16'))).toBe('InvalidRoute.NotFound');
    expect(await outcome(main(world).remove('2001:0db8:9::0/64'))).toBe('ok');
  });
});

describe('Error codes of routes', () => {
  const UNKNOWN = 'pcx-0aaaaaaaaaaaaaaaa';

  it.each<
    [title: string, act: (world: World, id: string) => Promise<unknown>, code: string, message?: RegExp]
  >([
    [
      'unknown table',
      (world, id) => routeTable(world, requester, 'rtb-0aaaaaaaaaaaaaaaa').add(PEER, id),
      'InvalidRouteTableID.NotFound',
      /^The routeTable ID 'rtb-0aaaaaaaaaaaaaaaa' does not exist$/,
    ],
    [
      'another account’s table',
      (world, id) => routeTable(world, { accountId: PARTNER }, TABLE).add(PEER, id),
      'InvalidRouteTableID.NotFound',
    ],
    [
      'table id of wrong form',
      (world, id) => routeTable(world, requester, 'rtb-1').add(PEER, id),
      'InvalidRouteTableId.Malformed',
    ],
    ['unknown connection', (world) => main(world).add(PEER, UNKNOWN), GONE],
    [
      'connection id of wrong form',
      (world) => main(world).add(PEER, 'pcx-1'),
      'InvalidVpcPeeringConnectionId.Malformed',
    ],
    [
      'connection of another VPC',
      async (world) => {
        const id = await world.active(
          { from: VPC.paymentsEu, to: VPC.analyticsUs, toRegion: 'us-east-1' },
          { ...requester, region: 'eu-west-1' },
        );
        const within = await world.active(
          { from: VPC.analyticsUs, to: VPC.partnerUs, toAccount: PARTNER },
          { accountId: '222222222222' },
        );
        expect(await outcome(main(world).add(PEER, id))).toBe(GONE);
        return routeTable(world, { accountId: '222222222222' }, mainTableOf(VPC.analyticsOverlap)).add(
          '10.33.0.0/16',
          within,
        );
      },
      INVALID,
      /^route table rtb-\w+ and network gateway pcx-\w+ belong to different networks$/,
    ],
    [
      'not a CIDR',
      (world, id) => main(world).add('10.20.0.0', id),
      INVALID,
      /^Value \(10\.20\.0\.0\) for parameter destinationCidrBlock is invalid\. This is not a valid CIDR block\.$/,
    ],
    [
      'inside the VPC’s own block',
      (world, id) => main(world).add('10.1.2.0/24', id),
      INVALID,
      /^Route target is not supported\. This route only supports interface and instance targets\.$/,
    ],
    ['around the VPC’s own block', (world, id) => main(world).add('10.0.0.0/8', id), 'ok'],
    ['a reserved network', (world, id) => main(world).add('169.254.169.0/24', id), INVALID],
    ['one larger than that', (world, id) => main(world).add('169.254.0.0/16', id), 'ok'],
    [
      'destination taken',
      async (world, id) => {
        await main(world).add(PEER, 'tgw-0aaaaaaaaaaaaaaaa');
        return main(world).add('10.20.0.9/16', id);
      },
      'RouteAlreadyExists',
      /^The route identified by 10\.20\.0\.0\/16 already exists\.$/,
    ],
    [
      'the same route again',
      async (world, id) => {
        await main(world).add(PEER, id);
        return main(world).add(PEER, id);
      },
      'RouteAlreadyExists',
    ],
    ['destination equal to local', (world, id) => main(world).add('10.1.0.0/16', id), 'RouteAlreadyExists'],
    [
      'ReplaceRoute, nothing there',
      (world, id) => main(world).replace(PEER, id),
      INVALID,
      /^There is no route defined for '10\.20\.0\.0\/16' in the route table\. Use CreateRoute instead\.$/,
    ],
    [
      'DeleteRoute, nothing there',
      (world) => main(world).remove(PEER),
      'InvalidRoute.NotFound',
      /^no route with destination-cidr-block 10\.20\.0\.0\/16 in route table rtb-\w+$/,
    ],
    [
      'delete a local route',
      (world) => main(world).remove('10.1.0.0/16'),
      INVALID,
      /cannot remove local route/,
    ],
    [
      'target local by CreateRoute',
      (world) => main(world).add(PEER, 'local'),
      'InvalidGatewayID.NotFound',
      /^The gateway ID 'local' does not exist$/,
    ],
    [
      'no destination',
      (world, id) =>
        world
          .ec2(requester)
          .send(new CreateRouteCommand({ RouteTableId: TABLE, VpcPeeringConnectionId: id })),
      'MissingParameter',
      /^The request must contain the parameter destinationCidrBlock or destinationIpv6CidrBlock$/,
    ],
    [
      'no target',
      (world) =>
        world
          .ec2(requester)
          .send(new CreateRouteCommand({ RouteTableId: TABLE, DestinationCidrBlock: PEER })),
      'MissingParameter',
    ],
    [
      'two destinations',
      (world) =>
        world.ec2(requester).send(
          new DeleteRouteCommand({
            RouteTableId: TABLE,
            DestinationCidrBlock: PEER,
            DestinationIpv6CidrBlock: '::/0',
          }),
        ),
      'InvalidParameterCombination',
    ],
    [
      'two targets',
      (world, id) =>
        world.ec2(requester).send(
          new CreateRouteCommand({
            RouteTableId: TABLE,
            DestinationCidrBlock: PEER,
            VpcPeeringConnectionId: id,
            GatewayId: 'igw-0aaaaaaaaaaaaaaaa',
          }),
        ),
      'InvalidParameterCombination',
    ],
    [
      'an unknown prefix list',
      (world, id) => main(world).add('pl-0aaaaaaaaaaaaaaaa', id),
      'InvalidPrefixListID.NotFound',
    ],
  ])('%s', async (_title, act, code, message = /./) => {
    await using world = await emulatedEc2();
    const error = await refusal(act(world, await world.active()));
    expect(error?.name ?? 'ok').toBe(code);
    if (code !== 'ok') expect(error?.message).toMatch(message);
  });
});

describe('Routes', () => {
  it('past the quota are refused, IPv4 and IPv6 apart, the local one counted', async () => {
    await using world = await emulatedEc2({ settings: { routeQuota: 2 } });
    const table = main(world);
    const id = await world.active();
    expect(await outcome(table.add(PEER, id))).toBe('ok');
    expect(await outcome(table.add('10.21.0.0/16', id))).toBe('RouteLimitExceeded');
    expect(await outcome(table.add('2001:db8:9::/64', id))).toBe('ok');
    await table.remove(PEER);
    expect(await outcome(table.add('10.21.0.0/16', id))).toBe('ok');
  });

  it('that exist already are accepted silently, where that is switched on', async () => {
    await using world = await emulatedEc2({ settings: { sameRouteAccepted: true } });
    const table = main(world);
    const id = await world.active();
    await table.add(PEER, id);
    expect(await outcome(table.add(PEER, id))).toBe('ok');
    expect(await outcome(table.add(PEER, 'tgw-0aaaaaaaaaaaaaaaa'))).toBe('RouteAlreadyExists');
    expect(await table.routes()).toEqual([LOCAL, `${PEER} → ${id} active`]);
  });

  it('change later than writes say, where that is switched on', async () => {
    await using world = await emulatedEc2({ settings: { routeLagSeconds: 3 } });
    const table = main(world);
    const id = await world.active();
    await table.add(PEER, id);
    expect(await table.routes()).toEqual([LOCAL]);
    expect(await outcome(table.add(PEER, id))).toBe('RouteAlreadyExists');
    world.pass(3);
    expect(await table.routes()).toEqual([LOCAL, `${PEER} → ${id} active`]);

    await table.remove(PEER);
    expect(await outcome(table.remove(PEER))).toBe('ok');
    expect(await table.routes()).toEqual([LOCAL, `${PEER} → ${id} active`]);
    world.pass(3);
    expect(await table.routes()).toEqual([LOCAL]);
    expect(await outcome(table.remove(PEER))).toBe('InvalidRoute.NotFound');
  });

  it('lead to gateways and network interfaces too, and are replaced', async () => {
    await using world = await emulatedEc2();
    const table = main(world);
    const id = await world.active();
    const targets = ['igw', 'vgw', 'nat', 'tgw', 'eni'].map((prefix) => `${prefix}-0aaaaaaaaaaaaaaaa`);
    for (const [index, target] of targets.entries()) await table.add(`172.16.${index}.0/24`, target);
    expect(await table.routes()).toEqual([
      LOCAL,
      ...targets.map((target, index) => `172.16.${index}.0/24 → ${target} active`),
    ]);
    await table.replace('172.16.0.0/24', id);
    expect(await table.routes()).toContain(`172.16.0.0/24 → ${id} active`);
    expect(await table.routes()).not.toContain(`172.16.0.0/24 → ${targets[0]} active`);
    expect(await outcome(table.add('10.9.0.0/16', 'igw-9'))).toBe('InvalidGatewayID.NotFound');
    expect(await outcome(table.add('10.9.0.0/16', 'nat-9'))).toBe(INVALID);
  });

  it('to the VPC’s own block are replaced by an interface’s, and put back', async () => {
    await using world = await emulatedEc2();
    const table = main(world);
    expect(await outcome(table.replace('10.1.0.0/16', await world.active()))).toBe(INVALID);
    await table.replace('10.1.0.0/16', 'eni-0aaaaaaaaaaaaaaaa');
    expect(await table.routes()).toEqual(['10.1.0.0/16 → eni-0aaaaaaaaaaaaaaaa active']);
    expect(await outcome(table.remove('10.1.0.0/16'))).toBe(INVALID);
    await table.replace('10.1.0.0/16', 'local');
    expect(await table.routes()).toEqual([LOCAL]);
  });

  it('that a gateway propagates occupy no destination', async () => {
    await using world = await emulatedEc2({ settings: { routeQuota: 2 } });
    const table = main(world);
    const id = await world.active();
    world.emulator.changeRouteTable(TABLE, ({ routes }) => {
      const target = 'vgw-0aaaaaaaaaaaaaaaa';
      routes.push({ destination: PEER, target, origin: 'EnableVgwRoutePropagation', createdAt: 0 });
    });
    expect(await outcome(table.replace(PEER, id))).toBe(INVALID);
    expect(await outcome(table.add(PEER, id))).toBe('ok');
    await table.remove(PEER);
    expect(await table.routes()).toEqual([LOCAL, `${PEER} → vgw-0aaaaaaaaaaaaaaaa active`]);
    expect((await table.described())?.Routes?.[1]?.Origin).toBe('EnableVgwRoutePropagation');
  });
});
