import { marshall } from '@aws-sdk/util-dynamodb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { changeKey, eventKey } from '../../functions/adapters/table.ts';
import { type AuditEvent, CHAIN_START, sealEvent } from '../../functions/domain/request/audit.ts';
import type { RequestId } from '../../functions/domain/request/peering-request.ts';
import { invokeFunction } from '../../local/functions.ts';
import { startVersionedBucket, type VersionedBucket } from '../cli/audit/versioned-bucket.ts';

let bucket: VersionedBucket;

beforeEach(async () => {
  // A function instance keeps its client for life.
  vi.resetModules();
  bucket = await startVersionedBucket();
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_S3: bucket.endpoint,
    ARCHIVE_BUCKET: 'archive',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
});
afterEach(() => bucket.close());

const ID = 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8' as RequestId;

/** A chain, one event for each reason. */
const chain = (reasons: readonly string[]): AuditEvent[] => {
  const events: AuditEvent[] = [];
  for (const [index, reason] of reasons.entries()) {
    events.push(
      sealEvent({
        request_id: ID,
        sequence: index + 1,
        type: 'decision-recorded',
        actor: { kind: 'approver', id: 'anna@analytics.example' },
        at: `2026-01-01T00:00:0${index}.000Z`,
        from_status: 'pending-acceptance',
        to_status: 'pending-acceptance',
        reason,
        prev_hash: events.at(-1)?.hash ?? CHAIN_START,
      }),
    );
  }
  return events;
};

const inserted = (event: AuditEvent, index: number) => ({
  eventName: 'INSERT',
  dynamodb: {
    SequenceNumber: String(index + 1),
    NewImage: marshall({ ...eventKey(ID, event.sequence), ...event }, { removeUndefinedValues: true }),
  },
});

const stream = (events: readonly AuditEvent[]) =>
  invokeFunction('streams/archive-events', { Records: events.map(inserted) });

test('every audit event is copied as it was written, under its request, place and hash', async () => {
  const events = chain(['accept', 'mail-sent']);
  expect(await stream(events)).toEqual({ batchItemFailures: [] });
  expect(bucket.keys()).toEqual(events.map(({ hash }, index) => `${ID}/00000${index + 1}-${hash}.json`));
  expect(bucket.keys().map((key) => JSON.parse(bucket.current(key) ?? ''))).toEqual(events);
});

test('an event that comes twice is kept once', async () => {
  const events = chain(['accept']);
  for (const _ of [1, 2]) expect(await stream(events)).toEqual({ batchItemFailures: [] });
  expect(bucket.keys()).toHaveLength(1);
});

test('records, changes and other items are left out', async () => {
  const records = [
    { eventName: 'INSERT', dynamodb: { NewImage: marshall({ pk: `REQUEST#${ID}`, sk: 'REQUEST' }) } },
    ...chain(['accept']).map((event, index) => ({ ...inserted(event, index), eventName: 'MODIFY' })),
    { eventName: 'REMOVE', dynamodb: {} },
  ];
  expect(await invokeFunction('streams/archive-events', { Records: records })).toEqual({
    batchItemFailures: [],
  });
  expect(bucket.keys()).toEqual([]);
});

test('what S3 does not take comes again, and what lies behind it waits', async () => {
  bucket.shut();
  expect(await stream(chain(['accept', 'mail-sent']))).toEqual({
    batchItemFailures: [{ itemIdentifier: '1' }],
  });
});

test('every change of the directory is copied as it was written', async () => {
  const change = sealEvent({
    sequence: 7,
    version: 3,
    at: '2026-01-01T00:00:00.000Z',
    actor: { kind: 'caller', id: 'arn:aws:iam::999999999999:user/nora' },
    changes: [{ what: 'group', name: 'network', after: ['noor@network.example'] }],
    prev_hash: CHAIN_START,
  });
  const NewImage = marshall({ ...changeKey(7), ...change });
  const record = { eventName: 'INSERT', dynamodb: { SequenceNumber: '1', NewImage } };
  expect(await invokeFunction('streams/archive-events', { Records: [record] })).toEqual({
    batchItemFailures: [],
  });
  const key = `directory/000007-${change.hash}.json`;
  expect(bucket.keys()).toEqual([key]);
  expect(JSON.parse(bucket.current(key) ?? '')).toEqual(change);
});
