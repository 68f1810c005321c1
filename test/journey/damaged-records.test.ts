import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import {
  directoryKey,
  earlierAccountKey,
  eventKey,
  type Key,
  requestKey,
} from '../../functions/adapters/table.ts';
import { invokeFunction } from '../../local/functions.ts';
import { VPC } from '../../local/seed.ts';
import { TABLE_NAME } from '../../local/table.ts';
import { rawTable } from '../api/raw-table.ts';
import { metricsDuring } from '../edge/embedded-metrics.ts';
import { ACROSS, ANALYTICS, DAY, HUB, type Journey, MINUTE, PARTNER, startJourney } from './journey.ts';

const ANNA = 'anna@analytics.example';

const begin = async (): Promise<Journey> => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  return journey;
};

/** Changes one attribute behind the back of all that guards it; without a value, removes it. */
const damage = async (journey: Journey, Key: Key, field: string, value?: unknown): Promise<void> => {
  await rawTable(journey.endpoints.dynamodb).db.send(
    new UpdateCommand({
      TableName: TABLE_NAME,
      Key,
      UpdateExpression: value === undefined ? 'REMOVE #field' : 'SET #field = :value',
      ExpressionAttributeNames: { '#field': field },
      ...(value !== undefined && { ExpressionAttributeValues: { ':value': value } }),
    }),
  );
};

const boardPage = async (journey: Journey): Promise<string> => {
  const board = await journey.call<{ url: string }>(HUB, 'POST', '/board-links');
  const response = await fetch(board.body.success ? board.body.data.url : '');
  expect(response.status).toBe(200);
  return response.text();
};

const idsOf = async (journey: Journey, query: string): Promise<string[]> => {
  const { body } = await journey.call<{ items: { id: string }[] }>(HUB, 'GET', `/peering-requests?${query}`);
  if (!body.success) throw new Error(body.error.message);
  return body.data.items.map(({ id }) => id);
};

const OTHER = { ...ACROSS, peer_vpc_id: VPC.analyticsUs, peer_region: 'us-east-1' };

test.each([
  ['expires_at', 'soon'],
  ['requester', undefined],
  ['approvals', undefined],
  ['sent_mails', 'none'],
  ['created_at', '2026-13-01'],
])(
  'a record whose %s is %s costs lists, the board, the digest and the sweep only its own line',
  async (field, value) => {
    const journey = await begin();
    const [{ id: good }, { id: bad }] = [await journey.submit(), await journey.submit(OTHER)];
    await journey.pass(5 * DAY + MINUTE);
    await damage(journey, requestKey(bad), field, value);

    for (const query of ['', 'sort=expiring', 'status=pending-acceptance', `vpc_id=${ACROSS.vpc_id}`])
      expect(await idsOf(journey, query)).toEqual([good]);
    expect(await boardPage(journey)).toContain(good);
    const counted = await metricsDuring(() => invokeFunction('schedules/digest', {}));
    expect(counted).toContainEqual(expect.objectContaining({ name: 'RecordsUnreadable', value: 1 }));
    const [mail] = (await journey.inbox.emails()).filter(({ subject }) => subject.includes('digest'));
    expect(mail?.body.text).toContain(good);

    expect(await invokeFunction('schedules/sweep', {})).toMatchObject({ looked_at: 1 });
  },
);

test('a pending record without a deadline is shown with what is known', async () => {
  const journey = await begin();
  const { id } = await journey.submit();
  await journey.pass(5 * DAY + MINUTE);
  await damage(journey, requestKey(id), 'expires_at');
  expect(await idsOf(journey, 'sort=expiring')).toEqual([id]);
  expect(await boardPage(journey)).toContain(id);
  expect(await invokeFunction('schedules/digest', {})).toEqual({ expiring: 1, ended: 0, mails: 1 });
  const [mail] = (await journey.inbox.emails()).filter(({ subject }) => subject.includes('digest'));
  expect(mail?.body.text).toContain('deadline unknown, approvers notified');
  expect(await boardPage(journey)).toContain('stuck: it has no deadline on record');
  const page = await fetch(await journey.linkOf(ANNA, id));
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining(id)]);
});

test('a damaged entry of an earlier version’s directory costs the list only its own line', async () => {
  const journey = await begin();
  const table = rawTable(journey.endpoints.dynamodb);
  await table.db.send(new DeleteCommand({ TableName: TABLE_NAME, Key: directoryKey }));
  const entry = { name: 'a team', approvers: [], onboarded: true, auto_accept_from: [], reminders: [] };
  for (const account_id of [ANALYTICS, PARTNER]) {
    const Item = { ...earlierAccountKey(account_id), account_id, ...entry };
    await table.db.send(new PutCommand({ TableName: TABLE_NAME, Item }));
  }
  await damage(journey, earlierAccountKey(PARTNER), 'reminders');
  const { status, body } = await journey.call<{ items: { account_id: string }[] }>(HUB, 'GET', '/accounts');
  expect(status).toBe(200);
  const listed = body.success ? body.data.items.map(({ account_id }) => account_id) : [];
  expect(listed).toContain(ANALYTICS);
  expect(listed).not.toContain(PARTNER);
});

test.each([
  [2, 'actor', undefined],
  [4, 'actor', undefined],
  [4, 'at', 'yesterday'],
  [2, 'type', undefined],
])('an event %i whose %s is %s costs the pages only its own line', async (sequence, field, value) => {
  const journey = await begin();
  const { id } = await journey.submit();
  await damage(journey, eventKey(id, sequence), field, value);
  const page = await fetch(await journey.linkOf(ANNA, id));
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('Email sent: approval request');
  expect((await journey.trail(id)).chain).toMatchObject({ valid: false, sequence });
});

test('a status change of a damaged record is not published, and those after it are', async () => {
  const journey = await begin();
  const [{ id: bad }, { id: good }] = [await journey.submit(), await journey.submit(OTHER)];
  const recordOf = async (id: string) => {
    const event = (await journey.trail(id)).events.find(
      ({ to_status }) => to_status === 'pending-acceptance',
    );
    const item = { ...eventKey(id, event?.sequence ?? 0), ...event };
    return { eventName: 'INSERT', dynamodb: { SequenceNumber: id, NewImage: marshall(item) } };
  };
  type Told = { detail: { request_id: string; to_status?: string } };
  const told = async (): Promise<Told[]> => {
    const answer = await fetch(`${journey.endpoints.api}/_local/events`);
    return ((await answer.json()) as { events: Told[] }).events;
  };
  const opened = async () =>
    (await told())
      .filter(({ detail }) => detail.to_status === 'pending-acceptance')
      .map(({ detail }) => detail.request_id);
  // The table's stream tells of both, too.
  await expect.poll(opened).toEqual(expect.arrayContaining([bad, good]));
  const before = (await told()).length;
  const Records = [await recordOf(bad), await recordOf(good)];
  await damage(journey, requestKey(bad), 'requester');
  const counted = await metricsDuring(async () => {
    expect(await invokeFunction('streams/publish-status-changes', { Records })).toEqual({
      batchItemFailures: [],
    });
  });
  expect(counted).toContainEqual(expect.objectContaining({ name: 'RecordsUnreadable', value: 1 }));
  expect((await told()).slice(before)).toEqual([
    expect.objectContaining({ detail: expect.objectContaining({ request_id: good }) }),
  ]);
});
