import { DescribeVpcPeeringConnectionsCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PeeringRequest } from '../../functions/domain/request/peering-request.ts';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { invokeFunction } from '../../local/functions.ts';
import { record } from './connecting.ts';
import { ACROSS, DAY, HOUR, type Journey, MINUTE, PAYMENTS, startJourney } from './journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const QUARTER = 15 * MINUTE;

const sweep = () => invokeFunction('schedules/sweep', {});

/** Of what is active for a day. */
const activate = async (active_for = 'P1D'): Promise<RequestView> => {
  const { id } = await journey.submit({ ...ACROSS, active_for });
  await journey.decide(await journey.linkOf('anna@analytics.example', id), 'accept');
  await journey.pass(MINUTE);
  const request = await journey.request(id);
  expect(request.status).toBe('active');
  return request;
};

const statusInEc2 = async ({ vpc_peering_connection_id }: RequestView): Promise<string | undefined> => {
  const { VpcPeeringConnections = [] } = await journey.ec2As(PAYMENTS, 'us-east-1').send(
    new DescribeVpcPeeringConnectionsCommand({
      VpcPeeringConnectionIds: [vpc_peering_connection_id ?? ''],
    }),
  );
  return VpcPeeringConnections[0]?.Status?.Code;
};

const news = async (person: string, { id }: RequestView): Promise<string[]> =>
  (await journey.mailsTo(person, id)).map((subject) => subject.slice(0, subject.indexOf(':')));

test('a connection for a day is deleted in EC2 when its day is over, and both sides are told', async () => {
  const request = await activate();
  await journey.pass(DAY - HOUR);
  expect(await sweep()).toMatchObject({ ended: 0 });
  expect(await statusInEc2(request)).toBe('active');
  await journey.pass(HOUR);
  expect(await sweep()).toMatchObject({ ended: 1 });
  await journey.pass(QUARTER);
  expect(await sweep()).toMatchObject({ ended: 0 });
  await journey.pass(QUARTER);
  expect(['deleted', 'deleting', undefined]).toContain(await statusInEc2(request));
  const { status, teardown } = await journey.request(request.id);
  expect({ status, by: teardown?.by }).toEqual({ status: 'deleted', by: { kind: 'rule', id: 'active_for' } });
  for (const person of ['priya@payments.example', 'anna@analytics.example']) {
    expect((await news(person, request)).filter((subject) => subject === 'Deleted')).toHaveLength(1);
  }
  const { events, chain } = await journey.trail(request.id);
  expect(chain.valid).toBe(true);
  expect(events.filter(({ type }) => type === 'teardown-recorded')).toMatchObject([
    { actor: { kind: 'rule', id: 'active_for' } },
  ]);
});

test('both sides are notified a week, a day and an hour before, as far as they fit, and once', async () => {
  const request = await activate('P8D');
  const notices = async (person: string) =>
    (await news(person, request)).filter((subject) => subject.startsWith('Ends '));
  const people = ['priya@payments.example', 'anna@analytics.example'] as const;
  const counts = async () => Promise.all(people.map(async (person) => (await notices(person)).length));
  await sweep();
  expect(await counts()).toEqual([0, 0]);
  await journey.pass(DAY);
  await sweep();
  await sweep();
  expect(await counts()).toEqual([1, 1]);
  // Of what was missed in an outage, only the latest is sent.
  await journey.pass(7 * DAY - HOUR);
  await sweep();
  await sweep();
  expect(await counts()).toEqual([2, 2]);
  const { events } = await journey.trail(request.id);
  expect(events.filter(({ type }) => type === 'end-told')).toHaveLength(2);
  await journey.pass(HOUR);
  await sweep();
  await journey.pass(QUARTER);
  expect(await counts()).toEqual([2, 2]);
  expect((await journey.request(request.id)).status).toBe('deleted');
});

test('an end that fell into an outage is done by the next sweep', async () => {
  const request = await activate();
  await journey.pass(3 * DAY);
  expect(await statusInEc2(request)).toBe('active');
  await journey.withoutStepFunctions(async () => {
    await expect(sweep()).rejects.toThrow();
  });
  await journey.pass(QUARTER);
  await sweep();
  await journey.pass(QUARTER);
  expect((await journey.request(request.id)).status).toBe('deleted');
});

test('an end that was moved in the meantime deletes nothing', async () => {
  const request = await activate();
  await journey.pass(DAY);
  const { endWhenDue } = await import('../../functions/domain/lifetime/end-when-due.ts');
  const { requests, clock } = await import('../../functions/wiring.ts');
  const before: PeeringRequest = await record(request.id);
  expect(before.ends_at && before.ends_at <= clock().toISOString()).toBe(true);
  const later = new Date(clock().getTime() + DAY * 1000).toISOString();
  await requests().commit(before, {
    set: { ends_at: later },
    entry: { type: 'extension-decided', actor: { kind: 'approver', id: 'anna@analytics.example' } },
  });
  expect(await endWhenDue(before, { requests: requests(), clock })).toMatchObject({ ends_at: later });
  expect(await sweep()).toMatchObject({ ended: 0 });
  expect((await journey.request(request.id)).teardown).toBeNull();
  await journey.pass(DAY);
  expect(await sweep()).toMatchObject({ ended: 1 });
});
