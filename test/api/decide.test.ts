import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { VPC } from '../../local/seed.ts';
import { ACROSS, ANALYTICS, HUB, type Journey, MINUTE, PAYMENTS, startJourney } from '../journey/journey.ts';

const ANNA = 'anna@analytics.example';
const ARUN = 'arun@analytics.example';

let journey: Journey;
let id: string;
beforeEach(async () => {
  journey = await startJourney();
  await put({ decide_by: ['signed'] });
  ({ id } = await journey.submit());
});
afterEach(() => journey.close());

const put = async (entry: object) => {
  const body = { name: 'analytics', approvers: [ANNA, ARUN], onboarded: true, ...entry };
  expect((await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, body)).status).toBe(200);
};

const decide = (caller: string, decision: string, comment?: string) =>
  journey.call<RequestView>(caller, 'POST', `/peering-requests/${id}/decision`, {
    decision,
    ...(comment && { comment }),
  });

const as = (address: string, account = ANALYTICS) => `${account}-${address}`;

const refusedWith = async (answer: ReturnType<typeof decide>) => {
  const { status, body } = await answer;
  return body.success ? { status } : { status, code: body.error.code, message: body.error.message };
};

test('an approver accepts with a signed call, and the trail says how', async () => {
  const { status, body } = await decide(as(ANNA), 'accept', 'Agreed.');
  expect({ status, data: body.success && body.data.decision }).toMatchObject({
    status: 200,
    data: { kind: 'accept', by: { kind: 'approver', id: ANNA }, comment: 'Agreed.', signed: true },
  });
  await journey.pass(5 * MINUTE);
  expect((await journey.request(id)).status).toBe('active');
  const { events, chain } = await journey.trail(id);
  expect(chain.valid).toBe(true);
  expect(events.find(({ type }) => type === 'decision-recorded')).toMatchObject({
    actor: { kind: 'approver', id: ANNA },
    reason: 'accept: Agreed.',
  });
  // The same call again changes nothing; another approver is told who was first.
  expect((await decide(as(ANNA), 'accept')).status).toBe(200);
  expect(await refusedWith(decide(as(ARUN), 'reject', 'No.'))).toMatchObject({
    status: 409,
    code: 'ALREADY_DECIDED',
  });
});

test('a rejection needs a reason', async () => {
  expect(await refusedWith(decide(as(ANNA), 'reject'))).toMatchObject({
    status: 400,
    code: 'VALIDATION_ERROR',
  });
  expect((await decide(as(ANNA), 'reject', 'Use the shared endpoint.')).status).toBe(200);
  await journey.pass(5 * MINUTE);
  expect((await journey.request(id)).status).toBe('rejected');
});

test.each([
  ['whose address isn’t verified', ANALYTICS, 'Peerway can’t verify your mail address'],
  ['who isn’t an approver', as('mallory@analytics.example'), 'Only an approver of the accepter account'],
  ['of the requester’s account', as(ANNA, PAYMENTS), 'Only an approver who calls from the accepter account'],
  ['of the network team', HUB, 'Only an approver who calls from the accepter account'],
])('a caller %s is refused', async (_, caller, message) => {
  expect(await refusedWith(decide(caller, 'accept'))).toMatchObject({
    status: 403,
    code: 'FORBIDDEN',
    message: expect.stringContaining(message),
  });
  expect((await journey.request(id)).decision).toBeNull();
});

test('where Peerway has no role, approvers decide in EC2, and are told how', async () => {
  await put({ decide_by: ['signed'], onboarded: false });
  expect(await refusedWith(decide(as(ANNA), 'accept'))).toMatchObject({
    status: 403,
    message: expect.stringContaining('aws ec2 accept-vpc-peering-connection'),
  });
  expect((await journey.request(id)).decision).toBeNull();
});

test('the link shows the request, and what to do instead', async () => {
  const link = await journey.linkOf(ANNA, id);
  const page = await (await fetch(link)).text();
  expect(page).toContain(`peerway approve ${id}`);
  expect(page).not.toContain('name="decision"');
  expect((await journey.decide(link, 'accept')).status).toBe(403);
  expect((await journey.request(id)).decision).toBeNull();
});

test('without a word of it in the entry, only the link decides', async () => {
  await put({});
  expect(await refusedWith(decide(as(ANNA), 'accept'))).toMatchObject({
    status: 403,
    message: `Approvers of account ${ANALYTICS} decide with the link in their mail.`,
  });
  await journey.decide(await journey.linkOf(ANNA, id), 'accept');
  expect((await journey.request(id)).decision).toMatchObject({ kind: 'accept', by: { id: ANNA } });
});

test('an approver who decides in both ways is one approver', async () => {
  await put({ decide_by: ['link', 'signed'], required_approvals: 2 });
  await journey.decide(await journey.linkOf(ANNA, id), 'accept');
  expect((await decide(as('Anna+work@analytics.example'), 'accept')).status).toBe(200);
  expect(await journey.request(id)).toMatchObject({ decision: null, approvals: [{ by: { id: ANNA } }] });
  await decide(as(ARUN), 'accept');
  expect((await journey.request(id)).decision).toMatchObject({
    kind: 'accept',
    by: { id: ARUN },
    signed: true,
  });
});

test('nobody decides their own request', async () => {
  const { body } = await journey.call<RequestView>(as(ANNA), 'POST', '/peering-requests', {
    ...ACROSS,
    vpc_id: VPC.analyticsEu,
    vpc_region: 'eu-west-1',
    peer_vpc_id: VPC.analyticsUs,
    peer_owner_id: ANALYTICS,
    peer_region: 'us-east-1',
    contact_email: ANNA,
  });
  if (!body.success) throw new Error(JSON.stringify(body.error));
  id = body.data.id;
  await journey.pass(MINUTE);
  expect(await refusedWith(decide(as(ANNA), 'accept'))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  expect((await decide(as(ARUN), 'accept')).status).toBe(200);
});

test.each([
  [undefined, { destination_cidr_blocks: ['10.1.0.0/16'], dns_resolution: true }],
  [false, undefined],
])('accepting agrees to the routes that are asked for, unless it says %s', async (connect, consent) => {
  await put({ decide_by: ['signed'], connect: 'apply' });
  await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
  await journey.pass(5 * MINUTE);
  ({ id } = await journey.submit({ ...ACROSS, connect: { routes: true, dns_resolution: true } }));
  const body = { decision: 'accept', connect };
  const path = `/peering-requests/${id}/decision`;
  const answer = await journey.call<RequestView>(as(ANNA), 'POST', path, body);
  expect(answer.body.success && answer.body.data.decision?.connect).toEqual(consent);
});
