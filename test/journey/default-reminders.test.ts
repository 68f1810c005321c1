import { expect, onTestFinished, test } from 'vitest';
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
const ENTRY = { name: 'analytics', approvers: [ANNA], onboarded: true };

/** A stack whose functions are told other defaults, in seconds before the end. */
const startConfigured = async (...reminders: number[]): Promise<Journey> => {
  process.env['DEFAULT_REMINDERS'] = reminders.join(',');
  const journey = await startJourney();
  onTestFinished(async () => {
    delete process.env['DEFAULT_REMINDERS'];
    await journey.close();
  });
  return journey;
};

test('an account that was put without reminders is reminded at the times that are configured', async () => {
  const journey = await startConfigured(2 * DAY, 6 * HOUR);
  const put = await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, ENTRY);
  expect(put.body).toMatchObject({ data: { reminders: ['P2D', 'PT6H'] } });

  const { id } = await journey.submit();
  const reminded = async () =>
    (await journey.trail(id)).events
      .filter(({ type, reason }) => type === 'mail-sent' && reason?.startsWith('reminder'))
      .map(({ reason }) => reason);
  await journey.pass(5 * DAY - HOUR);
  expect(await reminded()).toEqual([]);
  await journey.pass(HOUR + MINUTE);
  expect(await reminded()).toEqual([`reminder-${2 * DAY} to ${ANNA}`]);
  await journey.pass(2 * DAY - 6 * HOUR);
  expect(await reminded()).toEqual([`reminder-${2 * DAY} to ${ANNA}`, `reminder-${6 * HOUR} to ${ANNA}`]);
});

test('approvers of an account that was out of the directory for a while are asked at the next of those times', async () => {
  const journey = await startConfigured(6 * DAY);
  const submitted = await journey.call<{ id: string }>(PAYMENTS, 'POST', '/peering-requests', ACROSS);
  const id = submitted.body.success ? submitted.body.data.id : '';
  await journey.call(HUB, 'DELETE', `/accounts/${ANALYTICS}`);
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'pending-acceptance' });
  await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, { ...ENTRY, reminders: ['PT1H'] });
  expect(await journey.mailsTo(ANNA, id)).toEqual([]);
  await journey.pass(DAY);
  expect(await journey.mailsTo(ANNA, id)).toHaveLength(1);
});
