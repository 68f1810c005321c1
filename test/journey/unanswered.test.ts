import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RequestView } from '../../functions/edge/request-view.ts';
import type { Email } from '../../local/inbox.ts';
import { ACROSS, DAY, HOUR, type Journey, PAYMENTS, startJourney } from './journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const ANNA = 'anna@analytics.example';
const ARUN = 'arun@analytics.example';
const PRIYA = 'priya@payments.example';
const ABOVE = 'head-of-data@analytics.example';

const mailsAbout = async (id: string): Promise<Email[]> =>
  (await journey.inbox.emails()).filter(({ subject }) => subject.includes(id));

const news = ({ subject }: Email): string => subject.replace(/ by .*? UTC|: .*/g, '');

test('a request that nobody answers: the mails of the schedule at their times, and then its expiry', async () => {
  const { id, window } = await journey.submit();
  const ends = Date.parse(window?.expires_at ?? '') / 1000;
  await journey.pass(8 * DAY);

  const mails = (await mailsAbout(id)).map((mail) => ({
    to: mail.destination.to[0],
    news: news(mail),
    seconds_left: Math.round((ends - mail.at) / 60) * 60,
  }));
  const reminder = (number: number, seconds_left: number) =>
    [ANNA, ARUN].map((to) => ({ to, news: `Approve (reminder ${number})`, seconds_left }));
  expect(mails).toEqual([
    { to: ANNA, news: 'Approve', seconds_left: 7 * DAY },
    { to: ARUN, news: 'Approve', seconds_left: 7 * DAY },
    { to: PRIYA, news: 'Awaiting approval', seconds_left: 7 * DAY },
    ...reminder(1, 3 * DAY),
    ...reminder(2, DAY),
    ...reminder(3, 4 * HOUR),
    { to: ABOVE, news: 'Follow up', seconds_left: 4 * HOUR },
    // EC2 is asked a minute after the end.
    ...[PRIYA, ANNA, ARUN].map((to) => ({ to, news: 'Expired', seconds_left: -60 })),
  ]);

  const { events, chain } = await journey.trail(id);
  expect(chain.valid).toBe(true);
  expect(events.filter(({ type }) => type === 'mail-sent')).toHaveLength(mails.length);
});

test('each reminder says how often its reader was notified', async () => {
  const { id } = await journey.submit({
    ...ACROSS,
    vpc_id: 'vpc-01111111111111e01',
    vpc_region: 'eu-west-1',
  });
  await journey.pass(7 * DAY - HOUR);
  const asked = (await mailsAbout(id))
    .filter(({ destination, subject }) => destination.to.includes(ANNA) && subject.includes('reminder'))
    .map(({ body }) => /notified you (.+?) before/.exec(body.text ?? '')?.[1]);
  expect(asked).toEqual(['once', 'twice', '3 times']);
});

test('all mails of a request stand in one thread, and their subjects beside each other', async () => {
  const { id } = await journey.submit({
    ...ACROSS,
    peer_vpc_id: 'vpc-02222222222222a01',
    peer_region: 'us-east-1',
  });
  await journey.pass(5 * DAY);
  const mails = await mailsAbout(id);
  expect(mails.length).toBeGreaterThan(3);
  for (const { subject, headers } of mails) {
    expect(subject).toMatch(
      /^(?:Approve|Awaiting approval) by \d{1,2} [A-Z][a-z]+, \d\d:\d\d UTC(?: \(reminder \d\))?: payments → analytics \(pr-\w+\)$/,
    );
    expect(headers).toEqual(
      expect.arrayContaining([
        { name: 'In-Reply-To', value: `<${id}@network.example>` },
        { name: 'References', value: `<${id}@network.example>` },
        { name: 'Auto-Submitted', value: 'auto-generated' },
      ]),
    );
  }
});

test('the link of the expiry mail asks again with the same content, once for each form', async () => {
  const between = { ...ACROSS, peer_vpc_id: 'vpc-03333333333333e01', peer_owner_id: '333333333333' };
  const { id } = await journey.submit(between);
  await journey.pass(8 * DAY);
  const expiry = (await mailsAbout(id)).findLast(({ destination }) => destination.to.includes(PRIYA));
  expect(news(expiry as Email)).toBe('Expired');
  const link = /https?:\/\/\S+\/status\/[\w-]+/.exec(expiry?.body.text ?? '')?.[0] ?? '';

  const form_token = /name="form_token" value="([^"]+)"/.exec(await (await fetch(link)).text())?.[1] ?? '';
  const press = () => fetch(link, { method: 'POST', body: new URLSearchParams({ form_token }) });
  const [asked, twin] = await Promise.all([press(), press()]);
  expect([asked.status, twin.status].sort()).toEqual([200, expect.any(Number)]);
  expect((await press()).status).toBe(403);
  await journey.pass(HOUR);

  const list = await journey.call<{ items: RequestView[] }>(
    PAYMENTS,
    'GET',
    '/peering-requests?vpc_id=vpc-03333333333333e01',
  );
  const items = list.body.success ? list.body.data.items : [];
  expect(items).toHaveLength(2);
  const [again, before] = items;
  expect(again).toMatchObject({
    resubmitted_from: id,
    status: 'pending-acceptance',
    justification: before?.justification,
    contact_email: PRIYA,
    vpc_id: before?.vpc_id,
    peer_vpc_id: before?.peer_vpc_id,
    submitted_by: before?.submitted_by,
  });
  const { events, chain } = await journey.trail(again?.id ?? '');
  expect(chain.valid).toBe(true);
  expect(events[0]).toMatchObject({ type: 'request-submitted', actor: { kind: 'requester', id: PRIYA } });
  expect(await (await fetch(link)).text()).toContain('You resubmitted this request');
});
