import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { invokeFunction } from '../../local/functions.ts';
import { linkIn } from '../pages/mail-link.ts';
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
const PRIYA = 'priya@payments.example';

let journey: Journey;
let request: RequestView;
beforeAll(async () => {
  journey = await startJourney();
  await putAnalytics({ required_approvals: 2 });
  const { id } = await journey.submit({ ...ACROSS, active_for: 'P2D' });
  for (const person of [ANNA, ARUN]) await journey.decide(await journey.linkOf(person, id), 'accept');
  await journey.pass(MINUTE);
  request = await journey.request(id);
  expect(request.status).toBe('active');
});
afterAll(() => journey.close());

const putAnalytics = (entry: object) =>
  journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, {
    name: 'analytics',
    approvers: [ANNA, ARUN],
    onboarded: true,
    decide_by: ['link', 'signed'],
    ...entry,
  });

const sweep = () => invokeFunction('schedules/sweep', {});

const extend = (caller: string, extends_by = 'P7D') =>
  journey.call<RequestView>(caller, 'POST', `/peering-requests/${request.id}/extension`, {
    extends_by,
    reason: 'The migration takes a week longer.',
  });

const vote = (who: string, decision: string, comment?: string) =>
  journey.call<RequestView>(`${ANALYTICS}-${who}`, 'POST', `/peering-requests/${request.id}/decision`, {
    decision,
    extension: true,
    ...(comment && { comment }),
  });

const lastLink = (person: string, page: 'decisions' | 'status') => linkIn(journey, person, request.id, page);

const send = async (link: string, path: string, fields: Record<string, string>) => {
  const shown = await (await fetch(link)).text();
  const hidden = [...shown.matchAll(/name="(form_token|extension)" value="([^"]+)"/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );
  const body = new URLSearchParams({ ...Object.fromEntries(hidden), ...fields });
  const response = await fetch(link.replace(/\/(?:status|decisions)\//, path), { method: 'POST', body });
  return { shown, status: response.status, page: await response.text() };
};

test('the contact asks for more time with the link of a notice, and two approvers grant it: one with the link, one signed', async () => {
  await journey.pass(DAY);
  await sweep();
  expect((await journey.mailsTo(PRIYA, request.id)).at(-1)).toMatch(/^Ends /);
  const asked = await send(await lastLink(PRIYA, 'status'), '/extensions/', {
    extends_by: String(7 * DAY),
    reason: 'The migration takes a week longer.',
  });
  expect(asked.shown).toContain('Ask for more time');
  expect(asked.page).toContain('7 days more: not decided yet');
  // A second one while the first is open is refused.
  expect((await extend(PAYMENTS)).status).toBe(409);

  await sweep();
  await sweep();
  for (const person of [ANNA, ARUN]) {
    const mails = (await journey.mailsTo(person, request.id)).filter((mail) =>
      mail.startsWith('More time? Decide by '),
    );
    expect(mails).toHaveLength(1);
  }
  const link = await lastLink(ANNA, 'decisions');
  const accepted = await send(link, '/decisions/', { decision: 'accept', comment: '' });
  expect(accepted.shown).toContain('The migration takes a week longer.');
  expect(accepted.page).toContain('You approved this.');
  expect((await journey.request(request.id)).ends_at).toBe(request.ends_at);
  // A second click of the same person changes nothing.
  expect((await vote(ANNA, 'accept')).status).toBe(409);
  expect((await vote(ARUN, 'accept')).status).toBe(200);

  const extended = await journey.request(request.id);
  expect(Date.parse(extended.ends_at ?? '') - Date.parse(request.ends_at ?? '')).toBe(7 * DAY * 1000);
  expect(extended.extension).toMatchObject({ by: { kind: 'requester', id: PRIYA }, extends_by: 'P7D' });
  expect((await vote(ARUN, 'reject', 'No.')).status).toBe(409);
  await sweep();
  expect((await journey.mailsTo(PRIYA, request.id)).at(-1)).toMatch(/^More time: /);
  const { events, chain } = await journey.trail(request.id);
  expect(chain.valid).toBe(true);
  expect(events.map(({ type }) => type).filter((type) => type.startsWith('extension'))).toEqual([
    'extension-asked-for',
    'extension-approved',
    'extension-decided',
  ]);
});

test('the earlier end deletes nothing', async () => {
  await journey.pass(DAY + HOUR);
  await sweep();
  await journey.pass(HOUR);
  expect((await journey.request(request.id)).status).toBe('active');
});

test('the accepter’s account can’t ask; a requester can’t approve; a rejection leaves the end as it was', async () => {
  expect((await extend(ANALYTICS)).status).toBe(403);
  await putAnalytics({ longest_active_for: 'P3D' });
  expect((await extend(PAYMENTS)).status).toBe(400);
  await putAnalytics({ approvers: [ANNA, ARUN, PRIYA] });
  // Whoever asks for more time can't approve it, though an approver.
  expect((await extend(`${PAYMENTS}-${PRIYA}`)).status).toBe(200);
  expect((await vote(PRIYA, 'accept')).status).toBe(403);
  await sweep();
  expect((await journey.mailsTo(PRIYA, request.id)).at(-1)).not.toMatch(/^More time\? /);
  const { ends_at } = await journey.request(request.id);
  expect((await vote(ARUN, 'reject', 'It was long enough.')).status).toBe(200);
  expect((await journey.request(request.id)).ends_at).toBe(ends_at);
  await sweep();
  expect((await journey.mailsTo(PRIYA, request.id)).at(-1)).toMatch(/^No more time: /);
});

test('what nobody decides lapses at the end, and can’t be decided after it', async () => {
  expect((await extend(PAYMENTS)).status).toBe(200);
  await journey.pass(7 * DAY);
  expect((await vote(ARUN, 'accept')).status).toBe(409);
  await sweep();
  await journey.pass(HOUR);
  expect((await journey.request(request.id)).status).toBe('deleted');
  expect((await extend(PAYMENTS)).status).toBe(409);
});

test('a request that waits for a decision can get no more time, and reads why', async () => {
  await putAnalytics({});
  const { id } = await journey.submit({ ...ACROSS, active_for: 'P2D' });
  const { status, body } = await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/extension`, {
    extends_by: 'P7D',
    reason: 'Just in case.',
  });
  const { code, message } = body.success ? { code: '', message: '' } : body.error;
  expect([status, code]).toEqual([409, 'CONFLICT']);
  expect(message).toBe(
    'More time can be asked for only while the connection is active: this request is pending-acceptance.',
  );
});
