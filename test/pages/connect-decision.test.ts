import { CreateRouteTableCommand, DescribeRouteTablesCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { accountKey, type Key, requestKey } from '../../functions/adapters/table.ts';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { MANAGED_TAG } from '../../local/seed.ts';
import { TABLE_NAME } from '../../local/table.ts';
import { rawTable } from '../api/raw-table.ts';
import { ACROSS, ANALYTICS, type Journey, PAYMENTS, startJourney } from '../journey/journey.ts';
import { ANNA } from './scenes.ts';

let journey: Journey;
let analytics: EC2Client;

beforeEach(async () => {
  journey = await startJourney();
  analytics = journey.ec2As(ANALYTICS, 'eu-west-1');
});
afterEach(() => journey.close());

const set = (Key: Key, field: string, value: unknown) =>
  rawTable(journey.endpoints.dynamodb).db.send(
    new UpdateCommand({
      TableName: TABLE_NAME,
      Key,
      UpdateExpression: 'SET #field = :value',
      ExpressionAttributeNames: { '#field': field },
      ExpressionAttributeValues: { ':value': value },
    }),
  );

const managedTable = async (name: string): Promise<string> => {
  const { RouteTable } = await analytics.send(
    new CreateRouteTableCommand({
      VpcId: ACROSS.peer_vpc_id,
      TagSpecifications: [
        {
          ResourceType: 'route-table',
          Tags: [
            { Key: 'Name', Value: name },
            { Key: MANAGED_TAG.key, Value: MANAGED_TAG.value },
          ],
        },
      ],
    }),
  );
  return RouteTable?.RouteTableId ?? '';
};

/** Submits, asking for routes and DNS resolution, and lets the approvers be asked. */
const submit = async (mode: string): Promise<{ id: string; link: string }> => {
  await set(accountKey(ANALYTICS), 'connect', mode);
  const { body } = await journey.call<RequestView>(PAYMENTS, 'POST', '/peering-requests', ACROSS);
  if (!body.success) throw new Error(body.error.message);
  const { id } = body.data;
  await set(requestKey(id as never), 'connect', { routes: true, dns_resolution: true });
  await journey.pass(30);
  return { id, link: await journey.linkOf(ANNA, id) };
};

const open = async (link: string): Promise<string> => (await fetch(link)).text();

const answer = async (link: string, fields: Record<string, string>): Promise<string> => {
  const form_token = /name="form_token" value="([^"]+)"/.exec(await open(link))?.[1] ?? '';
  const response = await fetch(link, {
    method: 'POST',
    body: new URLSearchParams({ form_token, ...fields }),
  });
  return response.text();
};

const textOf = (page: string): string =>
  page
    .replaceAll(/<style>.*?<\/style>|<[^>]*>/gs, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(' ,', ',');

test('leaving the box out accepts the connection alone, and a refused form keeps it out', async () => {
  await managedTable('apps');
  const { id, link } = await submit('apply');
  const refused = await answer(link, { decision: 'reject', comment: '' });
  expect(refused).toContain('<input type="checkbox"');
  expect(refused).not.toMatch(/<input type="checkbox"[^>]*\bchecked\b/);
  await answer(link, { decision: 'accept', comment: '' });
  const { decision } = await journey.request(id);
  expect(decision).toMatchObject({ kind: 'accept' });
  expect(decision).not.toHaveProperty('connect');
  const { events } = await journey.trail(id);
  expect(events.find(({ type }) => type === 'decision-recorded')?.reason).toBe('accept');
});

test('an account that is only advised has nothing to consent to', async () => {
  const { id, link } = await submit('advise');
  const page = await open(link);
  expect(textOf(page)).toContain('Peerway doesn’t change route tables or DNS resolution in analytics.');
  expect(page).not.toContain('type="checkbox"');
  await answer(link, { decision: 'accept', comment: '', connect: 'yes' });
  expect((await journey.request(id)).decision).not.toHaveProperty('connect');
});

test('asks people without the tables where EC2 doesn’t describe them', async () => {
  const { id, link } = await submit('apply');
  await set(requestKey(id as never), 'accepter_plan', null);
  const page = await open(link);
  expect(textOf(page)).toContain('Peerway couldn’t describe your route tables.');
  expect(page).toContain('type="checkbox"');
});

test('without connect, the page and the calls of EC2 are the same', async () => {
  const { id } = await journey.submit();
  const page = await open(await journey.linkOf(ANNA, id));
  expect(page).not.toContain('Routes and DNS resolution');
  expect(page).not.toContain('checkbox');
  const { events } = await journey.trail(id);
  expect(events.map(({ type }) => type)).not.toContain('connect-planned');
  const { RouteTables = [] } = await analytics.send(new DescribeRouteTablesCommand({}));
  expect(RouteTables.length).toBeGreaterThan(0);
});
