import { expect, onTestFinished, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { SEED_ACCOUNTS, VPC } from '../../local/seed.ts';
import type { StackOptions } from '../../local/stack.ts';
import {
  ANALYTICS,
  DAY,
  HOUR,
  HUB,
  type Journey,
  MINUTE,
  PARTNER,
  PAYMENTS,
  startJourney,
} from './journey.ts';
import { outsidePeerway } from './outside-connections.ts';

const US = { account: PAYMENTS, region: 'us-east-1', vpc: VPC.paymentsUs };
const EU = { account: ANALYTICS, region: 'eu-west-1', vpc: VPC.analyticsEu };
const STRANGER = { account: PARTNER, region: 'us-east-1', vpc: VPC.partnerUs };

const TAGS = {
  'peerway:justification': 'Settlement files go to the lake.',
  'peerway:contact': 'priya@payments.example',
};

const ANNA = 'anna@analytics.example';
const NETWORK_TEAM = 'network-team@network.example';

const begin = async (options: StackOptions = {}) => {
  const journey = await startJourney(options);
  const outside = outsidePeerway(journey);
  onTestFinished(async () => {
    outside.close();
    await journey.close();
  });
  const round = () => invokeFunction('schedules/update-register', {}) as Promise<Record<string, number>>;
  /** A connection created outside, and the request that the next run makes of it. */
  const pickUp = async (...sides: Parameters<typeof outside.create>) => {
    const made = await outside.create(...sides);
    await journey.pass(11 * MINUTE);
    await round();
    await journey.pass(MINUTE);
    const { id } = await requestOf(journey, made.id);
    return { made, id };
  };
  return { journey, outside, round, pickUp };
};

type Found = { id: string; status: string; vpc_peering_connection_id: string };

/** The requests that are about a connection. */
const requestsOf = async (journey: Journey, connection: string): Promise<Found[]> => {
  const { body } = await journey.call<{ items: Found[] }>(HUB, 'GET', '/peering-requests');
  if (!body.success) throw new Error(body.error.message);
  return body.data.items.filter((each) => each.vpc_peering_connection_id === connection);
};

const requestOf = async (journey: Journey, connection: string): Promise<Found> => {
  const [found, ...others] = await requestsOf(journey, connection);
  if (!found || others.length > 0) throw new Error(`${connection} has ${others.length} requests`);
  return found;
};

const textsTo = async (journey: Journey, person: string): Promise<string[]> =>
  (await journey.inbox.emails())
    .filter(({ destination }) => destination.to.includes(person))
    .map(({ subject, body }) => `${subject}\n${body.text?.replaceAll(/\s+/g, ' ')}`);

const statusInEc2 = async (outside: ReturnType<typeof outsidePeerway>, id: string) =>
  (await outside.shown()).get(id)?.map(({ Status }) => Status?.Code);

test('a connection created with EC2 alone: its approvers are asked, the link accepts, the trail tells all', async () => {
  const { journey, outside, round } = await begin();
  const made = await outside.create(US, EU, TAGS);
  await journey.pass(11 * MINUTE);
  expect(await round()).toMatchObject({ picked_up: 1 });
  await journey.pass(MINUTE);
  const { id } = await requestOf(journey, made.id);
  const request = await journey.request(id);
  expect(request).toMatchObject({
    status: 'pending-acceptance',
    origin: 'picked-up',
    submitted_by: `outside:${PAYMENTS}`,
    justification: TAGS['peerway:justification'],
    contact_email: TAGS['peerway:contact'],
  });
  expect(request.preflight.filter(({ result }) => result === 'fail')).toEqual([]);
  expect(request.window?.remaining_seconds).toBeLessThan(7 * DAY - 10 * MINUTE);

  const [mail = ''] = await textsTo(journey, ANNA);
  expect(mail).toContain('Approve by');
  expect(mail).toContain(`somebody in account ${PAYMENTS}, outside Peerway`);
  expect(mail).toContain(TAGS['peerway:justification']);
  expect(await journey.mailsTo('priya@payments.example', id)).toHaveLength(1);

  await journey.decide(await journey.linkOf(ANNA, id), 'accept');
  await journey.pass(5 * MINUTE);
  expect(await statusInEc2(outside, made.id)).toEqual(['active', 'active']);
  expect(await journey.request(id)).toMatchObject({ status: 'active' });
  const { events, chain } = await journey.trail(id);
  expect(chain.valid).toBe(true);
  expect(events[0]).toMatchObject({
    type: 'connection-found',
    actor: { kind: 'outside', id: PAYMENTS },
    reason: made.id,
  });
  expect(events.map(({ type }) => type)).toContain('decision-recorded');
  expect(events.map(({ type }) => type)).not.toContain('connection-asked-for');
});

test('unanswered, it is reminded of and expires at EC2’s time', async () => {
  const { journey, outside, round } = await begin();
  const made = await outside.create(US, EU);
  await journey.pass(5 * DAY);
  await round();
  await journey.pass(MINUTE);
  const { id } = await requestOf(journey, made.id);
  expect((await journey.mailsTo(ANNA, id)).map((subject) => subject.includes('reminder'))).toEqual([false]);
  await journey.pass(2 * DAY + HOUR);
  expect((await journey.mailsTo(ANNA, id)).filter((subject) => subject.includes('reminder'))).toHaveLength(2);
  expect(await journey.request(id)).toMatchObject({ status: 'expired' });
  expect(await statusInEc2(outside, made.id)).toEqual(['expired', 'expired']);
});

test('with less than an hour left, they are asked at once, and the mail says so', async () => {
  const { journey, outside, round } = await begin({ ec2: { windowSeconds: 50 * MINUTE } });
  const made = await outside.create(US, EU);
  await journey.pass(30);
  await round();
  await journey.pass(MINUTE);
  await requestOf(journey, made.id);
  expect((await textsTo(journey, ANNA))[0]).toContain('Less than an hour is left.');
});

test('without tags, its mail says where it came from, and nobody on its side is notified', async () => {
  const { journey, pickUp } = await begin();
  const { id } = await pickUp(US, EU, { 'peerway:contact': 'somebody@elsewhere.example' });
  expect(await journey.request(id)).toMatchObject({ contact_email: null });
  expect((await textsTo(journey, ANNA))[0]).toContain('created outside Peerway');
  expect((await journey.inbox.emails()).map(({ destination }) => destination.to[0]).sort()).toEqual([
    ANNA,
    'arun@analytics.example',
  ]);
});

test('an account without Peerway’s roles can be the requester', async () => {
  const { journey, outside, pickUp } = await begin();
  const { made, id } = await pickUp(STRANGER, EU, TAGS);
  await journey.decide(await journey.linkOf(ANNA, id), 'reject', 'Not us');
  await journey.pass(5 * MINUTE);
  expect(await journey.request(id)).toMatchObject({ status: 'rejected', contact_email: null });
  expect(await statusInEc2(outside, made.id)).toEqual(['rejected', 'rejected']);
});

test('of a connection of an account that nobody knows, only the network team hears, once', async () => {
  const { journey, outside, round } = await begin();
  await journey.call(HUB, 'DELETE', `/accounts/${PARTNER}`);
  const made = await outside.create(STRANGER, EU);
  await journey.pass(11 * MINUTE);
  expect(await round()).toMatchObject({ picked_up: 0, unknown_requesters: 1 });
  await journey.pass(15 * MINUTE);
  await round();
  await journey.pass(MINUTE);
  const mails = await journey.inbox.emails();
  expect(mails.map(({ destination, subject }) => [destination.to[0], subject])).toEqual([
    [NETWORK_TEAM, `Check VPC peering from unknown account ${PARTNER}`],
  ]);
  expect(mails[0]?.body.text).toContain(made.id);
  expect(await requestsOf(journey, made.id)).toEqual([]);
});

test('unless the accepter’s entry says that they are asked all the same', async () => {
  const { journey, outside, round } = await begin({
    accounts: SEED_ACCOUNTS.map((account) =>
      account.account_id === ANALYTICS ? { ...account, pick_up_unknown: true } : account,
    ),
  });
  await journey.call(HUB, 'DELETE', `/accounts/${PARTNER}`);
  const made = await outside.create(STRANGER, EU);
  await journey.pass(11 * MINUTE);
  await round();
  await journey.pass(MINUTE);
  await requestOf(journey, made.id);
  expect(await textsTo(journey, ANNA)).toHaveLength(1);
});

test('what settles by itself within ten minutes is nobody’s business', async () => {
  const { journey, outside, round } = await begin();
  const made = await outside.create(US, EU, TAGS);
  await journey.pass(2 * MINUTE);
  expect(await round()).toMatchObject({ picked_up: 0 });
  await outside.accept(made);
  await journey.pass(15 * MINUTE);
  expect(await round()).toMatchObject({ picked_up: 0, unmanaged: 1 });
  expect(await journey.inbox.emails()).toEqual([]);
});

test.each([
  ['accepted', 'accept', 'active', 'accept', ANALYTICS],
  ['rejected', 'reject', 'rejected', 'reject', ANALYTICS],
  ['deleted', 'remove', 'cancelled', 'cancel', PAYMENTS],
] as const)('one that others have %s meanwhile ends without blame', async (_, act, status, kind, account) => {
  const { journey, outside, pickUp } = await begin();
  const { made, id } = await pickUp(US, EU, TAGS);
  await (act === 'remove' ? outside.remove(made, 'requester') : outside[act](made));
  await journey.pass(HOUR);
  await invokeFunction('schedules/sweep', {});
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({
    status,
    decision: { kind, by: { kind: 'outside', id: account } },
  });
});

test('Peerway’s own connection, whose creation wasn’t answered, is never picked up', async () => {
  const { journey, outside, round } = await begin();
  const { id, vpc_peering_connection_id: own } = await journey.submit();
  // Its request has ended without it.
  const lost = await outside.create(US, { ...EU, vpc: VPC.analyticsLake }, { 'peerway:request-id': id });
  await journey.pass(11 * MINUTE);
  expect(await round()).toMatchObject({ picked_up: 0 });
  expect(await requestsOf(journey, lost.id)).toEqual([]);
  expect((await requestOf(journey, own ?? '')).id).toBe(id);
});

test('two runs at once make one request, and nobody is asked twice', async () => {
  const { journey, outside, round } = await begin();
  const made = await outside.create(US, EU, TAGS);
  await journey.pass(2 * MINUTE);
  await round();
  await journey.pass(10 * MINUTE);
  const reports = await Promise.all([round(), round(), round()]);
  expect(reports.reduce((sum, report) => sum + (report['picked_up'] ?? 0), 0)).toBe(1);
  await journey.pass(MINUTE);
  const { id } = await requestOf(journey, made.id);
  expect(await journey.mailsTo(ANNA, id)).toHaveLength(1);
});

test('a request between the same VPCs is in the way of a second one', async () => {
  const { journey, pickUp } = await begin();
  const { id } = await pickUp(US, EU, TAGS);
  const again = await journey.call(PAYMENTS, 'POST', '/peering-requests', {
    vpc_id: US.vpc,
    peer_vpc_id: EU.vpc,
    peer_owner_id: ANALYTICS,
    peer_region: EU.region,
    justification: 'The same once more',
  });
  expect(again.status).toBe(409);
  expect(again.body).toMatchObject({ error: { details: [{ peering_request_id: id }] } });
});

/** As Terraform does after a rejection: the next apply creates another one. */
const rejectAndCreateAgain = async (accounts = SEED_ACCOUNTS) => {
  const { journey, outside, round } = await begin({ accounts });
  const made = await outside.create(US, EU, TAGS);
  await journey.pass(11 * MINUTE);
  await round();
  await journey.pass(MINUTE);
  const first = await requestOf(journey, made.id);
  await journey.decide(await journey.linkOf(ANNA, first.id), 'reject', 'Use the transit gateway.');
  await journey.pass(HOUR);
  const again = await outside.create(US, EU, TAGS);
  await journey.pass(11 * MINUTE);
  expect(await round()).toMatchObject({ picked_up: 1 });
  await journey.pass(5 * MINUTE);
  return { journey, outside, round, first, again, second: await requestOf(journey, again.id) };
};

test('after a rejection, mail and page of the next connection show the earlier decision', async () => {
  const { journey, first, second } = await rejectAndCreateAgain();
  expect(await journey.request(second.id)).toMatchObject({
    status: 'pending-acceptance',
    earlier_rejection: {
      peering_request_id: first.id,
      by: { id: ANNA },
      comment: 'Use the transit gateway.',
    },
  });
  const mail = (await textsTo(journey, ANNA)).find(
    (text) => text.startsWith('Approve') && text.includes(second.id),
  );
  expect(mail).toMatch(
    /An earlier connection between these VPCs was rejected on .* by anna@analytics\.example\./,
  );
  expect(mail).toContain('Use the transit gateway.');
  const page = await (await fetch(await journey.linkOf(ANNA, second.id))).text();
  expect(page).toContain('An earlier connection between these VPCs was rejected on');
  expect(page).toContain(first.id);
  expect(page).toContain(`somebody in account ${PAYMENTS}, outside Peerway`);
});

test('an account can have the rejection repeated for a time, and nobody is asked', async () => {
  const { journey, outside, round, first, again, second } = await rejectAndCreateAgain(
    SEED_ACCOUNTS.map((account) =>
      account.account_id === ANALYTICS ? { ...account, repeat_rejection: 2 * DAY } : account,
    ),
  );
  expect(await journey.request(second.id)).toMatchObject({
    status: 'rejected',
    decision: { kind: 'reject', by: { kind: 'rule' }, comment: 'Use the transit gateway.' },
  });
  expect(await statusInEc2(outside, again.id)).toEqual(['rejected', 'rejected']);
  expect(await journey.mailsTo(ANNA, second.id)).toEqual([]);
  const told = (await textsTo(journey, 'priya@payments.example')).filter((text) => text.includes(second.id));
  expect(told).toHaveLength(1);
  expect(told[0]).toContain('Rejected by a rule of the account');

  // The time runs from the approver's rejection, and not from a rule's.
  await journey.pass(2 * DAY);
  const later = await outside.create(US, EU, TAGS);
  await journey.pass(11 * MINUTE);
  await round();
  await journey.pass(MINUTE);
  const third = await requestOf(journey, later.id);
  expect(await journey.request(third.id)).toMatchObject({
    status: 'pending-acceptance',
    earlier_rejection: { peering_request_id: first.id },
  });
  expect(await journey.mailsTo(ANNA, third.id)).toHaveLength(1);
});

test.each([
  [{ deleteFound: true }, 200, 'cancelled'],
  [{ deleteFound: false }, 403, 'pending-acceptance'],
])('with %o, the requester’s account withdraws it, or reads how to', async (ec2, status, becomes) => {
  const { journey, pickUp } = await begin({ ec2 });
  const { made, id } = await pickUp(US, EU, TAGS);
  const answer = await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
  expect(answer.status).toBe(status);
  if (!answer.body.success) {
    expect(answer.body.error.message).toContain(
      `aws ec2 delete-vpc-peering-connection --region us-east-1 --vpc-peering-connection-id ${made.id}`,
    );
  }
  await journey.pass(5 * MINUTE);
  expect(await journey.request(id)).toMatchObject({ status: becomes });
});

test('where the role may not delete it after all, the request goes on, and can still be accepted', async () => {
  const { journey, pickUp } = await begin({ ec2: { deleteFound: false } });
  const { id } = await pickUp(US, EU, TAGS);
  process.env['DELETE_FOUND'] = 'true';
  expect((await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {})).status).toBe(200);
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'pending-acceptance', decision: null });
  expect((await journey.trail(id)).events.find(({ type }) => type === 'decision-refused')?.reason).toContain(
    'UnauthorizedOperation',
  );
  await invokeFunction('schedules/sweep', {});
  await journey.pass(MINUTE);
  await journey.decide(await journey.linkOf(ANNA, id), 'accept');
  await journey.pass(5 * MINUTE);
  expect(await journey.request(id)).toMatchObject({ status: 'active' });
});

test('where the account wants connections to have an end, its approvers read that this one has none, and how to get one', async () => {
  const { journey, pickUp } = await begin();
  await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, {
    name: 'analytics',
    approvers: [ANNA],
    onboarded: true,
    pick_up: true,
    longest_active_for: 'P90D',
  });
  const { id } = await pickUp(US, EU, TAGS);
  const page = await (await fetch(await journey.linkOf(ANNA, id))).text();
  expect(page).toContain('wants connections to have an end, after at most 90 days');
  expect(page).toContain('reject it and have it requested through Peerway');
  expect(page).not.toContain('active_for');
});
