import { expect, onTestFinished, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { boardLink, linkIn } from '../pages/mail-link.ts';
import { DAY, HOUR, type Journey, startJourney } from './journey.ts';
import {
  ANNA,
  ARUN,
  answerReview,
  CHIEF,
  connect,
  mailsThatSay,
  PRIYA,
  putAnalytics,
  reviewLinkOf,
  runReviews,
} from './reviewing.ts';

const begin = async (entry: object = {}): Promise<Journey> => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  await putAnalytics(journey, entry);
  return journey;
};

test('each approver gets one mail about all active connections, and another when the next review is due', async () => {
  const journey = await begin();
  await connect(journey, 2);
  expect(await runReviews()).toEqual({ started: 1, mails: 2, unanswered: 0 });
  const mails = await mailsThatSay(journey, 'Review 2 connections by ');
  expect(mails.map(({ to }) => to)).toEqual([ANNA, ARUN]);
  expect(mails[0]?.text).toMatch(/payments \(vpc-\w+\) → vpc-\w+, requested by .*, since /);

  await journey.pass(DAY);
  expect(await runReviews()).toEqual({ started: 0, mails: 0, unanswered: 0 });
  await journey.pass(88 * DAY);
  expect(await runReviews()).toEqual({ started: 0, mails: 1, unanswered: 2 });
  expect(await mailsThatSay(journey, 'Follow up on a review ')).toMatchObject([{ to: CHIEF }]);
  await journey.pass(DAY);
  expect(await runReviews()).toMatchObject({ started: 1, mails: 2 });
});

test('nobody is mailed where there is nothing to review, or where the entry asks for no review', async () => {
  const journey = await begin();
  expect(await runReviews()).toEqual({ started: 0, mails: 0, unanswered: 0 });
  await putAnalytics(journey, { review_every: null });
  await connect(journey, 1);
  expect(await runReviews()).toEqual({ started: 0, mails: 0, unanswered: 0 });
  expect(await mailsThatSay(journey, 'Review ')).toEqual([]);
});

test('an approver who is new in the entry is asked too, and one who left it isn’t', async () => {
  const journey = await begin({ approvers: [ANNA] });
  await connect(journey, 1);
  await runReviews();
  await putAnalytics(journey, { approvers: [ARUN] });
  await journey.pass(DAY);
  expect(await runReviews()).toEqual({ started: 0, mails: 1, unanswered: 0 });
  expect((await mailsThatSay(journey, 'Review ')).map(({ to }) => to)).toEqual([ANNA, ARUN]);
});

const REASON = 'The reports moved to another account.';

const begun = async (count: number, entry: object = {}) => {
  const journey = await begin(entry);
  const ids = await connect(journey, count);
  await runReviews();
  return { journey, ids, link: await reviewLinkOf(journey, ANNA) };
};

const sweep = () => invokeFunction('schedules/sweep', {});

const eventsOf = async (journey: Journey, id: string): Promise<string[]> =>
  (await journey.trail(id)).events
    .map(({ type, actor, reason }) => `${type} by ${actor.id}${reason ? `: ${reason}` : ''}`)
    .filter((event) => /^(?:connection-reviewed|review-|removal|teardown)/.test(event));

test('of 12 connections three are removed with reasons, after a grace period in which one is kept after all', async () => {
  const { journey, ids, link } = await begun(12);
  const [first = '', second = '', third = ''] = ids;
  const shown = await (await fetch(link)).text();
  expect(shown).toContain('Review 12 connections of analytics');
  expect(shown).toContain('12 without an answer');

  const without = await answerReview(link, { [first]: { answer: 'remove' } });
  expect(without.status).toBe(400);
  expect(without.page).toContain('Enter a reason for removing the connection.');
  expect((await journey.request(first)).removal).toBeNull();

  const remove = { answer: 'remove', reason: REASON } as const;
  const sent = await answerReview(link, { [first]: remove, [second]: remove, [third]: remove });
  expect(sent.status).toBe(200);
  expect(sent.page).toContain('9 without an answer, 3 to be removed');
  const { removal } = await journey.request(first);
  expect(removal).toMatchObject({ by: { kind: 'approver', id: ANNA }, comment: REASON });
  expect(Date.parse(removal?.due_at ?? '') - Date.parse(removal?.at ?? '')).toBe(3 * DAY * 1000);

  const rest = Object.fromEntries(ids.slice(3).map((id) => [id, { answer: 'keep' } as const]));
  const kept = await answerReview(link, { ...rest, [third]: { answer: 'keep' } });
  expect(kept.page).toContain('10 kept, 2 to be removed');
  expect(await eventsOf(journey, third)).toEqual([
    `removal-planned by ${ANNA}: ${REASON}`,
    `removal-withdrawn by ${ANNA}`,
  ]);

  await journey.pass(2 * DAY);
  await sweep();
  expect((await journey.request(first)).status).toBe('active');
  await journey.pass(DAY + HOUR);
  await sweep();
  await journey.pass(HOUR);
  const statuses = await Promise.all(ids.map(async (id) => (await journey.request(id)).status));
  expect(statuses).toEqual(ids.map((id) => ([first, second].includes(id) ? 'deleted' : 'active')));
});

test('an approver who left the directory sees the review and can’t answer it', async () => {
  const { journey, ids, link } = await begun(1);
  const shown = await (await fetch(link)).text();
  await putAnalytics(journey, { approvers: [ARUN] });
  const [id = ''] = ids;
  const { status, page } = await answerReview(link, { [id]: { answer: 'remove', reason: REASON } }, shown);
  expect(status).toBe(403);
  expect(page).toContain('the account directory doesn’t list you as an approver of this account any more');
  expect(page).not.toContain('<form');
  expect((await journey.request(id)).removal).toBeNull();
});

test('of two approvers who answer differently the later one holds, if they saw the other’s answer', async () => {
  const { journey, ids, link } = await begun(1);
  const [id = ''] = ids;
  const other = await reviewLinkOf(journey, ARUN);
  const before = await (await fetch(other)).text();
  await answerReview(link, { [id]: { answer: 'remove', reason: REASON } });

  const blind = await answerReview(other, { [id]: { answer: 'keep' } }, before);
  expect(blind.status).toBe(409);
  expect(blind.page).toContain('somebody answered after you opened the page');
  expect(blind.page).toContain(`${ANNA}: remove`);
  expect((await journey.request(id)).removal).not.toBeNull();

  const seen = await answerReview(other, { [id]: { answer: 'keep' } });
  expect(seen.status).toBe(200);
  expect(seen.page).toContain('You: keep');
  expect(seen.page).toContain(`${ANNA}: remove`);
  expect((await journey.request(id)).removal).toBeNull();
  expect(await eventsOf(journey, id)).toEqual([
    `removal-planned by ${ANNA}: ${REASON}`,
    `removal-withdrawn by ${ARUN}`,
  ]);
});

test('what the page showed as answered isn’t an answer of whoever sends it', async () => {
  const { journey, ids, link } = await begun(2);
  const [one = '', two = ''] = ids;
  await answerReview(link, { [one]: { answer: 'keep' } });
  await answerReview(await reviewLinkOf(journey, ARUN), { [two]: { answer: 'keep' } });
  expect(await eventsOf(journey, one)).toEqual([`connection-reviewed by ${ANNA}`]);
  expect(await eventsOf(journey, two)).toEqual([`connection-reviewed by ${ARUN}`]);
});

test('an unanswered review removes nothing by default, and is escalated once', async () => {
  const { journey, ids } = await begun(2);
  await journey.pass(14 * DAY);
  expect(await runReviews()).toEqual({ started: 0, mails: 1, unanswered: 2 });
  await journey.pass(DAY);
  expect(await runReviews()).toEqual({ started: 0, mails: 0, unanswered: 0 });
  const [mail, ...more] = await mailsThatSay(journey, 'Follow up on a review of 2 connections: analytics');
  expect([mail?.to, more]).toEqual([CHIEF, []]);
  expect(mail?.text).toContain('Peerway removes nothing.');
  await invokeFunction('schedules/digest', {});
  const [digest] = await mailsThatSay(journey, 'Peerway digest: ');
  expect(digest?.subject).toContain(', 1 unanswered review');
  expect(digest?.text).toContain('analytics: nobody answered for 2 of 2 connections by ');
  for (const id of ids) {
    expect((await journey.request(id)).removal).toBeNull();
    expect(await eventsOf(journey, id)).toEqual([
      'review-unanswered by ReviewConnections: Nobody answered in the review.',
    ]);
  }
  const [id = ''] = ids;
  const status = await linkIn(journey, PRIYA, id, 'status');
  expect(await (await fetch(status)).text()).toContain('Nobody answered the review of the connection');
});

test('an account can have what nobody answered removed by a rule, which an approver can still change', async () => {
  const { journey, ids, link } = await begun(2, { review_unanswered: 'remove' });
  const [one = '', two = ''] = ids;
  await journey.pass(14 * DAY);
  await runReviews();
  expect(await mailsThatSay(journey, 'Follow up on ')).toHaveLength(1);
  expect((await journey.request(one)).removal?.by).toEqual({ kind: 'rule', id: 'review_unanswered' });
  await sweep();
  await answerReview(link, { [two]: { answer: 'keep' } });
  expect(await eventsOf(journey, two)).toEqual([
    'removal-planned by review_unanswered: Nobody answered in the review.',
    `removal-withdrawn by ${ANNA}`,
  ]);
  await journey.pass(3 * DAY);
  await sweep();
  await journey.pass(HOUR);
  expect((await journey.request(one)).status).toBe('deleted');
  expect((await journey.request(two)).status).toBe('active');
});

test('the other side hears of a removal before it happens, and that it is withdrawn', async () => {
  const { journey, ids, link } = await begun(2);
  const [one = '', two = ''] = ids;
  const remove = { answer: 'remove', reason: REASON } as const;
  await answerReview(link, { [one]: remove, [two]: remove });
  await sweep();
  await sweep();
  const told = await mailsThatSay(journey, 'Removal on ');
  expect(told.map(({ to }) => to)).toEqual([PRIYA, PRIYA]);
  expect(told[0]?.text).toContain(REASON);
  expect(told[0]?.text).toMatch(/\/status\/[\w-]+/);

  const [status = ''] = /https?:\S+\/status\/[\w-]+/.exec(told[0]?.text ?? '') ?? [];
  expect(await (await fetch(status)).text()).toContain('To be removed on ');
  const board = await (await fetch(`${await boardLink(journey)}?status=active`)).text();
  expect(board.match(/to be removed </g)).toHaveLength(2);

  await answerReview(link, { [two]: { answer: 'keep' } });
  await sweep();
  await sweep();
  const withdrawn = await mailsThatSay(journey, 'Removal withdrawn: ');
  expect(withdrawn.map(({ to, subject }) => [to, subject.includes(two)])).toEqual([[PRIYA, true]]);

  await journey.pass(4 * DAY);
  await sweep();
  await journey.pass(HOUR);
  const [outcome] = (await mailsThatSay(journey, 'Deleted: ')).filter(({ subject }) => subject.includes(one));
  expect(outcome?.to).toBe(PRIYA);
  expect(outcome?.text).toContain(`Comment from ${ANNA}`);
  expect(outcome?.text).toContain(REASON);
});

test('no removal happens before the other side has heard of it', async () => {
  const { journey, ids, link } = await begun(1);
  const [id = ''] = ids;
  await answerReview(link, { [id]: { answer: 'remove', reason: REASON } });
  // Nothing was swept for longer than the grace period.
  await journey.pass(4 * DAY);
  await sweep();
  await journey.pass(60);
  expect((await journey.request(id)).status).toBe('active');
  expect(await mailsThatSay(journey, 'Removal on ')).toHaveLength(1);
  await sweep();
  await journey.pass(HOUR);
  expect((await journey.request(id)).status).toBe('deleted');
});
