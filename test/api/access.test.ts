import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { ANALYTICS, HUB, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, startCheckedJourney } from './checked-journey.ts';
import { ids, listReader, type Page } from './list-reader.ts';
import { rawTable } from './raw-table.ts';
import { callOf, nameOf, SIGNED_ROUTES } from './route-calls.ts';
import { wording } from './wording.ts';

const STRANGER = '444444444444';
const NO_REQUEST = 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8';
const NO_ACCOUNT = '888888888888';
const LIST = 'GET /peering-requests';

const named = SIGNED_ROUTES.map((route) => [nameOf(route), route] as const);

describe('a request of others', () => {
  let journey: CheckedJourney;
  let request: RequestView;
  beforeAll(async () => {
    journey = await startCheckedJourney();
    request = await journey.submit();
  });
  afterAll(() => journey.close());

  describe.each([
    ['an account that is no side', PARTNER],
    ['an account that nobody knows', STRANGER],
  ])('is nothing to %s:', (_, account) => {
    test.each(named)('%s', async (name, route) => {
      const table = rawTable(journey.endpoints.dynamodb);
      const before = await table.dump();
      const ask = (id: string, account_id: string) => {
        const { method, path, body } = callOf(route, { id, account_id });
        return journey.call<Partial<Page>>(account, method, path, body);
      };
      const there = await ask(request.id, ANALYTICS);
      if (name === LIST) {
        expect(there.body).toEqual({ success: true, data: { items: [], next_cursor: null } });
      } else {
        expect([403, 404]).toContain(there.status);
        const notThere = await ask(NO_REQUEST, NO_ACCOUNT);
        expect(wording(there, request.id, ANALYTICS)).toEqual(wording(notThere, NO_REQUEST, NO_ACCOUNT));
      }
      expect(await table.dump()).toEqual(before);
    });
  });

  test.each(named.filter(([name]) => name.includes('accounts')))(
    'says nothing of the directory, to either side: %s',
    async (_, route) => {
      for (const account of [PAYMENTS, ANALYTICS]) {
        const { method, path, body } = callOf(route, { id: request.id, account_id: account });
        expect((await journey.call(account, method, path, body)).status).toBe(403);
      }
    },
  );

  test.each(named)('is nothing to who does not sign: %s', async (_, route) => {
    const table = rawTable(journey.endpoints.dynamodb);
    const before = await table.dump();
    const { method, path, body } = callOf(route, { id: request.id, account_id: ANALYTICS });
    const signatures = [
      undefined,
      'Bearer token',
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/execute-api/aws4_request, Signature=x',
    ];
    for (const authorization of signatures) {
      const answer = await fetch(journey.endpoints.api + path, {
        method,
        headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      expect([answer.status, await answer.json()]).toEqual([403, { message: 'Forbidden' }]);
    }
    expect(await table.dump()).toEqual(before);
  });

  test('is all there is to its sides and to the network team', async () => {
    for (const account of [PAYMENTS, ANALYTICS, HUB]) {
      const { body } = await journey.call<RequestView>(account, 'GET', `/peering-requests/${request.id}`);
      expect(body.success && body.data).toEqual(request);
      expect(ids(await listReader(journey).wholeList(account, {}))).toEqual([request.id]);
      const trail = await journey.call(account, 'GET', `/peering-requests/${request.id}/events`);
      expect(trail.status).toBe(200);
    }
  });
});
