import { DescribeVpcPeeringConnectionsCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { expect, it, onTestFinished } from 'vitest';
import { startClock } from '../../local/clock.ts';
import { startStates } from '../../local/states/server.ts';
import { tokenBuckets } from '../../local/token-buckets.ts';
import { emulatedEc2, PAYMENTS } from './emulated-ec2.ts';

/** How many of so many calls in a row are answered. */
const answered = async (call: () => Promise<unknown>, count: number, refusal: string): Promise<number> => {
  let answers = 0;
  for (let n = 0; n < count; n++) {
    try {
      await call();
      answers += 1;
    } catch (error) {
      expect(error).toMatchObject({ name: refusal });
    }
  }
  return answers;
};

it('EC2 throttles each action by itself, in each account and Region', async () => {
  let ms = 0;
  const buckets = tokenBuckets(() => ms);
  await using world = await emulatedEc2({ takeToken: buckets.take });
  const home = world.ec2({ accountId: PAYMENTS });
  const elsewhere = world.ec2({ accountId: PAYMENTS, region: 'eu-west-1' });
  const Filters = [{ Name: 'status-code', Values: ['active'] }];
  const filtered = (client: typeof home, count: number) =>
    answered(
      () => client.send(new DescribeVpcPeeringConnectionsCommand({ Filters })),
      count,
      'RequestLimitExceeded',
    );
  const unfiltered = () => answered(() => home.send(new DescribeVpcsCommand({})), 52, 'RequestLimitExceeded');

  expect(await filtered(home, 102)).toBe(100);
  expect(buckets.refused).toBe(2);
  expect(await filtered(elsewhere, 5)).toBe(5);
  expect(await unfiltered()).toBe(50);
  ms += 1000;
  expect(await filtered(home, 22)).toBe(20);
  expect(await unfiltered()).toBe(10);
});

it('Step Functions throttles the account’s lists of executions', async () => {
  const clock = startClock({ speed: 0 });
  onTestFinished(() => clock.close());
  let ms = 0;
  const states = await startStates({
    clock,
    region: 'us-east-1',
    accountId: '999999999999',
    stateMachines: [
      { name: 'machine', definition: { StartAt: 'Done', States: { Done: { Type: 'Succeed' } } } },
    ],
    takeToken: tokenBuckets(() => ms).take,
    invoke: async () => ({}),
  });
  onTestFinished(() => states.close());
  const client = new SFNClient({
    endpoint: states.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  onTestFinished(() => client.destroy());
  const stateMachineArn = states.stateMachineArn('machine');
  const list = (count: number) =>
    answered(() => client.send(new ListExecutionsCommand({ stateMachineArn })), count, 'ThrottlingException');

  expect(await list(102)).toBe(100);
  ms += 2000;
  expect(await list(6)).toBe(4);
});
