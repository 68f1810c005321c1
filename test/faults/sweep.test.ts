import { RejectVpcPeeringConnectionCommand } from '@aws-sdk/client-ec2';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { INDEXES, orderKey, pairKey, requestKey } from '../../functions/adapters/table.ts';
import type { RequestId } from '../../functions/domain/request/peering-request.ts';
import { invokeFunction } from '../../local/functions.ts';
import { TABLE_NAME } from '../../local/table.ts';
import type { AwsCall } from './aws-call.ts';
import { tableOf } from './evidence.ts';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { ANALYTICS, ec2As, newPair, PAYMENTS, type PairOfVpcs } from './pair-of-vpcs.ts';
import { People } from './people.ts';

const MINUTE = 60;
const ACROSS = { requester: PAYMENTS, accepter: ANALYTICS };

let stack: FaultyStack;
beforeEach(async () => {
  stack = await startFaultyStack();
});
afterEach(() => stack.close());

const wait = (seconds: number) => stack.local.clock.advance(seconds * 1000);

const sweep = () => invokeFunction('schedules/sweep', {});

/** A request that waits for its approvers. */
const pending = async (name: string): Promise<{ people: People; id: RequestId; pair: PairOfVpcs }> => {
  const pair = await newPair(stack, ACROSS);
  const people = new People(name, stack, wait);
  await people.submit(PAYMENTS, pair);
  await wait(MINUTE);
  const { id, status } = await people.record();
  expect(status).toBe('pending-acceptance');
  return { people, id, pair };
};

const concerns = (call: AwsCall, name: string, id: string): boolean =>
  `${call.service}.${call.operation}` === name && call.body.includes(id);

test('a request that cannot be resumed keeps the sweep from no other', async () => {
  const requests = [await pending('one'), await pending('other'), await pending('third')];
  for (const { id } of requests) await stack.stopExecution(id);
  const bad = requests[1]?.id ?? '';
  stack.layer.setRule((call) => (concerns(call, 'states.StartExecution', bad) ? 'server-error' : undefined));
  await expect(sweep()).rejects.toThrow('1 requests could not be swept');
  const running = await stack.runningExecutions();
  expect(requests.map(({ id }) => running.some((name) => name.startsWith(id)))).toEqual([true, false, true]);

  stack.layer.setRule(undefined);
  expect(await sweep()).toMatchObject({ resumed: 1 });
});

test('the directory is read as often for many waiting requests as for one', async () => {
  const readsOfSweep = async (): Promise<number> => {
    stack.layer.forget();
    await sweep();
    // The stream's readers read it too, in real time.
    return stack.layer
      .calls()
      .filter(({ invocation }) => invocation?.entry === 'schedules/sweep')
      .filter(({ operation, body }) => operation === 'Query' && body.includes('"DIRECTORY"')).length;
  };
  await pending('one');
  const ofOne = await readsOfSweep();
  for (const name of ['other', 'third']) await pending(name);
  expect(await readsOfSweep()).toBe(ofOne);
});

test('a request that cannot be brought up to what EC2 says keeps none of the others from it', async () => {
  const requests = [await pending('one'), await pending('other'), await pending('third')];
  for (const { people } of requests) {
    const { vpc_peering_connection_id: VpcPeeringConnectionId } = await people.record();
    await ec2As(stack, ANALYTICS, 'eu-west-1').send(
      new RejectVpcPeeringConnectionCommand({ VpcPeeringConnectionId }),
    );
  }
  const bad = requests[1]?.id ?? '';
  stack.layer.setRule((call) =>
    concerns(call, 'dynamodb.TransactWriteItems', bad) ? 'server-error' : undefined,
  );
  await expect(sweep()).rejects.toThrow('1 requests could not be swept');
  await wait(MINUTE);
  const statuses = async () =>
    Promise.all(requests.map(async ({ people }) => (await people.record()).status));
  expect(await statuses()).toEqual(['rejected', 'pending-acceptance', 'rejected']);

  stack.layer.setRule(undefined);
  await sweep();
  expect(await statuses()).toEqual(['rejected', 'rejected', 'rejected']);
});

test('an execution whose token is lost hears of no decision: within the hour another one carries it out', async () => {
  const { people, id } = await pending('deaf');
  await tableOf(stack).db.send(
    new UpdateCommand({
      TableName: TABLE_NAME,
      Key: requestKey(id),
      UpdateExpression: 'SET task_token = :lost',
      ExpressionAttributeValues: { ':lost': 'a token that nobody waits on' },
    }),
  );
  await people.decide('anna@analytics.example', 'accept');
  for (let quarter = 0; quarter < 4; quarter++) {
    await wait(15 * MINUTE);
    await sweep();
  }
  await wait(MINUTE);
  expect(await people.record()).toMatchObject({ status: 'active', concluded_as: 'active' });
});

/** As a mistake by hand, or a fault not known yet, would leave it. */
const holdForNothing = async (pair: PairOfVpcs, id: RequestId, like: PairOfVpcs): Promise<void> => {
  const { db } = tableOf(stack);
  const held = await tableOf(stack).pairItem(like.vpc_id, like.peer_vpc_id);
  await db.send(
    new PutCommand({
      TableName: TABLE_NAME,
      Item: {
        ...held,
        ...pairKey(pair.vpc_id, pair.peer_vpc_id),
        request_id: id,
        [INDEXES.byStatus.sort]: orderKey('2026-03-02T10:00:00.000Z', id),
      },
    }),
  );
};

test('a pair that an ended request still holds blocks no submit', async () => {
  const [ended, other] = [await pending('ended'), await pending('other')];
  await ended.people.cancel(PAYMENTS);
  await wait(MINUTE);
  expect((await ended.people.record()).status).toBe('cancelled');
  await holdForNothing(ended.pair, ended.id, other.pair);

  const next = new People('next', stack, wait);
  await next.submit(PAYMENTS, ended.pair);
  await wait(MINUTE);
  expect((await next.record()).status).toBe('pending-acceptance');
  expect(await tableOf(stack).pairHeldBy(await next.record())).toBe(next.id);
});

test('a pair that an ended request still holds is freed by the sweep, and no other', async () => {
  const [ended, other] = [await pending('ended'), await pending('other')];
  await ended.people.cancel(PAYMENTS);
  await wait(MINUTE);
  await holdForNothing(ended.pair, ended.id, other.pair);

  expect(await sweep()).toMatchObject({ freed: 1 });
  expect(await tableOf(stack).pairHeldBy(await ended.people.record())).toBeUndefined();
  expect(await tableOf(stack).pairHeldBy(await other.people.record())).toBe(other.id);
  expect(await sweep()).toMatchObject({ freed: 0 });
});
