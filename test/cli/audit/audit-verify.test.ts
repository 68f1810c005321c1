import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditEvent } from '../../../functions/domain/request/audit.ts';
import { invokeFunction } from '../../../local/functions.ts';
import { HOUR, HUB, type Journey, MINUTE, PAYMENTS, startJourney } from '../../journey/journey.ts';
import { jsonOf, type Run, runPeerway } from '../run-peerway.ts';
import { rewritten, type TrailTable, trailTable } from './trail-table.ts';
import { startVersionedBucket, type VersionedBucket } from './versioned-bucket.ts';

let journey: Journey;
let bucket: VersionedBucket;
beforeAll(async () => {
  bucket = await startVersionedBucket();
  journey = await startJourney();
  Object.assign(process.env, { AWS_ENDPOINT_URL_S3: bucket.endpoint, ARCHIVE_BUCKET: 'archive' });
});
afterAll(async () => {
  bucket.close();
  await journey.close();
});

const verify = (args: string[], account = HUB): Promise<Run> =>
  runPeerway(['audit', 'verify', ...args], {
    endpoint: journey.endpoints.api,
    account,
    env: { AWS_ENDPOINT_URL_S3: bucket.endpoint },
  });

const ARCHIVE = ['--archive', 'archive'];

/** What is wrong with a trail: by its hashes, and by its copies too. */
const problemsOf = async (id: string, ...options: string[]): Promise<string[]> => {
  const { code, stdout } = await verify([id, ...options]);
  const { broken } = JSON.parse(stdout) as { broken: { id: string; problems: string[] }[] };
  expect(code).toBe(broken.length > 0 ? 1 : 0);
  expect(broken.map((each) => each.id)).toEqual(broken.length > 0 ? [id] : []);
  return broken.flatMap(({ problems }) => problems);
};

/** As the table's stream brings them. */
const archiveEvents = async (items: Awaited<ReturnType<TrailTable['eventItems']>>): Promise<void> => {
  const Records = items.map((NewImage, index) => ({
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: String(index), NewImage },
  }));
  expect(await invokeFunction('streams/archive-events', { Records })).toEqual({ batchItemFailures: [] });
};

/** A request that was withdrawn, hours from this machine's time, and copied. */
const withdrawn = async (): Promise<{ id: string; table: TrailTable; events: AuditEvent[] }> => {
  const { id } = await journey.submit();
  await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
  await journey.pass(HOUR);
  const table = trailTable(journey.endpoints.dynamodb, id);
  await archiveEvents(await table.eventItems());
  return { id, table, events: await table.events() };
};

/** Puts another chain in the place of a trail, and lets the record name its end. */
const rewrite = async (table: TrailTable, events: readonly AuditEvent[]): Promise<void> => {
  for (const event of events) await table.put(event.sequence, event);
  await table.setHead(events.at(-1)?.hash ?? '');
};

test('events that are too young to have been copied are told, and are no fault', async () => {
  const { id } = await journey.submit();
  const table = trailTable(journey.endpoints.dynamodb, id);
  const items = await table.eventItems();
  await archiveEvents(items.slice(0, 2));
  const young = items.map((_, index) => index + 1).slice(2);
  expect(young.length).toBeGreaterThan(0);

  expect(jsonOf(await verify([id, ...ARCHIVE]))).toEqual({
    trails: 1,
    events: items.length,
    broken: [],
    archive: {
      bucket: 'archive',
      copies: 2,
      not_copied_yet: [{ id, sequences: young }],
      looked_for_removed: false,
    },
  });
  expect((await verify([id, ...ARCHIVE, '--table'])).stdout).toContain(
    `Not copied yet (less than five minutes old): ${id}, ${young.length === 1 ? 'event' : 'events'} ${young.join(', ')}.`,
  );

  await archiveEvents(items);
  expect((await verify([id, ...ARCHIVE])).stdout).toContain('"not_copied_yet": []');
  await journey.pass(HOUR);
  await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
  await journey.pass(MINUTE);
  // What lies an hour away from now is not young, in either direction.
  expect(await problemsOf(id, ...ARCHIVE)).toContain(`event ${items.length + 1} has no copy in the archive`);
  await archiveEvents(await table.eventItems());
  expect(await problemsOf(id, ...ARCHIVE)).toEqual([]);
});

test('a trail without fault is whole by its hashes and by its copies', async () => {
  const { id, events } = await withdrawn();
  expect(await problemsOf(id)).toEqual([]);
  expect(await problemsOf(id, ...ARCHIVE)).toEqual([]);
  expect((await verify([id, ...ARCHIVE, '--table'])).stdout).toContain(
    `✓ Verified 1 trail with ${events.length} events on this machine, and compared with ${events.length} copies in archive. No problems found.`,
  );
});

/** How a trail is tampered with, what its hashes tell, and what its copies tell beside. */
const TAMPERED: readonly [
  what: string,
  tamper: (table: TrailTable, events: readonly AuditEvent[]) => Promise<void>,
  byHashes: (events: readonly AuditEvent[]) => string,
  byCopies: (events: readonly AuditEvent[]) => string[],
][] = [
  [
    'changed',
    (table, events) => table.put(2, { ...events[1], reason: 'nothing happened' }),
    () => 'event 2 was changed after it was written',
    () => ['event 2 differs from its copy in the archive'],
  ],
  [
    'removed',
    (table) => table.removeEvent(3),
    () => 'event 3 is missing: event 4 is in its place',
    () => ['event 3 is in the archive but not in the trail'],
  ],
  [
    'removed at the end',
    (table, events) => table.removeEvent(events.length),
    () => 'the last event is not the one in the record',
    ({ length }) => [`event ${length} is in the archive but not in the trail`],
  ],
  [
    'swapped',
    async (table, events) => {
      await table.put(2, { ...events[2] });
      await table.put(3, { ...events[1] });
    },
    () => 'event 2 is missing: event 3 is in its place',
    () => [],
  ],
  [
    'appended',
    (table, events) => table.put(events.length + 1, { ...events.at(-1), sequence: events.length + 1 }),
    ({ length }) => `event ${length + 1} does not follow the event before it`,
    ({ length }) => [`event ${length + 1} has no copy in the archive`],
  ],
];

test.each(TAMPERED)('an event that was %s is named', async (_, tamper, byHashes, byCopies) => {
  const { id, table, events } = await withdrawn();
  await tamper(table, events);
  const [first, ...more] = await problemsOf(id);
  expect(first).toBe(byHashes(events));
  // The API computes the same, and says so.
  expect(more).toEqual([]);
  expect(await problemsOf(id, ...ARCHIVE)).toEqual([byHashes(events), ...byCopies(events)]);
});

const SOMEBODY_ELSE = { actor: { kind: 'outside', id: 'EC2' } } as const;

test('a trail that was rewritten with all of its hashes is right in itself, and found out by its copies', async () => {
  const { id, table, events } = await withdrawn();
  await rewrite(table, rewritten(events, 3, SOMEBODY_ELSE));
  expect(await problemsOf(id)).toEqual([]);
  expect(await problemsOf(id, ...ARCHIVE)).toEqual(
    events.slice(2).map(({ sequence }) => `event ${sequence} differs from its copy in the archive`),
  );
});

test('so is one whose rewritten events were copied too', async () => {
  const { id, table, events } = await withdrawn();
  const last = events.length;
  await rewrite(table, rewritten(events, last, SOMEBODY_ELSE));
  await archiveEvents(await table.eventItems());
  expect(await problemsOf(id, ...ARCHIVE)).toEqual([`event ${last} has 2 different copies in the archive`]);
});

test('and one whose first copies were overwritten or deleted: Object Lock keeps those', async () => {
  const { id, table, events } = await withdrawn();
  const last = events.length;
  const [overwritten = '', deleted = ''] = bucket
    .keys()
    .filter((key) => key.startsWith(id))
    .slice(-2);
  const other = rewritten(events, last - 1, SOMEBODY_ELSE);
  await rewrite(table, other);
  await archiveEvents(await table.eventItems());
  bucket.overwrite(overwritten, JSON.stringify(other[last - 2]));
  bucket.markDeleted(deleted);
  expect(await problemsOf(id, ...ARCHIVE)).toEqual([
    `event ${last - 1} has 2 different copies in the archive`,
    `event ${last} has 2 different copies in the archive`,
    `${deleted} was deleted in the archive, but Object Lock kept it`,
  ]);
});

test('a copy that never came, before others that did, is missed however young it is', async () => {
  const { id } = await withdrawn();
  const key = bucket.keys().find((each) => each.startsWith(`${id}/000002`)) ?? '';
  bucket.lose(key);
  bucket.overwrite(`${id}/000001-note.json`, 'no event');
  expect(await problemsOf(id, ...ARCHIVE)).toEqual([
    'event 2 has no copy in the archive',
    `${id}/000001-note.json in the archive isn't an event`,
  ]);
});

test('of all requests, those that are broken are named, and those that were removed whole', async () => {
  const { id, table, events } = await withdrawn();
  await table.removeRequest();

  const everything = await verify([...ARCHIVE, '--table']);
  expect(everything.code).toBe(1);
  expect(everything.stdout).toContain(
    `${id}\n✗ the archive has ${events.length} copies of its events, but the API has no such request\n`,
  );
  expect(everything.stdout).toContain('✗ event 3 is missing: event 4 is in its place\n');
  const alone = await verify(['--table']);
  expect(alone.code).toBe(1);
  expect(alone.stdout).not.toContain(id);
  expect(alone.stdout).toContain('✗ event 3 is missing: event 4 is in its place\n');

  // Who does not see all cannot tell what was removed from what is others'.
  const ours = await verify([...ARCHIVE, '--table'], PAYMENTS);
  expect(ours.stdout).not.toContain(id);
  expect(ours.stdout).toContain("Didn't look for requests that are only in the archive");
});

test('a request that is nowhere, and an archive that cannot be read, are told', async () => {
  const nowhere = 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8';
  expect(await verify([nowhere, ...ARCHIVE])).toMatchObject({ code: 1, stdout: '' });
  const closed = await verify([nowhere, '--archive', 'somebody-elses']);
  expect(closed).toMatchObject({ code: 3, stdout: '' });
  expect(closed.stderr).toContain("Can't read the archive somebody-elses: AccessDenied");
  expect(closed.stderr).toContain('s3:ListBucketVersions');
});
