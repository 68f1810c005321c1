import { expect, onTestFinished, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { ANALYTICS, DAY, HOUR, HUB, type Journey, PAYMENTS, startJourney } from './journey.ts';

const ANNA = 'anna@analytics.example';
const NEW = 'noor@analytics.example';
const CHIEF = 'chief@analytics.example';

const put = async (journey: Journey, entry: object = {}): Promise<void> => {
  const { status } = await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, {
    name: 'analytics',
    approvers: [ANNA],
    onboarded: true,
    reminders: ['P1D'],
    ...entry,
  });
  expect(status).toBe(200);
};

/** A request that has waited for a day when the entry changes, and what the sweeps after that do. */
const changeOfDay = async (before: object, after: object): Promise<{ journey: Journey; id: string }> => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  await put(journey, before);
  const { id } = await journey.submit();
  await journey.pass(DAY);
  await put(journey, after);
  await invokeFunction('schedules/sweep', {});
  await journey.pass(HOUR / 4);
  await invokeFunction('schedules/sweep', {});
  return { journey, id };
};

test('a new approver is asked by the next sweep, once, and may decide', async () => {
  const { journey, id } = await changeOfDay({}, { approvers: [ANNA, NEW] });
  expect(await journey.mailsTo(NEW, id)).toEqual([expect.stringMatching(/^Approve by /)]);
  expect(await journey.mailsTo(ANNA, id)).toHaveLength(1);
  await journey.decide(await journey.linkOf(NEW, id), 'accept');
  await journey.pass(HOUR);
  expect((await journey.request(id)).status).toBe('active');
});

test('a reminder whose time has come by a change is sent by the next sweep, once, and the escalation with it', async () => {
  const { journey, id } = await changeOfDay({}, { reminders: ['P6D', 'P1D'] });
  expect(await journey.mailsTo(ANNA, id)).toHaveLength(2);
  await journey.pass(4 * DAY);
  expect(await journey.mailsTo(ANNA, id)).toHaveLength(2);
  await put(journey, { reminders: ['P2D'], escalation_email: CHIEF });
  await invokeFunction('schedules/sweep', {});
  expect(await journey.mailsTo(CHIEF, id)).toHaveLength(1);
  expect(await journey.mailsTo(ANNA, id)).toHaveLength(3);
});

test.each([
  ['a rule', {}, { auto_accept_from: [PAYMENTS] }],
  ['our role', { auto_accept_from: [PAYMENTS], onboarded: false }, { auto_accept_from: [PAYMENTS] }],
])(
  'a request that %s lets be accepted is accepted by the next sweep, and nobody decides',
  async (_, before, after) => {
    const { journey, id } = await changeOfDay(before, after);
    expect(await journey.request(id)).toMatchObject({
      status: 'active',
      decision: { kind: 'accept', by: { kind: 'rule', id: `auto_accept_from ${PAYMENTS}` } },
    });
    const { events } = await journey.trail(id);
    expect(events.filter(({ type }) => type === 'decision-recorded')).toHaveLength(1);
  },
);
