import { AssociateVpcCidrBlockCommand, CreateTagsCommand } from '@aws-sdk/client-ec2';
import { expect, onTestFinished, test, vi } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { VPC } from '../../local/seed.ts';
import { metricsDuring } from '../edge/embedded-metrics.ts';
import {
  ACROSS,
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

const begin = async (): Promise<Journey> => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  return journey;
};

const ANNA = 'anna@analytics.example';
const ARUN = 'arun@analytics.example';

const PRIYA = 'priya@payments.example';

const WITHIN_US = { ...ACROSS, peer_vpc_id: VPC.analyticsUs, peer_region: 'us-east-1' };
const WITHIN_EU = { ...ACROSS, vpc_id: VPC.paymentsEu, vpc_region: 'eu-west-1' };
const FROM_EU = { ...WITHIN_EU, peer_vpc_id: VPC.analyticsUs, peer_region: 'us-east-1' };

const mailEvents = async (journey: Journey, id: string) =>
  (await journey.trail(id)).events
    .filter(({ type }) => type.startsWith('mail-'))
    .map(({ type, reason }) => `${type} ${reason}`);

/** Clients take their address when they are made: with new modules come new clients. */
const withoutMail = async <T>(act: () => Promise<T>): Promise<T> => {
  const { AWS_ENDPOINT_URL_SESV2: address } = process.env;
  vi.resetModules();
  process.env['AWS_ENDPOINT_URL_SESV2'] = 'http://127.0.0.1:1';
  try {
    return await act();
  } finally {
    vi.resetModules();
    process.env['AWS_ENDPOINT_URL_SESV2'] = address;
  }
};

test('mails that fail stop nothing, are recorded once, and go out within minutes of when they can', async () => {
  const journey = await begin();
  const { id } = await withoutMail(() => journey.submit());
  expect(await journey.request(id)).toMatchObject({ status: 'pending-acceptance' });
  const failed = [
    `mail-failed approval to ${ANNA}: Error`,
    `mail-failed approval to ${ARUN}: Error`,
    'mail-failed waiting to priya@payments.example: Error',
  ];
  expect((await mailEvents(journey, id)).map((event) => event.replace(/: \w+$/, ': Error'))).toEqual(failed);

  await journey.pass(10 * MINUTE);
  const events = await mailEvents(journey, id);
  expect(events.slice(failed.length)).toEqual([
    `mail-sent approval to ${ANNA}`,
    `mail-sent approval to ${ARUN}`,
    'mail-sent waiting to priya@payments.example',
  ]);
  expect((await journey.trail(id)).chain.valid).toBe(true);
});

test('each attempt that fails is counted for the alarm, and none that goes well', async () => {
  const journey = await begin();
  const counted = await metricsDuring(() => withoutMail(() => journey.submit()));
  expect(counted.length).toBeGreaterThanOrEqual(3);
  for (const { name, value } of counted) expect({ name, value }).toEqual({ name: 'MailsNotSent', value: 1 });
  expect(await metricsDuring(() => journey.pass(10 * MINUTE))).toEqual([]);
  expect(await journey.inbox.emails()).toHaveLength(3);
});

test('an outcome that nobody could be told of is told when mails go out again', async () => {
  const journey = await begin();
  const { id } = await journey.submit(WITHIN_US);
  const link = await journey.linkOf(ANNA, id);
  await withoutMail(async () => {
    await journey.decide(link, 'accept');
    await journey.pass(MINUTE);
    expect(await journey.request(id)).toMatchObject({ status: 'active' });
    await journey.pass(HOUR);
  });
  await invokeFunction('schedules/sweep', {});
  await journey.pass(HOUR);
  const { events } = await journey.trail(id);
  expect(events.at(-1)).toMatchObject({ type: 'outcome-told' });
  expect((await mailEvents(journey, id)).slice(-2)).toEqual([
    'mail-sent outcome-active to priya@payments.example',
    `mail-sent outcome-active to ${ARUN}`,
  ]);
});

test('replies about an outcome go to the contact, and none that would quote a link', async () => {
  const journey = await begin();
  const { id } = await journey.submit(WITHIN_US);
  await journey.decide(await journey.linkOf(ANNA, id), 'accept');
  await journey.pass(HOUR);
  const mails = (await journey.inbox.emails()).filter(({ subject }) => subject.includes(id));
  expect(mails.map(({ destination, replyTo }) => [...destination.to, ...replyTo])).toEqual([
    [ANNA],
    [ARUN],
    ['priya@payments.example'],
    ['priya@payments.example'],
    [ARUN, 'priya@payments.example'],
  ]);
  expect(mails.map(({ attachments }) => attachments.map(({ filename }) => filename))).toEqual([
    ['deadline.ics'],
    ['deadline.ics'],
    [],
    [],
    [],
  ]);
});

test('VPCs have their Name tags in mails, the accepter’s only for its own side', async () => {
  const journey = await begin();
  const Tags = [{ Key: 'Name', Value: `<b>pay\nevil.co ${'x'.repeat(200)}` }];
  await journey
    .ec2As(PAYMENTS, 'us-east-1')
    .send(new CreateTagsCommand({ Resources: [VPC.paymentsUs], Tags }));
  const { id } = await journey.submit();
  await journey.decide(await journey.linkOf(ANNA, id), 'reject', 'no');
  await journey.pass(HOUR);
  const mails = (await journey.inbox.emails()).filter(({ subject }) => subject.includes(id));
  expect(mails.length).toBe(5);
  for (const { destination, subject, body } of mails) {
    const text = body.text ?? '';
    expect(text, subject).toMatch(/^ {2}Name tag: <b>pay evil\[\.\]co x+…$/m);
    expect(body.html, subject).not.toContain('<b>');
    expect(text.includes('Name tag: analytics-eu'), subject).toBe(!destination.to.includes(PRIYA));
  }
  const preflight = await journey.call(PAYMENTS, 'POST', '/peering-requests/preflight', ACROSS);
  const record = await journey.call(PAYMENTS, 'GET', `/peering-requests/${id}`);
  for (const { body } of [preflight, record]) expect(JSON.stringify(body)).not.toContain('analytics-eu');
});

test('a mail that bounces is recorded on its request, once', async () => {
  const journey = await begin();
  const { id } = await journey.submit(WITHIN_EU);
  const pageOf = async () => (await fetch(await journey.linkOf(ARUN, id))).text();
  const bounced = (request_id: string, bounceType = 'Permanent', feedbackId = '0100018d-1234-abcd') => ({
    version: '0',
    id: 'c3d4e5f6-a7b8-9012-cdef-123456789012',
    'detail-type': 'Email Bounced',
    source: 'aws.ses',
    detail: {
      eventType: 'Bounce',
      bounce: {
        bounceType,
        bounceSubType: 'General',
        feedbackId,
        bouncedRecipients: [{ emailAddress: ANNA, action: 'failed', status: '5.1.1' }],
      },
      mail: {
        destination: [ANNA],
        tags: { 'ses:configuration-set': ['peerway'], request_id: [request_id], mail: ['approval'] },
      },
    },
  });
  await invokeFunction('streams/record-bounce', bounced(id, 'Transient', '0100018d-1234-0000'));
  expect(await pageOf()).not.toContain('weren’t delivered');
  await invokeFunction('streams/record-bounce', bounced(id));
  await invokeFunction('streams/record-bounce', bounced(id));
  await invokeFunction('streams/record-bounce', bounced('pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8'));
  await invokeFunction('streams/record-bounce', bounced('nonsense'));
  expect((await mailEvents(journey, id)).filter((event) => event.startsWith('mail-bounced'))).toEqual([
    `mail-bounced approval to ${ANNA}: Transient 5.1.1`,
    `mail-bounced approval to ${ANNA}: Permanent 5.1.1`,
  ]);
  expect(await pageOf()).toContain('it bounced (Permanent 5.1.1). Peerway won’t retry.');
  expect((await journey.trail(id)).chain.valid).toBe(true);
  expect((await journey.request(id)).status).toBe('pending-acceptance');

  await journey.pass(8 * DAY);
  expect(await journey.mailsTo(ANNA, id)).toHaveLength(1);
  const expired = (await journey.inbox.emails()).findLast(({ subject }) => subject.startsWith('Expired: '));
  expect(expired?.body.text).toContain(`these approvers up to 4 times: ${ARUN}. `);
  expect(expired?.body.text).toContain(`couldn’t email these approvers: ${ANNA} (it bounced`);
});

test('the failed mail explains the cause, and names the blocks that overlap where Peerway may look', async () => {
  const journey = await begin();
  const mailOf = async (id: string) =>
    (await journey.inbox.emails()).find(
      ({ subject }) => subject.includes(id) && subject.startsWith('Failed: '),
    );
  const unseen = await journey.submit({
    ...ACROSS,
    peer_vpc_id: VPC.partnerOverlap,
    peer_owner_id: PARTNER,
    peer_region: 'us-east-1',
  });
  await journey.pass(MINUTE);
  const mail = await mailOf(unseen.id);
  expect(mail?.body.text).toContain(`no access to account ${PARTNER}`);
  expect(mail?.body.text).toContain('none may overlap 10.1.0.0/16');

  const seen = await journey.withoutStepFunctions(() => journey.submit(FROM_EU));
  await journey
    .ec2As(ANALYTICS, 'us-east-1')
    .send(new AssociateVpcCidrBlockCommand({ VpcId: VPC.analyticsUs, CidrBlock: '10.2.128.0/20' }));
  await invokeFunction('schedules/sweep', {});
  await journey.pass(HOUR);
  expect((await mailOf(seen.id))?.body.text).toContain(
    `10.2.0.0/16 of ${VPC.paymentsEu} overlaps 10.2.128.0/20 of ${VPC.analyticsUs}`,
  );
  expect((await journey.trail(seen.id)).events).toContainEqual(
    expect.objectContaining({ type: 'failure-explained' }),
  );
});

test('an escalation address of the directory is told with the last reminder', async () => {
  const journey = await begin();
  const entry = { name: 'analytics', approvers: [ANNA], onboarded: true, reminders: ['P2D', 'PT6H'] };
  const put = await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, {
    ...entry,
    escalation_email: 'Boss@Analytics.example',
  });
  expect(put.body).toMatchObject({ data: { escalation_email: 'boss@analytics.example' } });
  const { id } = await journey.submit();
  await journey.pass(7 * DAY - 6 * HOUR + MINUTE);
  const [mail, more] = await journey.mailsTo('boss@analytics.example', id);
  expect([mail, more]).toEqual([
    expect.stringMatching(/^Follow up by \d+ \w+, [\d:]+ UTC: payments → analytics \(/),
    undefined,
  ]);
  const { body } = (await journey.inbox.emails()).findLast(({ subject }) => subject === mail) ?? {};
  const link = /https?:\/\/\S+\/status\/[\w-]+/.exec(body?.text ?? '')?.[0] ?? '';
  const page = await (await fetch(link)).text();
  expect(page).toContain('Waiting for analytics');
  expect(page).not.toContain('<form');
});
