import { expect, test } from 'vitest';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { ACROSS, ANALYTICS, DAY, HOUR, HUB, MINUTE, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, errorOf, ownJourney } from './checked-journey.ts';
import { dryRun, expectRefused, submit } from './dry-run.ts';

const ANNA = 'anna@analytics.example';
const ARUN = 'arun@analytics.example';

const put = async ({ call }: CheckedJourney, entry: object) => {
  const body = { name: 'analytics', approvers: [ANNA, ARUN], onboarded: true, ...entry };
  expect((await call(HUB, 'PUT', `/accounts/${ANALYTICS}`, body)).status).toBe(200);
};

const approve = ({ call }: CheckedJourney, id: string, who: string, active_for?: string) =>
  call<RequestView>(`${ANALYTICS}-${who}`, 'POST', `/peering-requests/${id}/decision`, {
    decision: 'accept',
    ...(active_for && { active_for }),
  });

const detailsOf = async (answer: Promise<Parameters<typeof errorOf>[0]>) => errorOf(await answer).details;

test('a life is from an hour to a year, and as long as the accepter’s entry allows', async () => {
  const journey = await ownJourney();
  for (const active_for of ['PT59M', 'P366D', 'P1M', 'P1Y1D', '30d', 'P0D', 'PT8761H']) {
    expect(await detailsOf(submit(journey, { ...ACROSS, active_for }))).toEqual([
      {
        path: 'active_for',
        message:
          'Duration must be between 1 hour and 1 year in ISO 8601 format, such as P30D, PT12H or P1DT12H.',
      },
    ]);
  }
  expect((await dryRun(journey)).results).not.toHaveProperty('active-for');
  expect((await dryRun(journey, { ...ACROSS, active_for: 'P1Y' })).results).toMatchObject({
    'active-for': 'pass',
  });
  await put(journey, { longest_active_for: 'P30D' });
  expect((await dryRun(journey)).results).toMatchObject({ 'active-for': 'warn' });
  await expectRefused(journey, { ...ACROSS, active_for: 'P31D' }, 'active-for', {
    status: 400,
    details: [
      {
        path: 'active_for',
        message:
          'Active for (31 days) must not exceed what account 222222222222 (analytics) allows: 30 days.',
      },
    ],
  });
  const { id } = await journey.submit({ ...ACROSS, active_for: 'P4W' });
  expect(await journey.request(id)).toMatchObject({ active_for: 'P28D', ends_at: null });
});

test('the least time that the approvers give counts from the activation, and a resubmission asks for the same', async () => {
  const journey = await ownJourney();
  await put(journey, { decide_by: ['link', 'signed'], required_approvals: 2 });
  const { id } = await journey.submit({ ...ACROSS, active_for: 'P30D' });
  expect(await detailsOf(approve(journey, id, ANNA, 'P31D'))).toEqual([
    { path: 'active_for', message: 'Active for must not exceed what was asked for: 30 days.' },
  ]);
  const first = await approve(journey, id, ANNA, 'P7D');
  expect(first.body.success && first.body.data.approvals).toMatchObject([{ active_for: 'P7D' }]);
  expect((await approve(journey, id, ARUN, 'P14D')).status).toBe(200);
  await journey.pass(MINUTE);
  const request = await journey.request(id);
  expect(request).toMatchObject({ status: 'active', active_for: 'P30D' });
  const { events } = await journey.trail(id);
  const activated = events.find(({ to_status }) => to_status === 'active')?.at ?? '';
  expect(Date.parse(request.ends_at ?? '') - Date.parse(activated)).toBe(7 * DAY * 1000);
  expect(events.find(({ type }) => type === 'approval-recorded')?.reason).toContain('for at most 7 days');

  await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
  await journey.pass(HOUR);
  const again = await journey.call<RequestView>(PAYMENTS, 'POST', `/peering-requests/${id}/resubmit`, {});
  expect(again.body.success && again.body.data).toMatchObject({ active_for: 'P30D', ends_at: null });
});

test('a request without an end has nothing to shorten', async () => {
  const journey = await ownJourney();
  await put(journey, { decide_by: ['signed'] });
  const { id } = await journey.submit();
  expect(await detailsOf(approve(journey, id, ANNA, 'P7D'))).toEqual([
    {
      path: 'active_for',
      message: 'The request asks for a connection without an end, so there is nothing to shorten.',
    },
  ]);
});

test('an approver shortens it on the decision page', async () => {
  const journey = await ownJourney();
  const { id } = await journey.submit({ ...ACROSS, active_for: 'P30D' });
  const link = await journey.linkOf(ANNA, id);
  const shown = await (await fetch(link)).text();
  expect(shown).toContain('30 days, as requested');
  const form_token = /name="form_token" value="([^"]+)"/.exec(shown)?.[1] ?? '';
  const form = new URLSearchParams({ decision: 'accept', active_for: String(7 * DAY), form_token });
  const page = await (await fetch(link, { method: 'POST', body: form })).text();
  expect(page).toContain('Peerway deletes the connection after it was active for 7 days.');
  expect((await journey.request(id)).decision).toMatchObject({ active_for: 'P7D' });
  await journey.pass(MINUTE);
  expect(await (await fetch(link)).text()).toMatch(/Peerway deletes the connection on <time/);
});
