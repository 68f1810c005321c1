import { AssociateVpcCidrBlockCommand, DeleteVpcCommand } from '@aws-sdk/client-ec2';
import { expect, onTestFinished, test } from 'vitest';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { invokeFunction } from '../../local/functions.ts';
import { VPC } from '../../local/seed.ts';
import type { StackOptions } from '../../local/stack.ts';
import { ACROSS, ANALYTICS, DAY, HOUR, type Journey, PARTNER, PAYMENTS, startJourney } from './journey.ts';

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

  for (const comment of ['', ' \n', '\u200b\u2800']) {
    const silent = await journey.decide(link, 'reject', comment);
    expect(silent.status).toBe(400);
    expect(silent.page).toContain('Enter a reason for rejecting the request.');
  }
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
  expect(await (await fetch(link)).text()).toContain('You rejected');

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
  expect((await journey.mailsTo('priya@payments.example', id)).at(-1)).toMatch(/^Expired: /);
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
  expect(await late.text()).toContain('can’t be decided: it is expired');
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'expired', decision: null });
  expect((await journey.trail(id)).events.map(({ type }) => type)).toContain('decision-refused');
  expect(journey.ec2.calls().filter(({ action }) => action === 'AcceptVpcPeeringConnection')).toEqual([]);
});

test('a request fails for overlap where Peerway may not look before, and no approver is bothered', async () => {
  const journey = await begin();
  const { id, preflight } = await journey.submit({
    ...ACROSS,
    peer_vpc_id: VPC.partnerOverlap,
    peer_owner_id: PARTNER,
    peer_region: 'us-east-1',
  });
  expect(preflight.find(({ check }) => check === 'cidr-overlap')?.result).toBe('unknown');
  await journey.pass(HOUR);
  const failed = await journey.request(id);
  expect(failed).toMatchObject({ status: 'failed' });
  expect(failed.failure?.message).toContain('overlapping CIDR range');
  expect(await journey.mailsTo('pat@partner.example', id)).toEqual([]);
  expect(await journey.mailsTo('priya@payments.example', id)).toEqual([expect.stringMatching(/^Failed: /)]);
  expect((await journey.trail(id)).chain.valid).toBe(true);
});

test('a VPC that turns out to be another account’s, which shares it, fails in EC2, explained', async () => {
  const journey = await begin();
  const owner = (ownerId: string, sharedWith: string[] = []) =>
    journey.ec2.changeVpc(VPC.partnerEu, (vpc) => void Object.assign(vpc, { ownerId, sharedWith }));
  owner(ANALYTICS);
  const { id } = await journey.withoutStepFunctions(() =>
    journey.submit({ ...ACROSS, peer_vpc_id: VPC.partnerEu }),
  );
  owner(PARTNER, [ANALYTICS]);
  await journey.pass(5 * 60);
  await invokeFunction('schedules/sweep', {});
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'failed', failure: { code: 'failed' } });
  const { events } = await journey.trail(id);
  expect(events.find(({ type }) => type === 'failure-explained')?.reason).toBe(
    `${VPC.partnerEu} is shared with account ${ANALYTICS}, which doesn’t own it. Only its owner can peer it.`,
  );
});

test.each([
  ['its only block', VPC.paymentsUs, 'us-east-1', VPC.analyticsOverlap, 'us-east-1'],
  ['a secondary block', VPC.paymentsUs, 'us-east-1', VPC.analyticsSecondaryOverlap, 'us-east-1'],
  ['its IPv6 block', VPC.paymentsEu, 'eu-west-1', VPC.analyticsIpv6Overlap, 'eu-west-1'],
])(
  'overlap in %s stops a submit where Peerway may look',
  async (_, vpc_id, vpc_region, peer_vpc_id, peer_region) => {
    const journey = await begin();
    const body = { ...ACROSS, vpc_id, vpc_region, peer_vpc_id, peer_region };
    const refused = await journey.call(PAYMENTS, 'POST', '/peering-requests', body);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      error: { code: 'OVERLAPPING_CIDR', details: [{ path: 'peer_vpc_id' }] },
    });
    expect(journey.ec2.calls().filter(({ action }) => action.startsWith('Create'))).toEqual([]);
  },
);

test('a submit whose workflow did not start is started by the sweep; what changed meanwhile fails it, explained', async () => {
  const journey = await begin();
  const ids = await journey.withoutStepFunctions(async () => [
    (await journey.submit()).id,
    (await journey.submit({ ...ACROSS, peer_vpc_id: VPC.analyticsUs, peer_region: 'us-east-1' })).id,
  ]);
  expect(await journey.request(ids[0] ?? '')).toMatchObject({ status: 'submitted' });

  await journey
    .ec2As(ANALYTICS, 'eu-west-1')
    .send(new AssociateVpcCidrBlockCommand({ VpcId: VPC.analyticsEu, CidrBlock: '10.1.240.0/20' }));
  await journey.ec2As(ANALYTICS, 'us-east-1').send(new DeleteVpcCommand({ VpcId: VPC.analyticsUs }));
  await journey.pass(5 * 60);
  expect(await invokeFunction('schedules/sweep', {})).toMatchObject({ resumed: 2 });
  await journey.pass(HOUR);
  for (const id of ids) {
    expect(await journey.request(id)).toMatchObject({ status: 'failed', failure: { code: 'failed' } });
  }
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
  expect((await journey.call(PAYMENTS, 'POST', path, {})).status).toBe(410);
  expect((await journey.submit()).status).toBe('pending-acceptance');
});
