import { CreateVpcCommand, CreateVpcPeeringConnectionCommand } from '@aws-sdk/client-ec2';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamodbCursors } from '../../functions/adapters/dynamodb-cursors.ts';
import { requestKey } from '../../functions/adapters/table.ts';
import type { ErrorCode } from '../../functions/domain/request/errors.ts';
import { STATUS_CODES } from '../../functions/edge/error-envelope.ts';
import { VPC } from '../../local/seed.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { TABLE_NAME, TRANSIENT_TABLE_NAME } from '../../local/table.ts';
import { ACROSS, ANALYTICS, type Answer, DAY, HOUR, HUB, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, startCheckedJourney } from './checked-journey.ts';
import { rawTable } from './raw-table.ts';
import { callOf, nameOf, SIGNED_ROUTES } from './route-calls.ts';
import { withUnreachable } from './unreachable.ts';

const ROUTE = '/peering-requests';
const NONE = 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8';
const PENDING_QUOTA = 25;

let journey: CheckedJourney;
beforeAll(async () => {
  journey = await startCheckedJourney();
});
afterAll(() => journey.close());

const submit = (body: object, headers = {}) => journey.call(PAYMENTS, 'POST', ROUTE, body, headers);

const cancel = (id: string) => journey.call(PAYMENTS, 'POST', `${ROUTE}/${id}/cancel`, {});

/** A request, for one test alone: no other is open between its VPCs. */
const aRequestBetween = (peer_vpc_id: string, peer_owner_id: string, peer_region: string) =>
  journey.submit({ ...ACROSS, peer_vpc_id, peer_owner_id, peer_region });

const fillPendingQuota = async (): Promise<void> => {
  const ec2 = journey.ec2As(PAYMENTS, 'eu-west-1');
  for (let n = 0; n < PENDING_QUOTA; n++) {
    const { Vpc: vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: `10.${100 + n}.0.0/16` }));
    const peer = { PeerVpcId: VPC.analyticsUs, PeerOwnerId: ANALYTICS, PeerRegion: 'us-east-1' };
    await ec2.send(new CreateVpcPeeringConnectionCommand({ VpcId: vpc?.VpcId, ...peer }));
  }
  await journey.pass(HOUR);
};

/** Does something while a record is as no version of Peerway has ever written it. */
const withSpoilt = async <T>(id: string, act: () => Promise<T>): Promise<T> => {
  const { db } = rawTable(journey.endpoints.dynamodb);
  const record = { TableName: TABLE_NAME, Key: requestKey(id) };
  const { Attributes } = await db.send(
    new UpdateCommand({ ...record, UpdateExpression: 'REMOVE requester', ReturnValues: 'ALL_OLD' }),
  );
  try {
    return await act();
  } finally {
    await db.send(new PutCommand({ TableName: TABLE_NAME, Item: Attributes }));
  }
};

/** Not an operation of the document: there is no such call. */
const methodNotAllowed = async (): Promise<Answer<unknown>> => {
  const response = await signedFetch(PAYMENTS, journey.endpoints.api + ROUTE, { method: 'DELETE' });
  return { status: response.status, headers: response.headers, body: (await response.json()) as never };
};

/** How each code of the table is had. */
const PROVOKED: Record<ErrorCode, () => Promise<Answer<unknown>>> = {
  VALIDATION_ERROR: () => submit({}),
  FORBIDDEN: () => journey.call(PAYMENTS, 'GET', '/accounts'),
  REFUSED_BY_RULE: async () => {
    const path = `/accounts/${ANALYTICS}`;
    const entry = { name: 'analytics', approvers: ['anna@analytics.example'], onboarded: true };
    const rule = { name: 'closed', when: {}, then: 'refuse', because: 'The lake is full.' };
    await journey.call(HUB, 'PUT', path, { ...entry, rules: [rule] });
    try {
      return await submit(ACROSS);
    } finally {
      await journey.call(HUB, 'PUT', path, entry);
    }
  },
  NOT_FOUND: () => journey.call(PAYMENTS, 'GET', `${ROUTE}/${NONE}`),
  METHOD_NOT_ALLOWED: () => methodNotAllowed(),
  CONFLICT: async () => {
    await aRequestBetween(VPC.analyticsEu, ANALYTICS, 'eu-west-1');
    return submit(ACROSS);
  },
  IDEMPOTENCY_MISMATCH: async () => {
    const body = { ...ACROSS, peer_vpc_id: VPC.analyticsUs, peer_region: 'us-east-1' };
    const headers = { 'Idempotency-Key': 'one' };
    await submit(body, headers);
    return submit({ ...body, justification: 'another' }, headers);
  },
  OVERLAPPING_CIDR: () => submit({ ...ACROSS, peer_vpc_id: VPC.analyticsOverlap, peer_region: 'us-east-1' }),
  ALREADY_DECIDED: async () => {
    const { id } = await aRequestBetween(VPC.partnerUs, PARTNER, 'us-east-1');
    await cancel(id);
    return cancel(id);
  },
  WINDOW_CLOSED: async () => {
    const { id } = await aRequestBetween(VPC.partnerEu, PARTNER, 'eu-west-1');
    await journey.pass(8 * DAY);
    return cancel(id);
  },
  LIMIT_EXCEEDED: async () => {
    await fillPendingQuota();
    return submit({ ...ACROSS, vpc_id: VPC.paymentsEu, vpc_region: 'eu-west-1' });
  },
  UPSTREAM_ERROR: () => withUnreachable('DYNAMODB', () => submit(ACROSS)),
  INTERNAL_ERROR: async () => {
    const { id } = await aRequestBetween(VPC.partnerUs, PARTNER, 'us-east-1');
    return withSpoilt(id, () => journey.call(HUB, 'GET', `${ROUTE}/${id}`));
  },
};

/** What no answer may hold: raw errors, stacks, addresses and files. */
const INNER =
  /Error:|Exception|ECONN|127\.0\.0\.1|localhost|stack|undefined|\bat \S+ \(|\.[jt]s\b|node_modules|dynamo|smithy/i;

const expectNothingInner = ({ body }: Answer<unknown>): void => {
  if (body.success) throw new Error('This should not have gone well.');
  expect(JSON.stringify(body.error)).not.toMatch(INNER);
  expect(body.error.message).toMatch(/^\S.*\.$/);
};

test('what no answer may hold would be found in one', async () => {
  const cause = await fetch('http://127.0.0.1:1').catch((error: unknown) => error);
  if (!(cause instanceof Error)) throw new Error('somebody listens');
  const answerWith = (message: string) =>
    ({
      body: { success: false, error: { code: 'UPSTREAM_ERROR', message, details: [] }, request_id: 'r' },
    }) as never;
  for (const raw of [`${cause.stack}.`, `${cause.cause}.`, 'Requested resource not found in dynamodb.'])
    expect(() => expectNothingInner(answerWith(raw)), raw).toThrow();
  expectNothingInner(answerWith('An AWS service returned an unexpected response.'));
});

test.each(Object.entries(PROVOKED))('%s, in the envelope and under its status', async (code, provoke) => {
  const answer = await provoke();
  expect(answer).toMatchObject({
    status: STATUS_CODES[code as ErrorCode],
    body: { success: false, error: { code }, request_id: expect.stringMatching(/^[\w-]{10,}$/) },
  });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expectNothingInner(answer);
});

/** Who calls is in the call itself: that route has no table. */
const WITH_TABLE = SIGNED_ROUTES.filter(({ path }) => path !== '/caller');

test.each(WITH_TABLE.map((route) => [nameOf(route), route] as const))(
  '%s says UPSTREAM_ERROR, and nothing of what lies behind, when the table cannot be reached',
  async (_, route) => {
    const { method, path, body } = callOf(route, { id: NONE, account_id: ANALYTICS });
    const answer = await withUnreachable('DYNAMODB', () => journey.call(HUB, method, path, body));
    expect(answer).toMatchObject({ status: 502, body: { error: { code: 'UPSTREAM_ERROR', details: [] } } });
    expectNothingInner(answer);
    expect((await journey.call(HUB, 'GET', ROUTE)).status).toBe(200);
  },
);

test('cursors outlive a moment in which the table is away', async () => {
  const { db } = rawTable(journey.endpoints.dynamodb);
  const cursors = dynamodbCursors(db, TRANSIENT_TABLE_NAME);
  const away = () => () => Promise.reject(new Error('away'));
  db.middlewareStack.add(away, { step: 'initialize', name: 'away' });
  const position = { at: '2026-01-01T00:00:00.000Z', id: NONE } as const;
  await expect(cursors.seal(position, 'a list')).rejects.toThrow('away');
  db.middlewareStack.remove('away');
  expect(await cursors.open(await cursors.seal(position, 'a list'), 'a list')).toEqual(position);
});
