import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { VPC } from '../../local/seed.ts';
import { ACROSS, ANALYTICS, type Answer, DAY, HUB, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, startCheckedJourney } from './checked-journey.ts';
import { ids, listReader, type Query } from './list-reader.ts';
import { MANY, manyRequests, scrambledId } from './many-requests.ts';
import { rawTable } from './raw-table.ts';

const STRANGER = '444444444444';

let journey: CheckedJourney;
let lists: ReturnType<typeof listReader>;
beforeAll(async () => {
  journey = await startCheckedJourney();
  lists = listReader(journey);
  await rawTable(journey.endpoints.dynamodb).put(manyRequests(journey.clock.now()));
});
afterAll(() => journey.close());

const pathsOf = ({ body }: Answer<unknown>): string[] =>
  body.success ? [] : body.error.details.map(({ path }) => path);

test('a page holds as many as asked, 25 where nothing is said, and the last has no cursor', async () => {
  expect((await lists.page(HUB, {})).items).toHaveLength(25);
  expect((await lists.page(HUB, { limit: '1' })).items).toHaveLength(1);
  const all = await lists.page(HUB, { limit: '100' });
  expect([all.items.length, all.next_cursor]).toEqual([MANY, null]);
  const exact = await lists.page(HUB, { limit: String(MANY) });
  expect([exact.items.length, exact.next_cursor]).toEqual([MANY, null]);
});

test('what expires within a duration is sorted by expiring, and a bound is kept', async () => {
  const at = (days: number) => new Date(journey.clock.now().getTime() + days * DAY * 1000).toISOString();
  const within = async (expiring_within: string) =>
    (await lists.wholeList(HUB, { expiring_within })).map(({ window }) => window?.expires_at);
  expect(await within('PT23H59M59S')).toEqual([]);
  expect(new Set(await within('P1D'))).toEqual(new Set([at(1)]));
  expect(new Set(await within('P1W'))).toEqual(new Set([1, 2, 3, 4].map(at)));
});

test('requests submitted at the same moment are paged without loss', async () => {
  const peers = [
    { peer_vpc_id: VPC.analyticsUs, peer_owner_id: ANALYTICS, peer_region: 'us-east-1' },
    { peer_vpc_id: VPC.analyticsEu, peer_owner_id: ANALYTICS, peer_region: 'eu-west-1' },
    { peer_vpc_id: VPC.partnerUs, peer_owner_id: PARTNER, peer_region: 'us-east-1' },
    { peer_vpc_id: VPC.partnerEu, peer_owner_id: PARTNER, peer_region: 'eu-west-1' },
  ];
  const submitted = await Promise.all(
    peers.map(async (peer) => {
      const body = { ...ACROSS, ...peer };
      const answer = await journey.call<RequestView>(PAYMENTS, 'POST', '/peering-requests', body);
      if (!answer.body.success) throw new Error(JSON.stringify(answer.body.error));
      return answer.body.data;
    }),
  );
  expect(new Set(submitted.map(({ created_at }) => created_at)).size).toBe(1);
  const newest = (await lists.pages(PAYMENTS, { limit: '1' })).slice(0, submitted.length);
  expect(newest.flatMap(({ items }) => ids(items)).sort()).toEqual(ids(submitted).sort());
});

describe('a cursor', () => {
  const QUERY = { limit: '5', sort: 'newest' };
  const cursorOf = async (account: string, query: Query): Promise<string> => {
    const { next_cursor } = await lists.page(account, query);
    if (!next_cursor) throw new Error('The list ended too early.');
    return next_cursor;
  };
  const refused = {
    status: 400,
    body: { error: { code: 'VALIDATION_ERROR', details: [{ path: 'cursor' }] } },
  };

  test('goes on where it was made, as often as it is used', async () => {
    const cursor = await cursorOf(PAYMENTS, QUERY);
    const again = [
      await lists.page(PAYMENTS, { ...QUERY, cursor }),
      await lists.page(PAYMENTS, { ...QUERY, cursor }),
    ];
    expect(ids(again[0]?.items ?? [])).toEqual(ids(again[1]?.items ?? []));
    expect(again[0]?.items).toHaveLength(5);
  });

  test('is refused when any character of it is another', async () => {
    const cursor = await cursorOf(PAYMENTS, QUERY);
    for (const place of cursor.split('').keys()) {
      if (cursor[place] === '.') continue;
      const other = cursor[place] === 'A' ? 'B' : 'A';
      const forged = cursor.slice(0, place) + other + cursor.slice(place + 1);
      expect(await lists.get(PAYMENTS, { ...QUERY, cursor: forged })).toMatchObject(refused);
    }
  });

  test.each([
    ['a place of one’s own without a signature', (text: string) => `${text}.AAAA`],
    [
      'another signature',
      (text: string, signature: string) => `${text}.${[...signature].reverse().join('')}`,
    ],
    ['another place', (_: string, signature: string) => `${place('2020-01-01T00:00:00.000Z')}.${signature}`],
    ['two places', (text: string, signature: string) => `${place('x')}${text}.${signature}`],
  ])('is refused with %s', async (_, forge) => {
    const [text = '', signature = ''] = (await cursorOf(PAYMENTS, QUERY)).split('.');
    expect(await lists.get(PAYMENTS, { ...QUERY, cursor: forge(text, signature) })).toMatchObject(refused);
  });

  const place = (time: string) =>
    Buffer.from(JSON.stringify({ at: time, id: scrambledId(1) })).toString('base64url');

  test.each(['x', '.', 'a.b.c', 'a b.c', '', `${'a'.repeat(2047)}.a`, '%00.a'])(
    'is refused when it is %j',
    async (cursor) => {
      expect(await lists.get(PAYMENTS, { ...QUERY, cursor })).toMatchObject(refused);
    },
  );

  test('is of no use to another account, whichever side it is', async () => {
    const cursor = await cursorOf(PAYMENTS, QUERY);
    for (const account of [ANALYTICS, PARTNER, STRANGER, HUB]) {
      expect(await lists.get(account, { ...QUERY, cursor })).toMatchObject(refused);
    }
    const ofTheTeam = await cursorOf(HUB, QUERY);
    expect(await lists.get(PAYMENTS, { ...QUERY, cursor: ofTheTeam })).toMatchObject(refused);
  });

  test.each<[string, Query]>([
    ['status', { status: 'active' }],
    ['VPC', { vpc_id: VPC.paymentsUs }],
    ['requester', { requester_owner_id: PAYMENTS }],
    ['accepter', { peer_owner_id: ANALYTICS }],
    ['order', { sort: 'expiring' }],
    ['page size', { limit: '6' }],
  ])('is of no use with another %s', async (_, other) => {
    const cursor = await cursorOf(PAYMENTS, QUERY);
    expect(await lists.get(PAYMENTS, { ...QUERY, ...other, cursor })).toMatchObject(refused);
  });
});

test.each<[Query, string]>([
  [{ status: 'open' }, 'status'],
  [{ status: 'ACTIVE' }, 'status'],
  [{ vpc_id: 'vpc-1' }, 'vpc_id'],
  [{ requester_owner_id: '1' }, 'requester_owner_id'],
  [{ peer_owner_id: 'me' }, 'peer_owner_id'],
  [{ expiring_within: '3 days' }, 'expiring_within'],
  [{ expiring_within: 'P1Y' }, 'expiring_within'],
  [{ expiring_within: 'P' }, 'expiring_within'],
  [{ expiring_within: 'PT' }, 'expiring_within'],
  [{ expiring_within: 'PT0S' }, 'expiring_within'],
  [{ expiring_within: 'P8D' }, 'expiring_within'],
  [{ expiring_within: '-P1D' }, 'expiring_within'],
  [{ sort: 'oldest' }, 'sort'],
  [{ include: 'events' }, 'include'],
  [{ sort: 'newest', expiring_within: 'P1D' }, 'sort'],
  [{ sort: 'expiring', status: 'active' }, 'status'],
  [{ expiring_within: 'P1D', status: 'expired' }, 'status'],
  [{ limit: '0' }, 'limit'],
  [{ limit: '101' }, 'limit'],
  [{ limit: '-1' }, 'limit'],
  [{ limit: '1e1' }, 'limit'],
  [{ limit: '2.5' }, 'limit'],
  [{ colour: 'red' }, 'colour'],
])('the query %j is refused for its %s', async (query, path) => {
  for (const account of [PAYMENTS, HUB]) {
    const answer = await lists.get(account, query);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
    expect(new Set(pathsOf(answer))).toEqual(new Set([path]));
  }
});

test('a query names every field that is wrong', async () => {
  const answer = await lists.get(PAYMENTS, { status: 'open', limit: '0', colour: 'red', vpc_id: 'x' });
  expect(pathsOf(answer).sort()).toEqual(['colour', 'limit', 'status', 'vpc_id']);
});
