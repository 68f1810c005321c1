import { CreateVpcCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dynamodbRequests } from '../../functions/adapters/dynamodb-requests.ts';
import { submissionBudgetKey } from '../../functions/adapters/table.ts';
import type { RequestStatus } from '../../functions/domain/request/status.ts';
import { DEFAULT_LIMITS } from '../../functions/domain/submission/spend-budget.ts';
import { VPC } from '../../local/seed.ts';
import { TABLE_NAME, TRANSIENT_TABLE_NAME } from '../../local/table.ts';
import { aRequest } from '../domain/a-request.ts';
import { ACROSS, ANALYTICS, HOUR, HUB, MINUTE, PARTNER, PAYMENTS, quarterPast } from '../journey/journey.ts';
import { linkIn } from '../pages/mail-link.ts';
import { type CheckedJourney, errorOf, ownJourney, startCheckedJourney } from './checked-journey.ts';
import { meterOf } from './consumed-capacity.ts';
import { dryRun, submit } from './dry-run.ts';
import { scrambledId } from './many-requests.ts';
import { rawTable } from './raw-table.ts';
import { withUnreachable } from './unreachable.ts';

const ROUTE = '/peering-requests';

const resubmit = ({ call }: CheckedJourney, id: string) =>
  call(PAYMENTS, 'POST', `${ROUTE}/${id}/resubmit`, {});

const preflight = ({ call }: CheckedJourney, account = PAYMENTS) =>
  call(account, 'POST', `${ROUTE}/preflight`, { ...ACROSS, vpc_owner_id: PAYMENTS });

describe('an account’s submissions, preflights and connectivity checks of an hour', () => {
  const BUDGET = 5;
  const MESSAGE = new RegExp(
    `^Account ${PAYMENTS} has reached its limit of ${BUDGET} submissions, preflights and connectivity checks in an hour\\. Try again after .* UTC\\.$`,
  );

  let journey: CheckedJourney;
  beforeAll(async () => {
    journey = await startCheckedJourney({
      startAt: quarterPast(),
      limits: { submissions_per_hour: BUDGET },
    });
  });
  afterAll(() => journey.close());
  // No test has the budget of the one before.
  beforeEach(() => journey.pass(HOUR));

  const expectSpent = async (answer: Awaited<ReturnType<typeof preflight>>): Promise<void> => {
    const error = errorOf(answer);
    expect(error).toMatchObject({ status: 429, code: 'LIMIT_EXCEEDED' });
    expect('message' in error && error.message).toMatch(MESSAGE);
    const seconds = Number(answer.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(HOUR);
  };

  test('are limited, all together and whatever their results, and free again when Retry-After has passed', async () => {
    const first = await submit(journey);
    const id = first.body.success ? first.body.data.id : '';
    await submit(journey);
    await dryRun(journey);
    await dryRun(journey, { ...ACROSS, vpc_id: VPC.partnerUs });
    await journey.call(PAYMENTS, 'POST', `${ROUTE}/${id}/cancel`, {});
    await journey.pass(MINUTE);
    expect((await resubmit(journey, id)).status).toBe(201);

    const looks = () => journey.ec2.calls().filter(({ action }) => action === 'DescribeVpcs').length;
    const before = looks();
    const spent = await preflight(journey);
    await expectSpent(spent);
    await expectSpent(await submit(journey));
    await expectSpent(await resubmit(journey, id));
    expect(looks()).toBe(before);

    expect((await preflight(journey, ANALYTICS)).status).toBe(403);
    for (const _ of Array(2 * BUDGET)) expect((await preflight(journey, HUB)).status).toBe(200);
    await journey.pass(Number(spent.headers.get('retry-after')));
    expect((await preflight(journey)).status).toBe(200);
  });

  test('are not spent by what is malformed, forbidden or a repeat with the same key', async () => {
    const body = { ...ACROSS, vpc_id: VPC.paymentsEu, vpc_region: 'eu-west-1' };
    const keyed = () => journey.call(PAYMENTS, 'POST', ROUTE, body, { 'Idempotency-Key': 'one' });
    const answers = [];
    for (const _ of Array(2 * BUDGET)) {
      answers.push(await keyed());
      await submit(journey, { ...body, vpc_id: 'vpc-1' });
      await submit(journey, { ...body, vpc_owner_id: PARTNER });
    }
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    for (const _ of Array(BUDGET - 1)) expect((await preflight(journey)).status).toBe(200);
    await expectSpent(await preflight(journey));
    expect((await keyed()).status).toBe(201);
  });

  test('are counted one by one, when many come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 3 * BUDGET }, () => preflight(journey)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(BUDGET);
  });

  test('include looks at the connectivity, for oneself and to connect, on either side', async () => {
    const { id } = await journey.submit({ ...ACROSS, vpc_id: VPC.paymentsLegacy });
    const path = `${ROUTE}/${id}/connectivity`;
    const look = (account: string) => journey.call(account, 'GET', path);
    const connect = (account: string) =>
      journey.call(account, 'POST', `${ROUTE}/${id}/connect`, { dry_run: true });
    await journey.pass(HOUR);
    for (const _ of Array(BUDGET - 1)) expect((await look(PAYMENTS)).status).toBe(200);
    // Whoever may not see the request spends nothing.
    for (const _ of Array(2 * BUDGET)) expect((await look(PARTNER)).status).toBe(404);
    expect((await connect(PAYMENTS)).status).toBe(200);
    const calls = () => journey.ec2.calls().filter(({ action }) => action.startsWith('Describe')).length;
    const before = calls();
    await expectSpent(await look(PAYMENTS));
    await expectSpent(await connect(PAYMENTS));
    await expectSpent(await preflight(journey));
    expect(calls()).toBe(before);
    // The other side has its own budget, and the network team needs none.
    expect((await look(ANALYTICS)).status).toBe(200);
    for (const _ of Array(2 * BUDGET)) expect((await look(HUB)).status).toBe(200);
    await journey.pass(HOUR);
    expect((await look(PAYMENTS)).status).toBe(200);
  });

  test('include those of the requester’s page, which says so and can be sent again later', async () => {
    const body = { ...ACROSS, peer_vpc_id: VPC.analyticsUs, peer_region: 'us-east-1' };
    const { id } = await journey.submit(body);
    await journey.call(PAYMENTS, 'POST', `${ROUTE}/${id}/cancel`, {});
    await journey.pass(HOUR);
    const link = await linkIn(journey, 'priya@payments.example', id, 'status');
    const send = (page: string) => {
      const form_token = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
      return fetch(link, { method: 'POST', body: new URLSearchParams({ form_token }), redirect: 'manual' });
    };
    for (const _ of Array(BUDGET)) await preflight(journey);
    const refused = await send(await (await fetch(link)).text());
    const said = await refused.text();
    expect(refused.status).toBe(429);
    expect(said).toContain('The request wasn’t resubmitted');
    expect(said).toContain(
      `has reached its limit of ${BUDGET} submissions, preflights and connectivity checks in an hour`,
    );
    await journey.pass(HOUR);
    expect((await send(said)).status).toBe(303);

    // It calls EC2 for nothing more, so the way to the new request stays open.
    for (const _ of Array(BUDGET)) await preflight(journey);
    expect((await send(await (await fetch(link)).text())).status).toBe(303);
  });

  test('cannot be had without being counted', async () => {
    await withUnreachable('DYNAMODB', async () => {
      expect(errorOf(await preflight(journey))).toMatchObject({ status: 502, code: 'UPSTREAM_ERROR' });
    });
  });

  test('are kept for no longer than they are needed', async () => {
    await preflight(journey);
    const now = journey.clock.now();
    const hour = new Date(now.getTime() - (now.getTime() % (HOUR * 1000)));
    const { pk, sk } = submissionBudgetKey(PAYMENTS, hour);
    const item = (await rawTable(journey.endpoints.dynamodb).dump()).find(
      (each) => each['pk'] === pk && each['sk'] === sk,
    );
    expect(item).toEqual({ pk, sk, used: 1, ttl: hour.getTime() / 1000 + 2 * HOUR });
  });
});

describe('an account’s open requests', () => {
  const LIMIT = 3;

  const begin = () => ownJourney({ limits: { open_requests: LIMIT } });

  const openSome = async (journey: CheckedJourney): Promise<string[]> => {
    const ec2 = journey.ec2As(PAYMENTS, 'us-east-1');
    const ids: string[] = [];
    for (let n = 0; n < LIMIT; n++) {
      const { Vpc: vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: `10.${100 + n}.0.0/16` }));
      const answer = await submit(journey, { ...ACROSS, vpc_id: vpc?.VpcId });
      ids.push(answer.body.success ? answer.body.data.id : JSON.stringify(answer.body.error));
    }
    return ids;
  };

  const expectFull = async (journey: CheckedJourney): Promise<void> => {
    const answer = await submit(journey);
    expect(errorOf(answer)).toMatchObject({
      status: 429,
      code: 'LIMIT_EXCEEDED',
      message: `The requester account has reached Peerway’s limit of ${LIMIT} open requests.`,
    });
    expect(answer.headers.has('retry-after')).toBe(false);
    const { would_submit, results } = await dryRun(journey);
    expect([would_submit, results['pending-quota']]).toEqual([false, 'fail']);
    const byTeam = await submit(journey, { ...ACROSS, vpc_owner_id: PAYMENTS }, HUB);
    expect(byTeam.status).toBe(429);
  };

  test('are limited from the submit on, and no other account’s', async () => {
    const journey = await begin();
    const ids = await journey.withoutStepFunctions(() => openSome(journey));
    await expectFull(journey);
    const elsewhere = { ...ACROSS, vpc_id: VPC.analyticsEu, vpc_region: 'eu-west-1' };
    const contact_email = 'ada@analytics.example';
    const toPayments = { ...elsewhere, peer_vpc_id: VPC.paymentsUs, peer_owner_id: PAYMENTS, contact_email };
    const byOthers = await submit(journey, { ...toPayments, peer_region: 'us-east-1' }, ANALYTICS);
    expect(byOthers.status).toBe(201);
    for (const id of ids) expect((await journey.request(id)).status).toBe('submitted');
  });

  test('are limited until one is active or has ended', async () => {
    const journey = await begin();
    const [first = '', second = ''] = await openSome(journey);
    await journey.pass(MINUTE);
    expect((await journey.request(first)).status).toBe('pending-acceptance');
    await expectFull(journey);

    await journey.decide(await journey.linkOf('anna@analytics.example', first), 'accept');
    await journey.pass(MINUTE);
    expect((await journey.request(first)).status).toBe('active');
    expect((await submit(journey)).status).toBe(201);
    await journey.pass(MINUTE);
    const more = { ...ACROSS, vpc_id: VPC.paymentsEu, vpc_region: 'eu-west-1' };
    expect((await submit(journey, more)).status).toBe(429);
    await journey.call(PAYMENTS, 'POST', `${ROUTE}/${second}/cancel`, {});
    await journey.pass(MINUTE);
    expect((await submit(journey, more)).status).toBe(201);
  });

  test('are counted at the same cost however many requests the account has had', async () => {
    const journey = await begin();
    const table = rawTable(journey.endpoints.dynamodb);
    const { db } = rawTable(journey.endpoints.dynamodb);
    const meter = meterOf(db);
    const requests = dynamodbRequests(db, TABLE_NAME, TRANSIENT_TABLE_NAME, journey.clock.now);
    const { open_requests } = DEFAULT_LIMITS;
    const put = (first: number, count: number, status: RequestStatus) =>
      table.put(Array.from({ length: count }, (_, n) => aRequest({ id: scrambledId(first + n), status })));
    await put(0, open_requests, 'submitted');
    await put(open_requests, open_requests, 'pending-acceptance');
    expect(await requests.countOpen(PAYMENTS, open_requests)).toBe(open_requests);
    const cost = meter.take();
    expect(cost).toMatchObject({ calls: 1, items_read: open_requests });
    expect(cost.capacity_units).toBeLessThanOrEqual(4);

    await put(1000, 2 * open_requests, 'provisioning');
    await put(2000, 2 * open_requests, 'rejected');
    expect(await requests.countOpen(PAYMENTS, open_requests)).toBe(open_requests);
    expect(meter.take()).toEqual(cost);
  });
});
