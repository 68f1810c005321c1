import { describe, expect, it } from 'vitest';
import { summarizeSide } from '../../../functions/domain/connectivity/connectivity.ts';
import { planSide } from '../../../functions/domain/connectivity/plan.ts';
import type { Route, RouteTable } from '../../../functions/domain/connectivity/ports.ts';

const OURS = 'pcx-0123456789abcdef0';
const PEER = '10.20.0.0/16';

const route = (destination: string, leads_to: string, more: Partial<Route> = {}): Route => ({
  destinations: [destination],
  leads_to,
  is_propagated: false,
  is_blackhole: false,
  ...more,
});

const table = (...routes: Route[]): RouteTable => ({
  route_table_id: 'rtb-1',
  vpc_id: 'vpc-1',
  is_managed: true,
  subnets: 1,
  routes: [route('10.1.0.0/16', 'local'), ...routes],
});

const plan = (tables: RouteTable[], destinations = [PEER], quota = 500) =>
  planSide(
    { side: 'requester', connection: OURS, tables, dns: { is_on: false, is_possible: true } },
    { destination_cidr_blocks: destinations, dns_resolution: false },
    quota,
  );

const finding = (tables: RouteTable[], quota?: number) => {
  const [step] = plan(tables, [PEER], quota);
  return step?.kind === 'route' ? step : undefined;
};

describe('what is planned for a destination', () => {
  it.each([
    ['nothing there', [], { finding: 'missing' }],
    ['a route to the connection', [route(PEER, OURS)], { finding: 'present' }],
    ['a route elsewhere', [route(PEER, 'tgw-1')], { finding: 'conflict', leads_to: 'tgw-1' }],
    [
      'a route to a connection that is gone',
      [route(PEER, 'pcx-gone', { is_blackhole: true })],
      { finding: 'leftover', leads_to: 'pcx-gone' },
    ],
    [
      'another target that is gone',
      [route(PEER, 'eni-1', { is_blackhole: true })],
      { finding: 'conflict', leads_to: 'eni-1' },
    ],
    [
      'a more specific route elsewhere',
      [route(PEER, OURS), route('10.20.4.0/24', 'tgw-1')],
      { finding: 'shadowed', shadowed_by: [{ destination: '10.20.4.0/24', leads_to: 'tgw-1' }] },
    ],
    [
      'a more specific route, and none of ours yet',
      [route('10.20.4.0/24', 'tgw-1', { is_propagated: true })],
      {
        finding: 'missing',
        shadowed_by: [{ destination: '10.20.4.0/24', leads_to: 'tgw-1', is_propagated: true }],
      },
    ],
    ['a wider route', [route('10.0.0.0/8', 'tgw-1')], { finding: 'missing' }],
    [
      'a propagated route to the same destination',
      [route(PEER, 'vgw-1', { is_propagated: true })],
      { finding: 'missing' },
    ],
    [
      'a prefix list of the same length',
      [route(PEER, 'tgw-1', { prefix_list_id: 'pl-1' })],
      { finding: 'missing' },
    ],
    [
      'a more specific route to the connection',
      [route(PEER, OURS), route('10.20.4.0/24', OURS)],
      { finding: 'present' },
    ],
  ])('%s', (_, routes, expected) => {
    const {
      kind: _kind,
      side: _side,
      route_table_id: _id,
      destination_cidr_block,
      ...found
    } = finding([table(...routes)]) ?? {};
    expect(found).toEqual(expected);
    expect(destination_cidr_block).toBe(PEER);
  });

  it('a full table is said to be full for its family only, and not by propagated routes', () => {
    const full = table(route('10.9.0.0/16', 'tgw-1'));
    expect(finding([full], 2)).toMatchObject({ finding: 'full' });
    expect(plan([full], ['2001:db8::/56'], 2)).toMatchObject([{ finding: 'missing' }]);
    expect(finding([table(route('10.9.0.0/16', 'vgw-1', { is_propagated: true }))], 2)).toMatchObject({
      finding: 'missing',
    });
  });

  it('compares networks, not texts', () => {
    const [step] = plan([table(route('2001:db8:20::/56', OURS))], ['2001:0db8:0020:0000::1/56']);
    expect(step).toMatchObject({ destination_cidr_block: '2001:db8:20::/56', finding: 'present' });
  });

  it('a table without the tag is left to its owner', () => {
    expect(finding([{ ...table(), is_managed: false }])).toMatchObject({ finding: 'not-managed' });
    expect(finding([{ ...table(route(PEER, OURS)), is_managed: false }])).toMatchObject({
      finding: 'present',
    });
  });
});

describe('whether a side is connected', () => {
  const scope = { destination_cidr_blocks: [PEER], dns_resolution: false };
  const stateOf = (...tables: RouteTable[]) => summarizeSide(plan(tables), tables, scope).state;
  const there = table(route(PEER, OURS));
  const other = { ...table(), route_table_id: 'rtb-2', is_managed: false };

  it.each([
    ['all its managed tables lead there', [there, other], 'connected'],
    ['one of its managed tables does', [there, { ...table(), route_table_id: 'rtb-2' }], 'partial'],
    ['none does', [table(), other], 'not-connected'],
    [
      'no table is managed, and those of subnets lead there',
      [
        { ...there, is_managed: false },
        { ...other, subnets: 0 },
      ],
      'connected',
    ],
    ['no table is managed, and one of a subnet doesn’t', [{ ...there, is_managed: false }, other], 'partial'],
    ['it has no table that counts', [], 'not-connected'],
    [
      'a part of the traffic goes elsewhere',
      [table(route(PEER, OURS), route('10.20.4.0/24', 'tgw-1'))],
      'partial',
    ],
  ])('%s', (_, tables, state) => {
    expect(stateOf(...tables)).toBe(state);
  });

  it('a table that no subnet uses counts where there is no other one, so that it is known what is missing', () => {
    const unused = { ...table(), is_managed: false, subnets: 0 };
    expect(summarizeSide(plan([unused]), [unused], scope)).toMatchObject({
      state: 'not-connected',
      problems: [{ finding: 'not-managed' }],
    });
  });
});
