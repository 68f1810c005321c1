import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { linkIn } from '../pages/mail-link.ts';
import { changeDocument } from './change-entry.ts';
import {
  ACROSS,
  ANALYTICS,
  DAY,
  HOUR,
  HUB,
  type Journey,
  MINUTE,
  PAYMENTS,
  startJourney,
} from './journey.ts';

const ANNA = 'anna@analytics.example';
const ARUN = 'arun@analytics.example';
const SAM = 'sam@analytics.example';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const put = (entry: object = {}) =>
  journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, {
    name: 'analytics',
    approvers: [ANNA, ARUN],
    onboarded: true,
    ...entry,
  });

beforeEach(async () => {
  await put();
  await changeDocument((document) => ({ ...document, away: [] }));
});

const sweep = () => invokeFunction('schedules/sweep', {});
const later = (seconds: number) => new Date(journey.clock.now().getTime() + seconds * 1000).toISOString();

const isAway = (absence: {
  from: string;
  until: string;
  account_id?: string;
  instead?: string;
  person?: string;
}) =>
  changeDocument((document) => ({
    ...document,
    away: [...document.away, { person: ANNA, instead: SAM, ...absence }],
  }));

/** What a person was mailed since then. */
const mailsSince = async (before: number, person: string) =>
  (await journey.inbox.emails())
    .slice(before)
    .filter(({ destination }) => destination.to.includes(person))
    .map(({ subject, body }) => ({ subject, text: body.text ?? '' }));
const countMails = async () => (await journey.inbox.emails()).length;

test('whoever decides instead is told once, before it begins, from when until when and for whom', async () => {
  const before = await countMails();
  await isAway({ from: later(DAY), until: later(3 * DAY) });
  await sweep();
  await sweep();
  await journey.pass(DAY + HOUR);
  const [mail, ...others] = await mailsSince(before, SAM);
  expect(others).toEqual([]);
  expect(mail?.subject).toMatch(new RegExp(`^Decide for ${ANNA} until .* UTC: analytics$`));
  expect(mail?.text).toMatch(
    new RegExp(`${ANNA} is away from .* UTC until .* UTC. You decide instead for analytics`),
  );
  expect(mail?.text).toContain(
    'To decline, ask anna@analytics.example to choose somebody else, or write to the network team at network-team@network.example',
  );
  expect(await mailsSince(before, ANNA)).toEqual([]);
});

test('an absence for all accounts names those for which the approver decides, however long their names are', async () => {
  const before = await countMails();
  const long = 'n'.repeat(100);
  await put({ name: long });
  await journey.call(HUB, 'PUT', '/accounts/444444444444', {
    name: 'lake',
    approvers: [ANNA],
    onboarded: false,
  });
  await isAway({ from: later(0), until: later(DAY) });
  await sweep();
  const [mail] = await mailsSince(before, SAM);
  expect(mail?.subject).toMatch(/^Decide for anna@analytics.example until .* UTC: 2 accounts$/);
  expect(mail?.text).toMatch(/is away until .* UTC\. You decide instead for n{20,39}…, lake\./);
  await journey.call(HUB, 'DELETE', '/accounts/444444444444');
});

test('what can’t be sent is sent by the next sweep', async () => {
  const before = await countMails();
  await isAway({ from: later(0), until: later(DAY + HOUR) });
  const { AWS_ENDPOINT_URL_SESV2: address } = process.env;
  vi.resetModules();
  process.env['AWS_ENDPOINT_URL_SESV2'] = 'http://127.0.0.1:1';
  try {
    await sweep();
  } finally {
    vi.resetModules();
    process.env['AWS_ENDPOINT_URL_SESV2'] = address;
  }
  expect(await mailsSince(before, SAM)).toEqual([]);
  await sweep();
  await sweep();
  expect(await mailsSince(before, SAM)).toHaveLength(1);
});

test('an absence that is over, or of somebody who decides nothing, tells nobody', async () => {
  const before = await countMails();
  await isAway({ from: later(-3 * DAY), until: later(-DAY) });
  await isAway({ person: 'nobody@analytics.example', from: later(0), until: later(DAY) });
  await isAway({ from: later(0), until: later(DAY), account_id: PAYMENTS });
  await sweep();
  expect(await mailsSince(before, SAM)).toEqual([]);
});

test('an absence that somebody sets on the page tells whom they chose, and again if they change it', async () => {
  const { id } = await journey.submit();
  const away = (await journey.linkOf(ANNA, id)).replace('/decisions/', '/absences/');
  const set = async (days: number) => {
    const form_token = /name="form_token" value="([^"]+)"/.exec(await (await fetch(away)).text())?.[1] ?? '';
    const until = later(days * DAY).slice(0, 10);
    const body = new URLSearchParams({ form_token, change: 'away', until, instead: ARUN });
    expect((await fetch(away, { method: 'POST', body })).status).toBe(200);
  };
  const before = await countMails();
  await set(3);
  await sweep();
  await sweep();
  expect((await mailsSince(before, ARUN)).map(({ subject }) => subject)).toEqual([
    expect.stringMatching(/^Decide for anna@/),
  ]);
  expect(await mailsSince(before, ANNA)).toEqual([]);
  await journey.call(HUB, 'POST', `/peering-requests/${id}/cancel`, {});
  await journey.pass(5 * MINUTE);
});

test('whoever takes over while more time is asked for is asked too', async () => {
  const { id } = await journey.submit({ ...ACROSS, active_for: 'P10D' });
  await journey.decide(await journey.linkOf(ANNA, id), 'accept');
  await journey.pass(HOUR);
  const asked = await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/extension`, {
    extends_by: 'P5D',
    reason: 'Tests take longer.',
  });
  expect(asked.status).toBe(200);
  await journey.pass(HOUR);
  await sweep();
  const before = await countMails();
  await isAway({ from: later(0), until: later(2 * DAY) });
  await sweep();
  await sweep();
  const mails = (await mailsSince(before, SAM)).filter(({ subject }) => subject.includes(id));
  expect(mails).toEqual([
    {
      subject: expect.stringMatching(/^More time\? Decide by/),
      text: expect.stringContaining(`You decide for ${ANNA}`),
    },
  ]);
  const link = await linkIn(journey, SAM, id, 'decisions');
  const shown = await (await fetch(link)).text();
  const body = new URLSearchParams({ decision: 'accept', comment: '' });
  for (const [, name = '', value = ''] of shown.matchAll(/name="(form_token|extension)" value="([^"]+)"/g))
    body.append(name, value);
  expect((await fetch(link, { method: 'POST', body })).status).toBe(200);
  expect((await journey.trail(id)).events.findLast(({ actor }) => actor.for)?.actor).toMatchObject({
    id: SAM,
    for: { person: ANNA },
  });
});

test('whoever takes over during a review is asked to review', async () => {
  await put({ review_every: 'P90D' });
  await invokeFunction('schedules/review-connections', {});
  const before = await countMails();
  await isAway({ from: later(0), until: later(2 * DAY) });
  await journey.pass(DAY);
  await invokeFunction('schedules/review-connections', {});
  const [review, ...others] = (await mailsSince(before, SAM)).filter(({ subject }) =>
    /^Review/.test(subject),
  );
  expect(others).toEqual([]);
  expect(review?.text).toContain(`You decide for ${ANNA}`);
});
