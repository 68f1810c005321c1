import { DescribeVpcPeeringConnectionsCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { invokeFunction } from '../../local/functions.ts';
import { ANALYTICS, DAY, HOUR, HUB, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, errorOf, ownJourney } from './checked-journey.ts';
import { withUnreachable } from './unreachable.ts';

const ANNA = 'anna@analytics.example';

const cancel = ({ call }: CheckedJourney, id: string, account = PAYMENTS, body: object = {}) =>
  call<RequestView>(account, 'POST', `/peering-requests/${id}/cancel`, body);

const activate = async (journey: CheckedJourney): Promise<RequestView> => {
  const { id } = await journey.submit();
  await journey.decide(await journey.linkOf(ANNA, id), 'accept', 'welcome');
  await journey.pass(HOUR);
  const active = await journey.request(id);
  expect(active.status).toBe('active');
  return active;
};

/** What EC2 says, asked in the requester's account. */
const statusInEc2 = async (journey: CheckedJourney, id: string | null): Promise<string | undefined> => {
  const { VpcPeeringConnections: [found] = [] } = await journey
    .ec2As(PAYMENTS, 'us-east-1')
    .send(new DescribeVpcPeeringConnectionsCommand({ VpcPeeringConnectionIds: [id ?? ''] }));
  return found?.Status?.Code;
};

test('a pending request is withdrawn: cancelled on record, deleted in EC2, the pair free again', async () => {
  const journey = await ownJourney();
  const { id, vpc_peering_connection_id } = await journey.submit();
  const answer = await cancel(journey, id, PAYMENTS, { comment: '  not needed ' });
  expect(answer).toMatchObject({
    status: 200,
    body: {
      data: {
        id,
        decision: {
          kind: 'cancel',
          comment: 'not needed',
          by: { kind: 'caller', id: `arn:aws:sts::${PAYMENTS}:assumed-role/Developer/local` },
        },
      },
    },
  });
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'cancelled', window: { remaining_seconds: 0 } });
  expect(await statusInEc2(journey, vpc_peering_connection_id)).toBe('deleted');
  expect(await journey.submit()).toMatchObject({ status: 'pending-acceptance' });
});

test('a request is withdrawn before EC2 knows of it, and EC2 never does', async () => {
  const journey = await ownJourney();
  const { id } = await withUnreachable('SFN', () => journey.submit());
  expect(await journey.request(id)).toMatchObject({ status: 'submitted' });
  expect((await cancel(journey, id)).status).toBe(200);
  await invokeFunction('schedules/sweep', {});
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'cancelled', vpc_peering_connection_id: null });
  expect(journey.ec2.calls().map(({ action }) => action)).not.toContain('CreateVpcPeeringConnection');
});

test('a withdrawal stands though the workflow cannot be told of it', async () => {
  const journey = await ownJourney();
  const { id } = await journey.submit();
  await withUnreachable('SFN', () => cancel(journey, id));
  expect(await journey.request(id)).toMatchObject({ decision: { kind: 'cancel' } });
  await invokeFunction('schedules/sweep', {});
  await journey.pass(8 * DAY);
  expect(await journey.request(id)).toMatchObject({ status: 'cancelled' });
});

test('the accepter does not withdraw what was asked of them, the network team does', async () => {
  const journey = await ownJourney();
  const { id } = await journey.submit();
  expect(errorOf(await cancel(journey, id, ANALYTICS))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  expect(await journey.request(id)).toMatchObject({ decision: null });
  expect((await cancel(journey, id, HUB)).status).toBe(200);
  expect(await journey.request(id)).toMatchObject({
    decision: { by: { id: expect.stringContaining(':assumed-role/NetworkTeam/') } },
  });
});

test.each([
  ['the requester', PAYMENTS],
  ['the accepter', ANALYTICS],
  ['the network team', HUB],
])('an active connection is torn down by %s: deleted on record and in EC2', async (_, account) => {
  const journey = await ownJourney();
  const { id, vpc_peering_connection_id } = await activate(journey);
  const answer = await cancel(journey, id, account, { comment: 'over' });
  expect(answer).toMatchObject({
    status: 200,
    body: { data: { status: 'active', teardown: { kind: 'cancel', comment: 'over' } } },
  });
  expect(errorOf(await cancel(journey, id, account))).toMatchObject({
    status: 409,
    code: 'ALREADY_DECIDED',
  });
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({
    status: 'deleted',
    decision: { kind: 'accept' },
    teardown: { kind: 'cancel' },
  });
  expect(await statusInEc2(journey, vpc_peering_connection_id)).toBe('deleted');
  expect((await journey.trail(id)).chain).toMatchObject({ valid: true });
  expect(await journey.submit()).toMatchObject({ status: 'pending-acceptance' });
});

test('what was decided is not cancelled: the answer says who decided, what and when', async () => {
  const journey = await ownJourney();
  const { id } = await journey.submit();
  await journey.decide(await journey.linkOf(ANNA, id), 'accept', 'welcome');
  const { decision } = await journey.request(id);
  expect(errorOf(await cancel(journey, id))).toMatchObject({
    status: 409,
    code: 'ALREADY_DECIDED',
    message: `${ANNA} already accepted this request at ${decision?.at}.`,
  });
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'active', decision, teardown: null });
});

test('what has ended is not cancelled: the answer says how it ended', async () => {
  const journey = await ownJourney();
  const { id } = await journey.submit();
  await journey.decide(await journey.linkOf(ANNA, id), 'reject', 'not this year');
  await journey.pass(HOUR);
  expect(errorOf(await cancel(journey, id))).toMatchObject({
    status: 410,
    code: 'WINDOW_CLOSED',
    message: expect.stringContaining('rejected'),
  });
  expect(await journey.request(id)).toMatchObject({ status: 'rejected', decision: { kind: 'reject' } });
});

test('withdrawals that come too late are on the trail once for each outcome, and counted after that', async () => {
  const journey = await ownJourney();
  const { id } = await journey.submit();
  const link = await journey.linkOf(ANNA, id);
  await withUnreachable('SFN', () => journey.decide(link, 'reject', 'not this year'));
  for (let attempt = 0; attempt < 3; attempt++) expect((await cancel(journey, id)).status).toBe(409);
  await invokeFunction('schedules/sweep', {});
  await journey.pass(HOUR);
  for (let attempt = 0; attempt < 20; attempt++) expect((await cancel(journey, id)).status).toBe(410);
  expect((await cancel(journey, id, HUB)).status).toBe(410);

  const { events, chain, refused_again } = await journey.trail(id);
  const refused = events.filter(({ type }) => type === 'decision-refused');
  expect(refused.map(({ actor, reason }) => [/role\/\w+/.exec(actor.id)?.[0], reason])).toEqual([
    ['role/Developer', expect.stringContaining('cancel: anna@analytics.example already rejected')],
    ['role/Developer', 'cancel: This request can’t be decided: it is rejected.'],
    ['role/NetworkTeam', 'cancel: This request can’t be decided: it is rejected.'],
  ]);
  expect(refused_again).toBe(2 + 19);
  expect(chain).toEqual({ valid: true, events: events.length });
});

test('a withdrawal that expects a request to wait never tears it down', async () => {
  const journey = await ownJourney();
  const { id } = await activate(journey);
  const expected_status = 'pending-acceptance';
  expect(errorOf(await cancel(journey, id, PAYMENTS, { expected_status }))).toMatchObject({
    status: 409,
    code: 'CONFLICT',
    message: `${id} is no longer pending-acceptance: it is active.`,
    details: [{ peering_request_id: id }],
  });
  expect(await journey.request(id)).toMatchObject({ status: 'active', teardown: null });
  expect((await cancel(journey, id, PAYMENTS, { expected_status: 'active' })).status).toBe(200);
});

test('what has expired is not cancelled, from the window’s end on', async () => {
  const journey = await ownJourney({ ec2: { windowSeconds: HOUR } });
  const { id, window } = await journey.submit();
  await journey.pass((Date.parse(window?.expires_at ?? '') - journey.clock.now().getTime()) / 1000);
  expect((await journey.request(id)).status).toBe('pending-acceptance');
  expect(errorOf(await cancel(journey, id))).toMatchObject({ status: 410, code: 'WINDOW_CLOSED' });
  await journey.pass(HOUR);
  expect((await journey.request(id)).status).toBe('expired');
  expect(errorOf(await cancel(journey, id))).toMatchObject({ status: 410, code: 'WINDOW_CLOSED' });
});
