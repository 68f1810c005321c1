import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { eventKey } from '../../functions/adapters/table.ts';
import { type AuditEvent, type ChainVerdict, hashEvent } from '../../functions/domain/request/audit.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { TABLE_NAME } from '../../local/table.ts';
import { tableOf } from './evidence.ts';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { ANALYTICS, HUB, newPair, PAYMENTS } from './pair-of-vpcs.ts';
import { People } from './people.ts';

const MINUTE = 60;

let stack: FaultyStack;
let people: People;
let trail: AuditEvent[];
beforeAll(async () => {
  stack = await startFaultyStack();
});
afterAll(() => stack.close());

const wait = (seconds: number) => stack.local.clock.advance(seconds * 1000);

beforeEach(async () => {
  people = new People('an audited one', stack, wait);
  await people.submit(PAYMENTS, await newPair(stack, { requester: PAYMENTS, accepter: ANALYTICS }));
  await wait(MINUTE);
  await people.decide('anna@analytics.example', 'reject');
  await wait(MINUTE);
  trail = await tableOf(stack).requests.events((await people.record()).id);
  expect(await verdict()).toEqual({ valid: true, events: trail.length });
});

const verdict = async (): Promise<ChainVerdict> => {
  const url = `${stack.local.endpoints.api}/peering-requests/${people.id}/events`;
  const answer = (await (await signedFetch(HUB, url)).json()) as { data: { chain: ChainVerdict } };
  return answer.data.chain;
};

const at = (sequence: number): AuditEvent => trail[sequence - 1] as AuditEvent;

const put = (place: number, event: object) =>
  tableOf(stack).db.send(
    new PutCommand({ TableName: TABLE_NAME, Item: { ...eventKey(people.id ?? '', place), ...event } }),
  );

const remove = (place: number) =>
  tableOf(stack).db.send(new DeleteCommand({ TableName: TABLE_NAME, Key: eventKey(people.id ?? '', place) }));

const sealed = (event: AuditEvent): AuditEvent => ({ ...event, hash: hashEvent(event) });

const WAS_CHANGED = (sequence: number) => `event ${sequence} was changed after it was written`;
const FOLLOWS_NOT = (sequence: number) => `event ${sequence} does not follow the event before it`;
const HEAD_DIFFERS = 'the last event is not the one in the record';

test.each<[string, (event: AuditEvent) => object]>([
  ['reason', (event) => ({ ...event, reason: 'something else' })],
  ['actor', (event) => ({ ...event, actor: { kind: 'approver', id: 'mallory@analytics.example' } })],
  ['time', (event) => ({ ...event, at: '2020-01-01T00:00:00.000Z' })],
  ['source address', (event) => ({ ...event, source_ip: '203.0.113.9' })],
  ['status', (event) => ({ ...event, to_status: 'active' })],
  ['fields, by one more', (event) => ({ ...event, note: 'added by hand' })],
])('the %s of an event is changed', async (_, change) => {
  const changed = 4;
  await put(changed, change(at(changed)));
  expect(await verdict()).toEqual({ valid: false, sequence: changed, reason: WAS_CHANGED(changed) });
});

test('an event is changed, and its hash made to fit: the one after it shows it', async () => {
  await put(4, sealed({ ...at(4), reason: 'something else' }));
  expect(await verdict()).toEqual({ valid: false, sequence: 5, reason: FOLLOWS_NOT(5) });
});

test('all events from one on are changed, and their hashes made to fit: the record shows it', async () => {
  let prev_hash = at(3).hash;
  for (const event of trail.slice(3)) {
    const forged = sealed({ ...event, reason: 'something else', prev_hash });
    await put(event.sequence, forged);
    prev_hash = forged.hash;
  }
  expect(await verdict()).toEqual({ valid: false, sequence: trail.length, reason: HEAD_DIFFERS });
});

test.each([1, 4])('event %i is removed', async (removed) => {
  await remove(removed);
  expect(await verdict()).toEqual({
    valid: false,
    sequence: removed,
    reason: `event ${removed} is missing: event ${removed + 1} is in its place`,
  });
});

test('the last event is removed', async () => {
  await remove(trail.length);
  expect(await verdict()).toEqual({ valid: false, sequence: trail.length - 1, reason: HEAD_DIFFERS });
});

test('all events are removed', async () => {
  for (const { sequence } of trail) await remove(sequence);
  expect(await verdict()).toEqual({ valid: false, sequence: 0, reason: HEAD_DIFFERS });
});

test('two events are swapped, as they are and with their numbers set right', async () => {
  await put(3, at(4));
  await put(4, at(3));
  expect(await verdict()).toMatchObject({
    valid: false,
    sequence: 3,
    reason: expect.stringContaining('event 4 is in its place'),
  });
  await put(3, { ...at(4), sequence: 3 });
  await put(4, { ...at(3), sequence: 4 });
  expect(await verdict()).toEqual({ valid: false, sequence: 3, reason: FOLLOWS_NOT(3) });
});

test('an event is appended that fits the chain', async () => {
  const sequence = trail.length + 1;
  const last = at(trail.length);
  await put(sequence, sealed({ ...last, sequence, reason: 'a second outcome', prev_hash: last.hash }));
  expect(await verdict()).toEqual({ valid: false, sequence, reason: HEAD_DIFFERS });
});

test("another request's event is put in place of one", async () => {
  const other = new People('another one', stack, wait);
  await other.submit(PAYMENTS, await newPair(stack, { requester: PAYMENTS, accepter: ANALYTICS }));
  await wait(MINUTE);
  const [, second] = await tableOf(stack).requests.events((await other.record()).id);
  await put(2, second ?? {});
  expect(await verdict()).toEqual({
    valid: false,
    sequence: 2,
    reason: 'event 2 belongs to another request',
  });
});
