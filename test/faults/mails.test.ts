import { RejectVpcPeeringConnectionCommand } from '@aws-sdk/client-ec2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { mailsIn } from './mailbox.ts';
import { ANALYTICS, ec2As, newPair, PAYMENTS } from './pair-of-vpcs.ts';
import { People } from './people.ts';

const MINUTE = 60;

let stack: FaultyStack;
beforeEach(async () => {
  stack = await startFaultyStack();
});
afterEach(() => stack.close());

const wait = (seconds: number) => stack.local.clock.advance(seconds * 1000);

test('a request that ends while its approvers are being asked: the rest of them are not', async () => {
  const people = new People('ends meanwhile', stack, wait);
  let sent = 0;
  stack.layer.watch(async ({ operation }) => {
    if (operation !== 'SendEmail') return;
    sent += 1;
    if (sent > 1) return;
    const { vpc_peering_connection_id: VpcPeeringConnectionId } = await people.record();
    await ec2As(stack, ANALYTICS, 'eu-west-1').send(
      new RejectVpcPeeringConnectionCommand({ VpcPeeringConnectionId }),
    );
    await invokeFunction('schedules/sweep', {});
  });
  await people.submit(PAYMENTS, await newPair(stack, { requester: PAYMENTS, accepter: ANALYTICS }));
  await wait(10 * MINUTE);

  expect(await people.record()).toMatchObject({ status: 'rejected', concluded_as: 'rejected' });
  const mails = await mailsIn(stack);
  const told = mails.map(({ to, text }) => `${to} ${text.includes('/decisions/') ? 'asked' : 'told'}`);
  expect(told).toEqual([
    'anna@analytics.example asked',
    'priya@payments.example told',
    'anna@analytics.example told',
  ]);
});
