import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { S3Client } from '@aws-sdk/client-s3';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { s3Archive } from '../../functions/adapters/s3-archive.ts';
import { eventKey } from '../../functions/adapters/table.ts';
import { type AuditEvent, CHAIN_START, sealEvent, verifyChain } from '../../functions/domain/audit.ts';
import type { RequestId } from '../../functions/domain/peering-request.ts';
import { invokeFunction } from '../../local/functions.ts';

/** As much of S3 as the archive asks for: a bucket that takes each key once, lists, and gives. */
const objects = new Map<string, string>();
let failing = false;
let s3: Server;
let client: S3Client;

beforeAll(async () => {
  s3 = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3');
    const key = decodeURIComponent(pathname.split('/').slice(2).join('/'));
    const body = await text(request);
    if (failing) response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');
    else if (request.method === 'PUT') {
      const isTaken = objects.has(key) && request.headers['if-none-match'] === '*';
      if (isTaken) response.writeHead(412).end('<Error><Code>PreconditionFailed</Code></Error>');
      else response.writeHead(200).end(objects.set(key, body) && '');
    } else if (searchParams.has('list-type')) {
      const prefix = searchParams.get('prefix') ?? '';
      const keys = [...objects.keys()].filter((each) => each.startsWith(prefix)).sort();
      const contents = keys.map((each) => `<Contents><Key>${each}</Key></Contents>`).join('');
      response.end(`<ListBucketResult><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`);
    } else response.end(objects.get(key));
  });
  s3.listen(0, '127.0.0.1');
  await once(s3, 'listening');
  const endpoint = `http://127.0.0.1:${(s3.address() as AddressInfo).port}`;
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_S3: endpoint,
    ARCHIVE_BUCKET: 'archive',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  });
  client = new S3Client({ endpoint, region: 'us-east-1' });
});
afterAll(() => void s3.close());
beforeEach(() => {
  objects.clear();
  failing = false;
});

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

const archive = () => s3Archive(client, 'archive');

test('every audit event is copied as it was written, under its request, place and hash', async () => {
  const events = chain(['accept', 'mail-sent']);
  expect(await stream(events)).toEqual({ batchItemFailures: [] });
  expect([...objects.keys()]).toEqual(
    events.map(({ hash }, index) => `${ID}/00000${index + 1}-${hash}.json`),
  );
  expect(await archive().events(ID)).toEqual(events);
});

test('an event that comes twice is kept once', async () => {
  const [event] = chain(['accept']);
  if (!event) throw new Error('no event');
  expect(await archive().keep(event)).toBe(true);
  expect(await archive().keep(event)).toBe(false);
  await stream([event]);
  expect(objects.size).toBe(1);
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
  expect(objects.size).toBe(0);
});

test('what S3 does not take comes again, and what lies behind it waits', async () => {
  failing = true;
  expect(await stream(chain(['accept', 'mail-sent']))).toEqual({
    batchItemFailures: [{ itemIdentifier: '1' }],
  });
});

test('a trail that was rewritten whole is right in itself, and differs from its copies', async () => {
  await stream(chain(['accept', 'mail-sent']));
  const rewritten = chain(['reject', 'mail-sent']);
  expect(verifyChain(rewritten, rewritten.at(-1)?.hash ?? '')).toEqual({ valid: true, events: 2 });
  expect(await archive().events(ID)).not.toEqual(rewritten);

  // Who deletes and inserts again, instead, leaves both.
  await stream(rewritten);
  expect((await archive().events(ID)).map(({ sequence }) => sequence)).toEqual([1, 1, 2, 2]);
});
