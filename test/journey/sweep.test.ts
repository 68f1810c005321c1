import { AcceptVpcPeeringConnectionCommand, DeleteVpcPeeringConnectionCommand } from '@aws-sdk/client-ec2';
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VPC } from '../../local/seed.ts';
import {
  ACROSS,
  ANALYTICS,
  DAY,
  HOUR,
  type Journey,
  MINUTE,
  PARTNER,
  PAYMENTS,
  startJourney,
} from './journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney({ schedules: true });
});
afterAll(() => journey.close());

const QUARTER = 15 * MINUTE;

test('acceptance in an account without our role is found within a quarter of an hour', async () => {
  const { id, vpc_peering_connection_id: pcx } = await journey.submit({
    ...ACROSS,
    peer_vpc_id: VPC.partnerEu,
    peer_owner_id: PARTNER,
  });
  await journey.pass(HOUR);
  await journey
    .ec2As(PARTNER, 'eu-west-1')
    .send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId: pcx ?? '' }));
  await journey.pass(QUARTER);
  expect(await journey.request(id)).toMatchObject({
    status: 'active',
    decision: { by: { kind: 'outside' } },
  });
  expect((await journey.mailsTo('priya@payments.example', id)).at(-1)).toMatch(/^Active: /);
});

test('an active connection that somebody deletes outside becomes deleted, and all are told', async () => {
  const { id, vpc_peering_connection_id: pcx } = await journey.submit();
  await journey.decide(await journey.linkOf('anna@analytics.example', id), 'accept');
  await journey.pass(DAY);
  expect((await journey.request(id)).status).toBe('active');
  await journey
    .ec2As(ANALYTICS, 'eu-west-1')
    .send(new DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId: pcx ?? '' }));
  await journey.pass(2 * QUARTER);
  expect(await journey.request(id)).toMatchObject({
    status: 'deleted',
    teardown: { by: { kind: 'outside', id: ANALYTICS } },
  });
  expect(await journey.mailsTo('priya@payments.example', id)).toEqual([
    expect.stringMatching(/^Awaiting approval by .*: payments → analytics/),
    expect.stringMatching(/^Active: /),
    expect.stringMatching(/^Deleted: /),
  ]);
  expect((await journey.submit()).status).toBe('pending-acceptance');
});

test('an execution lost after the end, before everybody was told, is made up for', async () => {
  const between = { ...ACROSS, vpc_id: VPC.paymentsEu, vpc_region: 'eu-west-1' };
  const { id } = await journey.submit(between);
  const executionArn = `${journey.stateMachineArn.replace(':stateMachine:', ':execution:')}:${id}`;
  await new SFNClient({}).send(new StopExecutionCommand({ executionArn }));
  const cancelled = await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
  expect(cancelled.status).toBe(200);
  expect((await journey.request(id)).status).toBe('pending-acceptance');
  await journey.pass(2 * QUARTER);
  expect((await journey.request(id)).status).toBe('cancelled');
  const { events } = await journey.trail(id);
  expect(events.filter(({ type }) => type === 'outcome-told')).toHaveLength(1);
  expect(
    (await journey.mailsTo('priya@payments.example', id)).filter((subject) =>
      subject.startsWith('Withdrawn: '),
    ),
  ).toHaveLength(1);
});
