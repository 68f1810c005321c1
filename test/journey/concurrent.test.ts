import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { VPC } from '../../local/seed.ts';
import { ACROSS, ANALYTICS, DAY, HOUR, type Journey, PAYMENTS, startJourney } from './journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

test('two approvers at the same moment: one wins, the other is told who, what and when', async () => {
  const { id } = await journey.submit();
  const people = ['anna@analytics.example', 'arun@analytics.example'];
  const links = await Promise.all(people.map((person) => journey.linkOf(person, id)));
  const answers = await Promise.all(links.map((link) => journey.decide(link, 'accept', 'yes')));
  await journey.pass(HOUR);

  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const { decision, status } = await journey.request(id);
  expect(status).toBe('active');
  const loser = answers.find((answer) => answer.status === 409);
  expect(loser?.page).toContain(`${decision?.by.id} already accepted this request at ${decision?.at}`);
  expect(journey.ec2.calls().filter(({ action }) => action === 'AcceptVpcPeeringConnection')).toHaveLength(1);
  const { events, chain } = await journey.trail(id);
  expect(chain.valid).toBe(true);
  expect(events.filter(({ type }) => type === 'decision-recorded')).toHaveLength(1);
  expect(events.filter(({ type }) => type === 'decision-refused')).toHaveLength(1);
});

test('one open request between two VPCs, in either direction', async () => {
  const between = { ...ACROSS, vpc_id: VPC.paymentsEu, vpc_region: 'eu-west-1' };
  const { id } = await journey.submit(between);
  const turned = {
    vpc_id: between.peer_vpc_id,
    vpc_region: between.peer_region,
    peer_vpc_id: between.vpc_id,
    peer_owner_id: PAYMENTS,
    peer_region: between.vpc_region,
    justification: 'the other way',
  };
  for (const [account, body] of [
    [PAYMENTS, between],
    [ANALYTICS, turned],
  ] as const) {
    const answer = await journey.call(account, 'POST', '/peering-requests', body);
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({ error: { code: 'CONFLICT', message: expect.stringContaining(id) } });
  }
});

test('an execution that is killed is resumed from the record, with its remaining time and reminders', async () => {
  const { id, window } = await journey.submit({
    ...ACROSS,
    peer_vpc_id: VPC.analyticsUs,
    peer_region: 'us-east-1',
  });
  await journey.pass(5 * DAY);
  const executionArn = `${journey.stateMachineArn.replace(':stateMachine:', ':execution:')}:${id}`;
  await new SFNClient({}).send(new StopExecutionCommand({ executionArn }));

  expect(await invokeFunction('schedules/sweep', {})).toMatchObject({ resumed: 1 });
  expect(await invokeFunction('schedules/sweep', {})).toMatchObject({ resumed: 0 });
  await journey.pass(3 * DAY);

  expect(await journey.request(id)).toMatchObject({
    status: 'expired',
    window: { expires_at: window?.expires_at },
  });
  const { events } = await journey.trail(id);
  const mails = events.filter(({ type, reason }) => type === 'mail-sent' && reason?.includes('anna@'));
  expect(mails.map(({ reason }) => reason?.split(' ')[0])).toEqual([
    'approval',
    'reminder-259200',
    'reminder-86400',
    'reminder-14400',
    'outcome-expired',
  ]);
  expect(journey.ec2.calls().filter(({ action }) => action === 'CreateVpcPeeringConnection')).toHaveLength(3);
});
