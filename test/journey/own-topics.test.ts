import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { VPC } from '../../local/seed.ts';
import { ANNOUNCEMENTS_TOPIC_ARN } from '../../local/stack.ts';
import { announced } from './announced.ts';
import { ACROSS, ANALYTICS, HUB, type Journey, MINUTE, PARTNER, PAYMENTS, startJourney } from './journey.ts';
import { ANNA, ARUN, PRIYA } from './reviewing.ts';

const topicOf = (account: string, region: string) => `arn:aws:sns:${region}:${account}:peerway-requests`;

const OURS = topicOf(PAYMENTS, 'us-east-1');
const THEIRS = topicOf(ANALYTICS, 'eu-west-1');

/** What functions log as errors. */
const printed: string[] = [];

/** The error codes of the refusals at a topic that were logged. */
const refusalsAt = (topic: string): unknown[] =>
  printed
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line['message'] === 'Announcement refused' && line['topic'] === topic)
    .map(({ code }) => code);

let journey: Journey;
beforeAll(async () => {
  // The logger looks at these when it is loaded, with the functions.
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'ERROR');
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.spyOn(console, 'error').mockImplementation((line) => void printed.push(String(line)));
  journey = await startJourney();
  const put = async (account: string, entry: object) => {
    const { status } = await journey.call(HUB, 'PUT', `/accounts/${account}`, { onboarded: true, ...entry });
    expect(status).toBe(200);
  };
  await put(PAYMENTS, { name: 'payments', approvers: [PRIYA], announce_to: OURS });
  await put(ANALYTICS, { name: 'analytics', approvers: [ANNA, ARUN], announce_to: THEIRS });
});
afterAll(async () => {
  await journey.close();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** Between the same accounts. */
const OTHER = { ...ACROSS, peer_vpc_id: VPC.analyticsUs, peer_region: 'us-east-1' };

const kindsAt = async (id: string, topic: string) =>
  (await announced(journey, id, topic)).map(({ kind }) => kind);

const cancel = async (id: string): Promise<void> => {
  await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
  await journey.pass(MINUTE);
};

test('an account’s own topic gets what concerns the account, in the topic’s own Region, and nothing else', async () => {
  const { id } = await journey.submit();
  await cancel(id);
  const other = await journey.submit({ ...ACROSS, peer_vpc_id: VPC.partnerEu, peer_owner_id: PARTNER });
  await cancel(other.id);
  const all = ['asked', 'decided', 'withdrawn'];
  for (const topic of [ANNOUNCEMENTS_TOPIC_ARN, OURS]) {
    for (const each of [id, other.id]) await expect.poll(() => kindsAt(each, topic)).toEqual(all);
  }
  expect(await kindsAt(id, THEIRS)).toEqual(all);
  expect(await kindsAt(other.id, THEIRS)).toEqual([]);
});

test('a topic that refuses misses its announcements, and holds back nobody’s', async () => {
  journey.topics.refuse(THEIRS, 'AuthorizationError');
  const { id } = await journey.submit();
  for (const topic of [ANNOUNCEMENTS_TOPIC_ARN, OURS]) {
    await expect.poll(() => kindsAt(id, topic)).toEqual(['asked']);
  }
  // Both forms, and once.
  await expect.poll(journey.topics.refused).toEqual([THEIRS]);
  await expect.poll(() => refusalsAt(THEIRS)).toEqual(['AuthorizationError']);
  journey.topics.refuse(THEIRS, undefined);
  await cancel(id);
  await expect.poll(() => kindsAt(id, THEIRS)).toEqual(['decided', 'withdrawn']);
});

test('a topic that is only throttled gets its announcements later', async () => {
  journey.topics.refuse(THEIRS, 'Throttled');
  const { id } = await journey.submit();
  await expect.poll(() => kindsAt(id, OURS)).toEqual(['asked']);
  expect(await kindsAt(id, THEIRS)).toEqual([]);
  journey.topics.refuse(THEIRS, undefined);
  await expect.poll(() => kindsAt(id, THEIRS)).toEqual(['asked']);
});

const formatsAt = (id: string, topic: string) =>
  journey.topics
    .list()
    .filter((each) => each.topic === topic && JSON.stringify(each.message).includes(id))
    .map(({ attributes }) => `${attributes['kind']} ${attributes['format']}`);

const BOTH = ['asked chat', 'asked json'];

test('a topic that refuses one form gets the other one, once, and holds back nobody’s', async () => {
  journey.topics.failEntry(THEIRS, 'json', { code: 'InvalidParameter', isSendersFault: true });
  const { id } = await journey.submit(OTHER);
  await cancel(id);
  const all = ['asked', 'decided', 'withdrawn'].flatMap((kind) => [`${kind} chat`, `${kind} json`]);
  for (const topic of [ANNOUNCEMENTS_TOPIC_ARN, OURS]) {
    await expect.poll(() => formatsAt(id, topic)).toEqual(all);
  }
  expect(formatsAt(id, THEIRS)).toEqual(['asked chat', 'decided chat', 'withdrawn chat']);
  await expect.poll(() => refusalsAt(THEIRS).slice(1)).toEqual(Array(3).fill('InvalidParameter'));
  journey.topics.failEntry(THEIRS, 'json', undefined);
});

test.each([
  { code: 'InternalError', isSendersFault: false },
  { code: 'Throttled', isSendersFault: true },
])('a form that SNS fails to take ($code) comes again until it does', async (failure) => {
  journey.topics.failEntry(THEIRS, 'json', failure);
  const { id } = await journey.submit(OTHER);
  for (const topic of [ANNOUNCEMENTS_TOPIC_ARN, OURS])
    await expect.poll(() => formatsAt(id, topic)).toEqual(expect.arrayContaining(BOTH));
  await expect.poll(() => formatsAt(id, THEIRS).length).toBeGreaterThan(1);
  expect(new Set(formatsAt(id, THEIRS))).toEqual(new Set(['asked chat']));
  journey.topics.failEntry(THEIRS, 'json', undefined);
  await expect.poll(() => formatsAt(id, THEIRS)).toEqual(expect.arrayContaining(BOTH));
  await cancel(id);
  await expect.poll(() => kindsAt(id, THEIRS)).toEqual(['asked', 'decided', 'withdrawn']);
});

test('if SNS refuses one form and fails to take the other, that one comes again', async () => {
  journey.topics.failEntry(THEIRS, 'chat', { code: 'InvalidParameter', isSendersFault: true });
  journey.topics.failEntry(THEIRS, 'json', { code: 'InternalError', isSendersFault: false });
  const { id } = await journey.submit(OTHER);
  await expect.poll(() => formatsAt(id, OURS)).toEqual(expect.arrayContaining(BOTH));
  expect(formatsAt(id, THEIRS)).toEqual([]);
  journey.topics.failEntry(THEIRS, 'json', undefined);
  await expect.poll(() => formatsAt(id, THEIRS)).toEqual(['asked json']);
  journey.topics.failEntry(THEIRS, 'chat', undefined);
  await cancel(id);
});
