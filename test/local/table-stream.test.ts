import { tracingChannel } from 'node:diagnostics_channel';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { eventKey } from '../../functions/adapters/table.ts';
import { BATCH_SIZE } from '../../functions/table-readers.ts';
import type { Invocation } from '../../local/functions.ts';
import { TABLE_NAME } from '../../local/table.ts';
import { rawTable } from '../api/raw-table.ts';
import { kindsOf } from '../journey/announced.ts';
import { MINUTE, PAYMENTS, startJourney } from '../journey/journey.ts';

type Batch = { Records: { eventName: string; dynamodb: { Keys: { sk: { S: string } } } }[] };

/** The batches that readers of the table's stream get from now on, by reader. */
const batchesOfReaders = (): Map<string, Batch[]> => {
  const batches = new Map<string, Batch[]>();
  const { start } = tracingChannel('peerway:invocation');
  const listen = (message: unknown): void => {
    const { entry, event } = message as Invocation;
    if (entry.startsWith('streams/')) batches.set(entry, [...(batches.get(entry) ?? []), event as Batch]);
  };
  start.subscribe(listen);
  onTestFinished(() => start.unsubscribe(listen));
  return batches;
};

test('readers get the new events of all that is written, each once and in order, and no empty batch', async () => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  const batches = batchesOfReaders();
  const { id } = await journey.submit();
  await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
  await journey.pass(MINUTE);
  await expect.poll(() => kindsOf(journey, id)).toEqual(['asked', 'decided', 'withdrawn']);
  const { events } = await journey.trail(id);
  const keys = events.map(({ sequence }) => eventKey(id, sequence).sk);
  for (const reader of ['streams/announce', 'streams/publish-status-changes']) {
    const got = () => batches.get(reader) ?? [];
    await expect
      .poll(() => got().flatMap(({ Records }) => Records.map(({ dynamodb }) => dynamodb.Keys.sk.S)))
      .toEqual(keys);
    const records = got().flatMap(({ Records }) => Records);
    expect(new Set(records.map(({ eventName }) => eventName))).toEqual(new Set(['INSERT']));
    expect(got().filter(({ Records }) => Records.length === 0)).toEqual([]);
  }
  expect([...batches.keys()].sort()).toEqual(['streams/announce', 'streams/publish-status-changes']);
});

test('a reader gets as many records at once as Lambda would give it, and no more', async () => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  const { id } = await journey.submit();
  const { events } = await journey.trail(id);
  const batches = batchesOfReaders();
  const { db } = rawTable(journey.endpoints.dynamodb);
  const sequences = Array.from({ length: 2 * BATCH_SIZE }, (_, n) => 1000 + n);
  for (const some of [sequences.slice(0, BATCH_SIZE), sequences.slice(BATCH_SIZE)]) {
    const TransactItems = some.map((sequence) => ({
      Put: { TableName: TABLE_NAME, Item: { ...events[0], ...eventKey(id, sequence), sequence } },
    }));
    await db.send(new TransactWriteCommand({ TransactItems }));
  }
  const got = () => batches.get('streams/announce') ?? [];
  const keys = sequences.map((sequence) => eventKey(id, sequence).sk);
  await expect
    .poll(() => got().flatMap(({ Records }) => Records.map(({ dynamodb }) => dynamodb.Keys.sk.S)))
    .toEqual(expect.arrayContaining(keys));
  expect(Math.max(...got().map(({ Records }) => Records.length))).toBeLessThanOrEqual(BATCH_SIZE);
});
