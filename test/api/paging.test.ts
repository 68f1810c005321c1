import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PeeringRequest, VpcId } from '../../functions/domain/request/peering-request.ts';
import { type RequestStatus, STATUSES } from '../../functions/domain/request/status.ts';
import { VPC } from '../../local/seed.ts';
import { ANALYTICS, DAY, HUB, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { onEngine } from '../store/engines.ts';
import { type CheckedJourney, startCheckedJourney } from './checked-journey.ts';
import { ids, listReader, type Query } from './list-reader.ts';
import { MANY, manyRequests, PAIRS } from './many-requests.ts';
import { rawTable } from './raw-table.ts';

const PAGE_SIZE = 9;

/** Each filter given and not given, in every combination. */
const combinations = (filters: Record<string, readonly string[]>): Query[] =>
  Object.entries(filters).reduce<Query[]>(
    (queries, [name, values]) =>
      queries.flatMap((query) => [query, ...values.map((value) => ({ ...query, [name]: value }))]),
    [{}],
  );

const WHERE = { vpc_id: [VPC.paymentsUs], requester_owner_id: [PAYMENTS], peer_owner_id: [ANALYTICS] };
const NEWEST = combinations({ status: ['pending-acceptance', 'rejected'], ...WHERE });
const SOONEST = [
  { sort: 'expiring', status: 'pending-acceptance' },
  ...combinations({ expiring_within: ['P2D'], ...WHERE }).map((query) => ({ ...query, sort: 'expiring' })),
];

// The order of items with equal sort keys is DynamoDB's own, and each engine has another.
onEngine('paging', (engine) => {
  let journey: CheckedJourney;
  let lists: ReturnType<typeof listReader>;
  let written: PeeringRequest[];
  beforeAll(async () => {
    journey = await startCheckedJourney({ engine });
    lists = listReader(journey);
    written = manyRequests(journey.clock.now());
    await rawTable(journey.endpoints.dynamodb).put(written);
  });
  afterAll(() => journey.close());

  /** What the list must hold, found without it. */
  const wanted = (account: string, query: Query): string[] => {
    const { status, vpc_id, requester_owner_id, peer_owner_id, sort, expiring_within } = query;
    const until = new Date(journey.clock.now().getTime() + 2 * DAY * 1000).toISOString();
    return ids(
      written.filter(
        (request) =>
          (account === HUB || [request.requester.owner_id, request.accepter.owner_id].includes(account)) &&
          (!status || request.status === status) &&
          (!vpc_id || [request.requester.vpc_id, request.accepter.vpc_id].includes(vpc_id as VpcId)) &&
          (!requester_owner_id || request.requester.owner_id === requester_owner_id) &&
          (!peer_owner_id || request.accepter.owner_id === peer_owner_id) &&
          (sort !== 'expiring' || request.status === 'pending-acceptance') &&
          (!expiring_within || (request.expires_at ?? '') <= until),
      ),
    );
  };

  describe.each([
    ['the network team', HUB],
    ['a side of many', PAYMENTS],
    ['a side of few', PARTNER],
  ])('%s', (_, account) => {
    test('reads each filter in each combination, newest first, without loss or repetition', async () => {
      for (const query of NEWEST) {
        const listed = await lists.wholeList(account, { ...query, limit: String(PAGE_SIZE) });
        expect([query, ids(listed).sort()]).toEqual([query, wanted(account, query).sort()]);
        const times = listed.map(({ created_at }) => created_at);
        expect(times).toEqual([...times].sort().reverse());
      }
    });

    test('reads each filter in each combination, soonest first, without loss or repetition', async () => {
      for (const query of SOONEST) {
        const listed = await lists.wholeList(account, { ...query, limit: String(PAGE_SIZE) });
        expect([query, ids(listed).sort()]).toEqual([query, wanted(account, query).sort()]);
        const times = listed.map(({ window }) => window?.expires_at);
        expect(times).toEqual([...times].sort());
      }
    });
  });

  test.each(STATUSES)('the network team lists what is %s', async (status: RequestStatus) => {
    const listed = await lists.wholeList(HUB, { status });
    expect(listed.length).toBeGreaterThan(0);
    expect(ids(listed).sort()).toEqual(wanted(HUB, { status }).sort());
  });

  test('a request between two VPCs of one account stands once in its list', async () => {
    const listed = await lists.wholeList(PAYMENTS, { limit: '100' });
    const own = listed.filter(({ vpc_owner_id, peer_owner_id }) => vpc_owner_id === peer_owner_id);
    expect(new Set(ids(own)).size).toBe(MANY / PAIRS.length);
    expect(own).toHaveLength(MANY / PAIRS.length);
  });

  test('pages are full where no filter leaves anything out, and the last has no cursor', async () => {
    const sizes = (await lists.pages(HUB, { limit: '10' })).map(({ items }) => items.length);
    expect(sizes).toEqual([10, 10, 10, 10, 10, 10]);
  });
});
