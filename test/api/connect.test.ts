import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SideConnectivity } from '../../functions/domain/request/connect.ts';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { aRequest } from '../domain/a-request.ts';
import { ACROSS, ANALYTICS, HOUR, HUB, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, errorOf, startCheckedJourney } from './checked-journey.ts';
import { submit } from './dry-run.ts';
import { rawTable } from './raw-table.ts';

const ALL = { routes: true, dns_resolution: true };

let journey: CheckedJourney;
beforeAll(async () => {
  journey = await startCheckedJourney();
});
afterAll(() => journey.close());

/** So that the pair of VPCs is free again. */
const withdraw = async (id: string): Promise<void> => {
  await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
  await journey.pass(HOUR);
};

const records = async (id: string) => {
  const items = await rawTable(journey.endpoints.dynamodb).dump();
  return items.filter(({ pk, sk }) => pk === `REQUEST#${id}` && sk === 'REQUEST');
};

test('what is asked for besides the connection is on the request, and on the one that submits it again', async () => {
  const { id, connect } = await journey.submit({ ...ACROSS, connect: ALL });
  expect(connect).toEqual(ALL);
  await withdraw(id);
  const path = `/peering-requests/${id}/resubmit`;
  const again = await journey.call<RequestView>(PAYMENTS, 'POST', path, {});
  expect(again.body).toMatchObject({ data: { connect: ALL, connectivity: null } });
  const second = again.body.success ? again.body.data.id : '';
  await withdraw(second);
});

test.each([[undefined], [{}], [{ routes: false }], [{ routes: false, dns_resolution: false }]])(
  'with %j, nothing is asked for, and nothing is on the record',
  async (connect) => {
    const { id, ...request } = await journey.submit({ ...ACROSS, connect });
    expect(request).toMatchObject({ connect: null, connectivity: null });
    expect(await records(id)).toEqual([expect.not.objectContaining({ connect: expect.anything() })]);
    await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
    await journey.pass(HOUR);
  },
);

test('the same key with something else to connect is another request', async () => {
  const send = (connect?: object) =>
    journey.call<RequestView>(
      PAYMENTS,
      'POST',
      '/peering-requests',
      { ...ACROSS, connect },
      {
        'idempotency-key': 'connect',
      },
    );
  const first = await send({ routes: true, dns_resolution: false });
  expect(first.status).toBe(201);
  expect(await send({ routes: true })).toMatchObject({ status: 201, body: first.body });
  for (const other of [undefined, ALL]) {
    expect(errorOf(await send(other))).toMatchObject({ status: 422, code: 'IDEMPOTENCY_MISMATCH' });
  }
  await withdraw(first.body.success ? first.body.data.id : '');
});

describe('refused is', () => {
  const NARROWED = {
    destination_cidr_blocks: ['10.21.1.0/24'],
    peer_destination_cidr_blocks: ['10.1.1.0/24'],
  };

  const WRONG: [connect: unknown, ...paths: string[]][] = [
    [true, 'connect'],
    [{ routes: 'yes' }, 'connect.routes'],
    [{ routes: null }, 'connect.routes'],
    [{ routes: {} }, 'connect.routes.destination_cidr_blocks', 'connect.routes.peer_destination_cidr_blocks'],
    [{ routes: { ...NARROWED, destination_cidr_blocks: [] } }, 'connect.routes.destination_cidr_blocks'],
    [
      { routes: { ...NARROWED, destination_cidr_blocks: Array(51).fill('10.21.1.0/24') } },
      'connect.routes.destination_cidr_blocks',
    ],
    ...[
      '10.21.1.0',
      '10.21.1/24',
      '10.21.01.0/24',
      '10.21.1.0/33',
      ' 10.21.1.0/24',
      '::1',
      '::ffff:10.0.0.0/104',
    ].map((block): (typeof WRONG)[number] => [
      { routes: { ...NARROWED, destination_cidr_blocks: ['10.21.1.0/24', block] } },
      'connect.routes.destination_cidr_blocks.1',
    ]),
    [
      { routes: { ...NARROWED, peer_destination_cidr_blocks: [7] } },
      'connect.routes.peer_destination_cidr_blocks.0',
    ],
    [{ routes: { ...NARROWED, both: true } }, 'connect.routes.both'],
    [{ dns_resolution: 'on' }, 'connect.dns_resolution'],
    [{ security_groups: true }, 'connect.security_groups'],
  ];

  test.each(WRONG)('%j', async (connect, ...paths) => {
    const refusal = errorOf(await submit(journey, { ...ACROSS, connect }));
    expect(refusal).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' });
    expect(refusal.details?.map(({ path }) => path)).toEqual(paths);
  });
});

test('a side reads its own problems, and of the other only its state; the network team reads both', async () => {
  const at = '2026-03-02T09:00:00.000Z';
  const side = (leads_to: string): SideConnectivity => ({
    state: 'partial',
    problems: [
      {
        kind: 'route',
        side: 'requester',
        route_table_id: 'rtb-0123456789abcdef0',
        destination_cidr_block: '10.21.0.0/16',
        finding: 'conflict',
        leads_to,
      },
    ],
    more_problems: 2,
  });
  const request = aRequest({
    status: 'active',
    connect: { routes: true },
    connectivity: {
      state: 'partial',
      since: at,
      requester: side('tgw-0aaaaaaaaaaaaaaaa'),
      accepter: side('tgw-0bbbbbbbbbbbbbbbb'),
    },
  });
  await rawTable(journey.endpoints.dynamodb).put([request]);
  const path = `/peering-requests/${request.id}`;
  const read = async (account: string) => {
    const { body } = await journey.call<RequestView>(account, 'GET', path);
    return body.success ? body.data.connectivity : undefined;
  };
  const shown = (leads_to: string) => ({
    state: 'partial',
    more_problems: 2,
    problems: [{ finding: 'conflict', leads_to, message: expect.stringContaining(leads_to) }],
  });
  const hidden = { state: 'partial', problems: null, more_problems: null };
  const [requesters, accepters] = [shown('tgw-0aaaaaaaaaaaaaaaa'), shown('tgw-0bbbbbbbbbbbbbbbb')];
  expect(await read(PAYMENTS)).toMatchObject({
    state: 'partial',
    since: at,
    requester: requesters,
    accepter: hidden,
  });
  expect(await read(ANALYTICS)).toMatchObject({ requester: hidden, accepter: accepters });
  expect(await read(HUB)).toMatchObject({ requester: requesters, accepter: accepters });

  const list = await journey.call<{ items: RequestView[] }>(
    HUB,
    'GET',
    `/peering-requests?vpc_id=${request.requester.vpc_id}`,
  );
  const listed = list.body.success ? list.body.data.items.find(({ id }) => id === request.id) : undefined;
  expect(listed?.connectivity).toMatchObject({ state: 'partial', requester: hidden, accepter: hidden });
});
