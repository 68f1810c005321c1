import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PeeringRequest } from '../../functions/domain/request/peering-request.ts';
import { VPC } from '../../local/seed.ts';
import { aRequest } from '../domain/a-request.ts';
import { ACROSS, ANALYTICS, DAY, HOUR, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, startCheckedJourney } from './checked-journey.ts';
import { ids, listReader, type Query } from './list-reader.ts';
import { scrambledId } from './many-requests.ts';
import { rawTable } from './raw-table.ts';
import { wording } from './wording.ts';

const STRANGER = '444444444444';

type Wording = ReturnType<typeof wording>;

let journey: CheckedJourney;
const start = async () => {
  journey = await startCheckedJourney();
};
const close = () => journey.close();

describe('whether others have an open request is not told', () => {
  const BETWEEN_OTHERS = {
    ...ACROSS,
    peer_vpc_id: VPC.partnerUs,
    peer_owner_id: PARTNER,
    peer_region: 'us-east-1',
  };

  /** Who claims a VPC of payments, to learn what is open between it and another. */
  const CLAIMS = [
    ['an account without our role', PARTNER, ACROSS],
    ['an account that nobody knows', STRANGER, ACROSS],
    ['a third account with our role', ANALYTICS, BETWEEN_OTHERS],
  ] as const;

  const ROUTES = [
    ['/peering-requests/preflight', 200],
    ['/peering-requests', 400],
  ] as const;

  const ask = async (account: string, route: string, body: object): Promise<Wording> =>
    wording(await journey.call(account, 'POST', route, body));

  const before = new Map<string, Wording>();
  beforeAll(async () => {
    await start();
    for (const [who, account, body] of CLAIMS) {
      for (const [route] of ROUTES) before.set(`${who} ${route}`, await ask(account, route, body));
    }
    await journey.submit(ACROSS);
    await journey.submit(BETWEEN_OTHERS);
  });
  afterAll(close);

  describe.each(CLAIMS)('to %s', (who, account, body) => {
    test.each(ROUTES)('that claims a VPC of theirs, by %s', async (route, status) => {
      const answer = await ask(account, route, body);
      expect(answer.status).toBe(status);
      expect(answer).toEqual(before.get(`${who} ${route}`));
    });
  });
});

/** More of payments and analytics than one page may look at. */
const ofOthers = (now: Date): PeeringRequest[] =>
  Array.from({ length: 12 }, (_, n) =>
    aRequest({
      id: scrambledId(n),
      status: 'pending-acceptance',
      created_at: new Date(now.getTime() - n * HOUR * 1000).toISOString(),
      expires_at: new Date(now.getTime() + (DAY + n) * 1000).toISOString(),
    }),
  );

const putOthers = () => rawTable(journey.endpoints.dynamodb).put(ofOthers(journey.clock.now()));

describe('whether others have requests is not told by a list', () => {
  const LISTS: [string, Query][] = [
    ['of all', {}],
    ['by status', { status: 'pending-acceptance' }],
    ['by VPC', { vpc_id: VPC.paymentsUs }],
    ['by requester', { requester_owner_id: PAYMENTS }],
    ['by accepter', { peer_owner_id: ANALYTICS }],
    ['soonest first', { sort: 'expiring' }],
    ['of what expires', { expiring_within: 'P2D' }],
  ];

  const ask = async (query: Query): Promise<Wording> =>
    wording(await listReader(journey).get(PARTNER, { ...query, limit: '1' }));

  const before = new Map<string, Wording>();
  beforeAll(async () => {
    await start();
    for (const [name, query] of LISTS) before.set(name, await ask(query));
    await putOthers();
  });
  afterAll(close);

  test.each(LISTS)('%s', async (name, query) => {
    const answer = await ask(query);
    expect(answer.text).toContain('"items":[]');
    expect(answer).toEqual(before.get(name));
  });
});

describe('which requests others have is not told by the cursors of a list', () => {
  const ownIds = [101, 102, 103].map(scrambledId);
  beforeAll(async () => {
    await start();
    await putOthers();
    const [newest] = ofOthers(journey.clock.now());
    const requester = { vpc_id: VPC.partnerUs, owner_id: PARTNER, region: 'us-east-1' };
    await rawTable(journey.endpoints.dynamodb).put(
      ownIds.map((id) => aRequest({ ...newest, id, requester })),
    );
  });
  afterAll(close);

  test.each<[string, Query]>([
    ['of all', {}],
    ['by VPC', { vpc_id: VPC.analyticsUs }],
    ['by accepter', { peer_owner_id: ANALYTICS }],
    ['soonest first', { sort: 'expiring' }],
  ])('%s', async (_, query) => {
    const pages = await listReader(journey).pages(PARTNER, { ...query, limit: '1' });
    expect(ids(pages.flatMap(({ items }) => items)).sort()).toEqual([...ownIds].sort());
    const told = pages
      .flatMap(({ next_cursor }) => next_cursor?.split('.') ?? [])
      .map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    for (const { id } of ofOthers(journey.clock.now())) expect(told.join('\n')).not.toContain(id);
  });
});
