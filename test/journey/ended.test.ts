import { expect, onTestFinished, test } from 'vitest';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { VPC } from '../../local/seed.ts';
import type { StackOptions } from '../../local/stack.ts';
import { ACROSS, ANALYTICS, DAY, HOUR, type Journey, PAYMENTS, startJourney } from './journey.ts';

const begin = async (options?: StackOptions): Promise<Journey> => {
  const journey = await startJourney(options);
  onTestFinished(() => journey.close());
  return journey;
};

const WHO = 'anna@analytics.example';

test('a request is rejected, which takes a comment', async () => {
  const journey = await begin();
  const { id } = await journey.submit();
  const link = await journey.linkOf(WHO, id);

  const silent = await journey.decide(link, 'reject');
  expect(silent.status).toBe(400);
  expect(silent.page).toContain('Say why you reject it.');
  expect(await journey.request(id)).toMatchObject({ status: 'pending-acceptance', decision: null });

  expect((await journey.decide(link, 'reject', 'use the PrivateLink endpoint')).status).toBe(200);
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({
    status: 'rejected',
    decision: { kind: 'reject', comment: 'use the PrivateLink endpoint' },
  });
  const { events, chain } = await journey.trail(id);
  expect(chain.valid).toBe(true);
  expect(events.at(-1)?.to_status).toBe('rejected');
  expect(await (await fetch(link)).text()).toContain('VPC peering rejected');

  const again = await journey.submit();
  expect(again.status).toBe('pending-acceptance');
});

test('a request that nobody answers: reminders at their times, then its expiry', async () => {
  const journey = await begin();
  const { id, window } = await journey.submit();
  const ends = Date.parse(window?.expires_at ?? '');
  await journey.pass(8 * DAY);

  expect(await journey.request(id)).toMatchObject({ status: 'expired', decision: null });
  const { events, chain } = await journey.trail(id);
  expect(chain.valid).toBe(true);
  const mails = events
    .filter(({ type, reason }) => type === 'mail-sent' && reason?.endsWith(WHO))
    .map(({ reason, at }) => [reason, Math.floor((ends - Date.parse(at)) / 1000)]);
  expect(mails).toEqual([
    [`approval to ${WHO}`, expect.closeTo(7 * DAY, -2)],
    [`reminder-259200 to ${WHO}`, expect.closeTo(3 * DAY, -1)],
    [`reminder-86400 to ${WHO}`, expect.closeTo(DAY, -1)],
    [`reminder-14400 to ${WHO}`, expect.closeTo(4 * HOUR, -1)],
    [`outcome-expired to ${WHO}`, expect.closeTo(-60, -1)],
  ]);
  expect(await journey.mailsTo('priya@payments.example', id)).toEqual([expect.stringContaining('expired')]);
});

test("the window's end is EC2's ExpirationTime, not seven days of our own", async () => {
  const journey = await begin({ ec2: { windowSeconds: 30 * HOUR } });
  const { id, window, created_at } = await journey.submit();
  expect(Date.parse(window?.expires_at ?? '') - Date.parse(created_at)).toBe(30 * HOUR * 1000);

  await journey.pass(30 * HOUR - 60);
  expect((await journey.request(id)).status).toBe('pending-acceptance');
  await journey.pass(5 * 60);
  expect((await journey.request(id)).status).toBe('expired');
  const { events } = await journey.trail(id);
  const reminders = events.filter(({ reason }) => reason?.startsWith('reminder') && reason.endsWith(WHO));
  expect(reminders.map(({ reason }) => reason)).toEqual([
    `reminder-86400 to ${WHO}`,
    `reminder-14400 to ${WHO}`,
  ]);
});

test('a decision after the window closed says so and decides nothing', async () => {
  const journey = await begin({ ec2: { windowSeconds: HOUR } });
  const { id } = await journey.submit();
  const link = await journey.linkOf(WHO, id);
  const shown = await (await fetch(link)).text();
  const form_token = /name="form_token" value="([^"]+)"/.exec(shown)?.[1] ?? '';
  // EC2's end has come, and the workflow has not looked yet.
  await journey.pass(HOUR - 29);
  const late = await fetch(link, {
    method: 'POST',
    body: new URLSearchParams({ decision: 'accept', comment: '', form_token }),
  });
  expect(late.status).toBe(410);
  expect(await late.text()).toContain('can no longer be decided: it is expired');
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'expired', decision: null });
  expect((await journey.trail(id)).events.map(({ type }) => type)).toContain('decision-refused');
  expect(journey.ec2.calls().filter(({ action }) => action === 'AcceptVpcPeeringConnection')).toEqual([]);
});

test.each([
  ['its only block', VPC.paymentsUs, 'us-east-1', VPC.analyticsOverlap, 'us-east-1'],
  ['a secondary block', VPC.paymentsUs, 'us-east-1', VPC.analyticsSecondaryOverlap, 'us-east-1'],
  ['its IPv6 block', VPC.paymentsEu, 'eu-west-1', VPC.analyticsIpv6Overlap, 'eu-west-1'],
])(
  'a request fails for overlap in %s, and no approver is bothered',
  async (_, vpc_id, vpc_region, peer_vpc_id, peer_region) => {
    const journey = await begin();
    const { id } = await journey.submit({ ...ACROSS, vpc_id, vpc_region, peer_vpc_id, peer_region });
    await journey.pass(HOUR);
    const failed = await journey.request(id);
    expect(failed).toMatchObject({ status: 'failed' });
    expect(failed.failure?.message).toContain('overlapping CIDR range');
    expect(await journey.mailsTo(WHO, id)).toEqual([]);
    expect(await journey.mailsTo('priya@payments.example', id)).toEqual([expect.stringContaining('failed')]);
    expect((await journey.trail(id)).chain.valid).toBe(true);
  },
);

test.each([
  [
    'a VPC that its account does not have',
    { vpc_id: 'vpc-0aaaaaaaaaaaaaaaa' },
    PAYMENTS,
    'InvalidVpcID.NotFound',
  ],
  ['an account that gives us no role', { vpc_id: VPC.partnerUs }, '333333333333', 'RoleNotAssumableError'],
])('Create can never succeed for %s: the request fails, explained', async (_, change, account, code) => {
  const journey = await begin();
  const { id } = await journey.submit({ ...ACROSS, ...change }, account);
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'failed', failure: { code } });
});

test('the requester withdraws, and nobody else does', async () => {
  const journey = await begin();
  const { id } = await journey.submit();
  const path = `/peering-requests/${id}/cancel`;
  expect((await journey.call(ANALYTICS, 'POST', path, {})).status).toBe(403);
  expect((await journey.call('333333333333', 'POST', path, {})).status).toBe(404);

  const cancelled = await journey.call<RequestView>(PAYMENTS, 'POST', path, { comment: 'not needed' });
  expect(cancelled.status).toBe(200);
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'cancelled', decision: { kind: 'cancel' } });
  expect((await journey.call(PAYMENTS, 'POST', path, {})).status).toBe(409);
  expect((await journey.submit()).status).toBe('pending-acceptance');
});
