import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { eventKey, requestKey } from '../../functions/adapters/table.ts';
import type { AuditEvent } from '../../functions/domain/request/audit.ts';
import type { RequestId } from '../../functions/domain/request/peering-request.ts';
import { invokeFunction } from '../../local/functions.ts';
import { TABLE_NAME } from '../../local/table.ts';
import { metricsDuring } from '../edge/embedded-metrics.ts';
import type { AwsCall } from './aws-call.ts';
import { tableOf } from './evidence.ts';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { ANALYTICS, newPair, PAYMENTS } from './pair-of-vpcs.ts';
import { People } from './people.ts';

const READERS = ['streams/announce', 'streams/publish-status-changes'] as const;

const MISSING: RequestId = 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8';

let stack: FaultyStack;
let trails: AuditEvent[][];
beforeAll(async () => {
  stack = await startFaultyStack();
  trails = await Promise.all(['first', 'damaged', 'last'].map(submitAndWithdraw));
  const [, [{ request_id } = { request_id: MISSING }] = []] = trails;
  const { db } = await tableOf(stack);
  await db.send(
    new UpdateCommand({
      TableName: TABLE_NAME,
      Key: requestKey(request_id),
      UpdateExpression: 'REMOVE requester',
    }),
  );
});
afterEach(() => stack.layer.setRule(undefined));
afterAll(() => stack.close());

const wait = (seconds: number) => stack.local.clock.advance(seconds * 1000);

const submitAndWithdraw = async (life: string): Promise<AuditEvent[]> => {
  const people = new People(life, stack, wait);
  await people.submit(PAYMENTS, await newPair(stack, { requester: PAYMENTS, accepter: ANALYTICS }));
  await wait(60);
  await people.call(PAYMENTS, 'POST', `/peering-requests/${people.id}/cancel`, {});
  await wait(60);
  return (await tableOf(stack)).requests.events((await people.record()).id);
};

/** As the table's stream has it. */
const recordOf = (event: AuditEvent, index: number) => ({
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: String(index),
    NewImage: marshall({ ...eventKey(event.request_id, event.sequence), ...event }),
  },
});

/** Hands a reader a batch of its own, beside those of the local stream. */
const read = async (reader: string, events: readonly AuditEvent[]) => {
  const event = { Records: events.map(recordOf) };
  const answer = await invokeFunction(reader, event);
  const calls = stack.layer.calls().filter(({ invocation }) => invocation?.event === event);
  return { answer, calls, reads: calls.filter(isRead) };
};

const isRead = ({ service }: AwsCall): boolean => service === 'dynamodb';

/** The IDs of requests that were published, in order, each once in a row. */
const publishedIn = (calls: readonly AwsCall[]): string[] =>
  calls
    .filter((call) => !isRead(call))
    .map(({ body }) => /pr-\w{26}/.exec(body)?.[0] ?? '')
    .filter((id, index, ids) => id !== ids[index - 1]);

/** What both readers tell of each request: that it was withdrawn. */
const ends = () =>
  trails.flatMap((trail) => trail.filter(({ to_status, from_status }) => isEnd(to_status, from_status)));

const isEnd = (to: string, from: string | null): boolean => to === 'cancelled' && from !== to;

test.each(READERS)('%s reads the requests of a batch at once, each once', async (reader) => {
  const all = trails.flat();
  let reads: AwsCall[] = [];
  let published: string[] = [];
  const counted = await metricsDuring(async () => {
    const done = await read(reader, [...ends(), ...all]);
    expect(done.answer).toEqual({ batchItemFailures: [] });
    ({ reads } = done);
    published = publishedIn(done.calls);
  });
  const [batch, ...others] = reads;
  expect(JSON.parse(batch?.body ?? '').RequestItems[TABLE_NAME]).toMatchObject({
    ConsistentRead: true,
    Keys: trails.map(([event]) => marshall(requestKey(event?.request_id ?? ''))),
  });
  expect(others.map(({ operation }) => operation)).toEqual(reader === 'streams/announce' ? ['Query'] : []);
  const [first, damaged, last] = trails.map(([event]) => event?.request_id);
  expect(published).toEqual([first, last, first, last]);
  expect(published).not.toContain(damaged);
  expect(counted.filter(({ name }) => name === 'RecordsUnreadable').length).toBeGreaterThan(1);
});

test.each(READERS)('%s goes on without a request that is missing', async (reader) => {
  const [first, , last] = ends();
  if (!first || !last) throw new Error('nothing ended');
  const { answer, calls } = await read(reader, [first, { ...first, request_id: MISSING }, last]);
  expect(answer).toEqual({ batchItemFailures: [] });
  expect(publishedIn(calls)).toEqual([first.request_id, last.request_id]);
});

test.each(READERS)('%s reads nothing for what is told to nobody', async (reader) => {
  const silent = trails.flat().filter(({ type }) => type === 'connection-asked-for');
  expect(silent).toHaveLength(trails.length);
  expect(await read(reader, silent)).toMatchObject({ answer: { batchItemFailures: [] }, calls: [] });
});

test.each([
  ['streams/announce', 'BatchGetItem'],
  ['streams/announce', 'Query'],
  ['streams/publish-status-changes', 'BatchGetItem'],
])('if %s can’t read, by %s, the batch comes again from its first record', async (reader, operation) => {
  stack.layer.setRule((call) => (call.operation === operation ? 'server-error' : undefined));
  const { answer, calls } = await read(reader, ends());
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '0' }] });
  expect(publishedIn(calls)).toEqual([]);
});

test.each(READERS)('%s stops at the first record that fails, and comes again from there', async (reader) => {
  const [first, damaged, last] = ends();
  if (!first || !damaged || !last) throw new Error('nothing ended');
  stack.layer.setRule((call) =>
    !isRead(call) && call.body.includes(last.request_id) ? 'server-error' : undefined,
  );
  const { answer, calls } = await read(reader, [damaged, first, last, first]);
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
  expect(publishedIn(calls)).toEqual([first.request_id, last.request_id]);
});
