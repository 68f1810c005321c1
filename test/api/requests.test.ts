import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventKey } from '../../functions/adapters/table.ts';
import { type AuditEvent, verifyChain } from '../../functions/domain/request/audit.ts';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { VPC } from '../../local/seed.ts';
import { TABLE_NAME } from '../../local/table.ts';
import { ACROSS, ANALYTICS, DAY, HOUR, HUB, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, errorOf, ownJourney, startCheckedJourney } from './checked-journey.ts';
import { rawTable } from './raw-table.ts';

type TrailView = { id: string; created_at: string; head: string; events: AuditEvent[]; chain: object };

const NONE = '/peering-requests/pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8';

test('get shows the record and its window to both sides and the network team alike', async () => {
  const journey = await ownJourney();
  const { id } = await journey.submit();
  await journey.pass(DAY);
  const seen = await Promise.all(
    [PAYMENTS, ANALYTICS, HUB].map((account) =>
      journey.call<RequestView>(account, 'GET', `/peering-requests/${id}`),
    ),
  );
  const [first] = seen.map(({ body }) => (body.success ? body.data : undefined));
  expect(seen.map(({ body }) => body.success && body.data)).toEqual([first, first, first]);
  expect(first).toMatchObject({ id, status: 'pending-acceptance', vpc_owner_id: PAYMENTS });
  const { opened_at, expires_at, remaining_seconds } = first?.window ?? {};
  expect(Date.parse(expires_at ?? '') - Date.parse(opened_at ?? '')).toBeGreaterThan((7 * DAY - HOUR) * 1000);
  expect(remaining_seconds).toBe(
    Math.floor((Date.parse(expires_at ?? '') - journey.clock.now().getTime()) / 1000),
  );
});

test('events show the trail in order, with a verdict that the reader can repeat', async () => {
  const journey = await ownJourney();
  const { id, created_at } = await journey.submit();
  await journey.decide(await journey.linkOf('anna@analytics.example', id), 'accept');
  await journey.pass(HOUR);
  const { body } = await journey.call<TrailView>(PAYMENTS, 'GET', `/peering-requests/${id}/events`);
  if (!body.success) throw new Error(body.error.message);
  const { events, head, chain, ...rest } = body.data;
  expect(rest).toEqual({ id, created_at, refused_again: 0, next_cursor: null });
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  expect(events[0]).toMatchObject({
    type: 'request-submitted',
    from_status: null,
    to_status: 'submitted',
    reason: ACROSS.justification,
    source_ip: expect.stringMatching(/127\.0\.0\.1$/),
  });
  expect(chain).toEqual({ valid: true, events: events.length });
  expect(verifyChain(events, head)).toEqual(chain);
});

test('events tell which event was changed behind the API’s back', async () => {
  const journey = await ownJourney();
  const { id } = await journey.submit();
  await rawTable(journey.endpoints.dynamodb).db.send(
    new UpdateCommand({
      TableName: TABLE_NAME,
      Key: eventKey(id, 2),
      UpdateExpression: 'SET reason = :other',
      ExpressionAttributeValues: { ':other': 'nothing to see here' },
    }),
  );
  expect((await journey.trail(id)).chain).toEqual({
    valid: false,
    sequence: 2,
    reason: expect.stringContaining('changed'),
  });
});

test('health answers without a signature, and so does openapi.json', async () => {
  const journey = await ownJourney();
  const health = await fetch(`${journey.endpoints.api}/health`);
  expect([health.status, await health.json()]).toEqual([200, { success: true, data: { status: 'ok' } }]);
  const document = await fetch(`${journey.endpoints.api}/openapi.json`);
  expect([document.status, document.headers.get('content-type')]).toEqual([200, 'application/json']);
  expect(await document.json()).toMatchObject({ servers: [{ url: journey.endpoints.api }] });
});

describe('refused is', () => {
  let journey: CheckedJourney;
  let id: string;
  beforeAll(async () => {
    journey = await startCheckedJourney();
    ({ id } = await journey.submit());
  });
  afterAll(() => journey.close());

  test.each([
    ['GET', NONE],
    ['GET', `${NONE}/events`],
    ['GET', `${NONE}/connectivity`],
    ['POST', `${NONE}/connect`],
    ['POST', `${NONE}/cancel`],
    ['POST', `${NONE}/resubmit`],
  ])('%s %s, of which there is none', async (method, path) => {
    for (const account of [PAYMENTS, HUB]) {
      const answer = await journey.call(account, method, path, method === 'POST' ? {} : undefined);
      expect(errorOf(answer)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    }
    const malformed = await journey.call(
      PAYMENTS,
      method,
      path.replace('pr-01', 'pr-81'),
      method === 'POST' ? {} : undefined,
    );
    expect(errorOf(malformed)).toMatchObject({
      status: 400,
      code: 'VALIDATION_ERROR',
      details: [{ path: 'id' }],
    });
  });

  test.each([
    ['cancel', { comment: '' }, 'comment'],
    ['cancel', { comment: 'x'.repeat(1001) }, 'comment'],
    ['cancel', { comment: 'a\u0007b' }, 'comment'],
    ['cancel', { comment: 'half of a \ud83d pair' }, 'comment'],
    ['cancel', { comment: null }, 'comment'],
    ['cancel', { expected_status: 'pending' }, 'expected_status'],
    ['cancel', { reason: 'x' }, 'reason'],
    ['resubmit', { justification: ' ' }, 'justification'],
    ['resubmit', { justification: 7 }, 'justification'],
    ['resubmit', { vpc_id: VPC.paymentsEu }, 'vpc_id'],
  ])('%s with %j', async (route, body, path) => {
    const answer = await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/${route}`, body);
    expect(errorOf(answer)).toMatchObject({ status: 400, code: 'VALIDATION_ERROR', details: [{ path }] });
    expect(await journey.request(id)).toMatchObject({ decision: null });
  });

  test('a query that a route does not know', async () => {
    const one = `/peering-requests/${id}`;
    for (const [method, path] of [
      ['GET', one],
      ['GET', `${one}/events`],
      ['POST', `${one}/cancel`],
      ['POST', `${one}/resubmit`],
      ['POST', '/peering-requests'],
    ] as const) {
      const answer = await journey.call(
        PAYMENTS,
        method,
        `${path}?verbose=1`,
        method === 'POST' ? {} : undefined,
      );
      expect(errorOf(answer)).toMatchObject({
        status: 400,
        code: 'VALIDATION_ERROR',
        details: [{ path: 'verbose' }],
      });
    }
  });
});
