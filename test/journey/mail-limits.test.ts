import { expect, onTestFinished, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { VPC } from '../../local/seed.ts';
import type { StackOptions } from '../../local/stack.ts';
import {
  ACROSS,
  ANALYTICS,
  DAY,
  HOUR,
  HUB,
  type Journey,
  PAYMENTS,
  quarterPast,
  startJourney,
} from './journey.ts';

const ANNA = 'anna@analytics.example';
const ARUN = 'arun@analytics.example';
const PRIYA = 'priya@payments.example';

const begin = async (options?: StackOptions): Promise<Journey> => {
  const journey = await startJourney(options);
  onTestFinished(() => journey.close());
  return journey;
};

const refusal = {
  code: 'VALIDATION_ERROR',
  details: [
    {
      path: 'contact_email',
      message: 'The contact’s address must be in one of these domains: network.example, payments.example.',
    },
  ],
};

const mailEvents = async (journey: Journey, id: string) =>
  (await journey.trail(id)).events
    .filter(({ type }) => type.startsWith('mail-'))
    .map(({ type, reason }) => `${type} ${reason}`);

const PAYMENTS_ENTRY = { name: 'payments', approvers: [PRIYA, 'paul@payments.example'], onboarded: true };

test.each([
  'victim@elsewhere.example',
  'victim@payments.example.attacker.example',
  'victim@sub.payments.example',
  // The accepter's domain, which is nobody's business.
  'somebody@analytics.example',
])('a member has no mail sent to a contact outside the known domains: %s', async (contact_email) => {
  const journey = await begin();
  const body = { ...ACROSS, contact_email };
  const submitted = await journey.call(PAYMENTS, 'POST', '/peering-requests', body);
  expect(submitted).toMatchObject({ status: 400, body: { error: refusal } });
  const { justification: _, ...checked } = body;
  const preflight = await journey.call<{ checks: object[] }>(
    PAYMENTS,
    'POST',
    '/peering-requests/preflight',
    checked,
  );
  expect(preflight).toMatchObject({
    status: 200,
    body: {
      data: {
        would_submit: false,
        checks: expect.arrayContaining([
          {
            check: 'contact',
            result: 'fail',
            message: refusal.details[0]?.message,
            remedy: expect.any(String),
          },
        ]),
      },
    },
  });
  expect(await journey.inbox.emails()).toEqual([]);
});

test('a contact in the network team’s domain is known too, however it is written', async () => {
  const journey = await begin();
  const { id } = await journey.submit({ ...ACROSS, contact_email: 'Oncall@Network.Example' });
  expect(await journey.mailsTo('Oncall@Network.Example', id)).toHaveLength(1);
});

test('a request whose contact’s domain is no longer known isn’t submitted again, by the API or the page', async () => {
  const journey = await begin();
  const { id } = await journey.submit();
  await journey.pass(8 * DAY);
  const expired = (await journey.inbox.emails()).find(
    ({ destination, subject }) => destination.to.includes(PRIYA) && subject.startsWith('Expired: '),
  );
  const link = /https?:\S+\/status\/[\w-]+/.exec(expired?.body.text ?? '')?.[0] ?? '';
  await journey.call(HUB, 'PUT', `/accounts/${PAYMENTS}`, {
    ...PAYMENTS_ENTRY,
    approvers: ['p@moved.example'],
  });
  const message = 'The contact’s address must be in one of these domains: moved.example, network.example.';

  const again = await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/resubmit`, {});
  expect(again).toMatchObject({
    status: 400,
    body: { error: { details: [{ path: 'contact_email', message }] } },
  });

  const form_token = /name="form_token" value="([^"]+)"/.exec(await (await fetch(link)).text())?.[1] ?? '';
  const asked = await fetch(link, { method: 'POST', body: new URLSearchParams({ form_token }) });
  expect(asked.status).toBe(400);
  expect(await asked.text()).toContain(message);
});

test('an account’s mails over its budget are sent in the next hour, and another account’s are not held up', async () => {
  const journey = await begin({ startAt: quarterPast(), mailsPerHour: 3 });
  const flood = await journey.submit();
  const more = await journey.submit({ ...ACROSS, vpc_id: VPC.paymentsEu, vpc_region: 'eu-west-1' });
  const refused = `account ${PAYMENTS} reached its limit of emails per hour`;
  expect(await mailEvents(journey, flood.id)).toEqual([
    `mail-sent approval to ${ANNA}`,
    `mail-sent approval to ${ARUN}`,
    `mail-sent waiting to ${PRIYA}`,
  ]);
  expect(await mailEvents(journey, more.id)).toEqual([
    `mail-failed approval to ${ANNA}: ${refused}`,
    `mail-failed approval to ${ARUN}: ${refused}`,
    `mail-failed waiting to ${PRIYA}: ${refused}`,
  ]);

  const back = {
    vpc_id: VPC.analyticsUs,
    vpc_region: 'us-east-1',
    peer_vpc_id: VPC.paymentsUs,
    peer_owner_id: PAYMENTS,
    justification: 'Reports go back.',
  };
  const other = await journey.submit(back, ANALYTICS);
  expect(await journey.mailsTo(PRIYA, other.id)).toHaveLength(1);
  expect(await journey.mailsTo(ANNA, more.id)).toHaveLength(0);

  await journey.pass(HOUR);
  await invokeFunction('schedules/sweep', {});
  expect((await mailEvents(journey, more.id)).slice(3)).toEqual([
    `mail-sent approval to ${ANNA}`,
    `mail-sent approval to ${ARUN}`,
    `mail-sent waiting to ${PRIYA}`,
  ]);
  expect((await journey.trail(more.id)).chain.valid).toBe(true);
});

test('a mail that SES holds back, because the address bounced before, is said to be on every trail and in the digest', async () => {
  const journey = await begin();
  const { id } = await journey.submit();
  await invokeFunction('streams/record-bounce', {
    'detail-type': 'Email Bounced',
    source: 'aws.ses',
    detail: {
      bounce: {
        bounceType: 'Permanent',
        bounceSubType: 'OnAccountSuppressionList',
        feedbackId: '0100018d-1234-abcd',
        bouncedRecipients: [{ emailAddress: ANNA }],
      },
      mail: { tags: { request_id: [id], mail: ['approval'] } },
    },
  });
  const held = 'SES didn’t send it: an earlier email to this address bounced or was reported as spam';
  expect(await mailEvents(journey, id)).toContain(`mail-bounced approval to ${ANNA}: ${held}`);
  await journey.pass(5 * DAY);
  await invokeFunction('schedules/digest', {});
  const digest = (await journey.inbox.emails()).findLast(({ destination }) =>
    destination.to.includes('network-team@network.example'),
  );
  expect(digest?.body.text).toContain(ANNA);
  expect(digest?.body.text).toContain('bounced or was reported as spam');
});
