import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Verification } from '../../../cli/audit/verify-trail.ts';
import type { PeeringRequest, Trail } from '../../../cli/client/api-types.ts';
import { dynamodbRequests } from '../../../functions/adapters/dynamodb-requests.ts';
import { eventKey } from '../../../functions/adapters/table.ts';
import { commitLatest, getExisting } from '../../../functions/domain/request/commit-latest.ts';
import type { RequestId } from '../../../functions/domain/request/peering-request.ts';
import { TABLE_NAME, TRANSIENT_TABLE_NAME } from '../../../local/table.ts';
import { rawTable } from '../../api/raw-table.ts';
import { type Journey, PAYMENTS, startJourney } from '../../journey/journey.ts';
import { note } from '../../store/a-request.ts';
import { jsonOf, runPeerway } from '../run-peerway.ts';

let journey: Journey;
let id: RequestId;
beforeAll(async () => {
  journey = await startJourney();
  ({ id } = await journey.submit());
});
afterAll(() => journey.close());

const peerway = (...args: string[]) =>
  runPeerway(args, { endpoint: journey.endpoints.api, account: PAYMENTS });

type Shown = Trail & { verification: Verification };

/** Changes what is stored, behind the back of all that guards it. */
const tamper = async (sk: string, field: string, value: string): Promise<void> => {
  const table = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: journey.endpoints.dynamodb,
      region: 'us-east-1',
      credentials: { accessKeyId: '999999999999', secretAccessKey: 'local' },
    }),
  );
  await table.send(
    new UpdateCommand({
      TableName: TABLE_NAME,
      Key: { pk: `REQUEST#${id}`, sk },
      UpdateExpression: 'SET #field = :value',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#field': field },
      ExpressionAttributeValues: { ':value': value },
    }),
  );
};

test('a trail of more than one page is read and verified to its end', async () => {
  const { db } = rawTable(journey.endpoints.dynamodb);
  const requests = dynamodbRequests(db, TABLE_NAME, TRANSIENT_TABLE_NAME, journey.clock.now);
  let record = await getExisting(requests, id);
  for (let index = 0; index < 100; index++)
    record = await commitLatest(requests, record, () => note(`mail ${index}`));
  const { version } = record;
  await requests.countRefusal(id);

  const { events, verification } = jsonOf<Shown>(await peerway('audit', id));
  expect(events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: version }, (_, n) => n + 1));
  expect(verification).toMatchObject({ valid: true, events: version });
  expect((await peerway('audit', 'verify', id)).code).toBe(0);
  const exported = await peerway('audit', 'export');
  expect(exported.stdout.trim().split('\n')).toHaveLength(version);
  expect((await peerway('audit', id, '--table')).stdout).toContain(
    'Not on the trail: 1 more decision that came too late.',
  );
});

test('an event that was changed in the table is named, and the exit code says so', async () => {
  expect((await peerway('audit', id)).code).toBe(0);
  await tamper('EVENT#000002', 'reason', 'pcx-00000000000000000');

  const shown = await peerway('audit', id, '--table');
  expect(shown.code).toBe(1);
  expect(shown.stdout).toContain('✗ event 2 was changed after it was written');
  expect(shown.stdout).toMatch(/\n✗ 20.* UTC {2}connection-[\w-]+\n│ {3}pcx-00000000000000000\n/);
  expect(JSON.parse((await peerway('audit', id)).stdout)).toMatchObject({
    verification: { valid: false, broken_at: 2, problems: ['event 2 was changed after it was written'] },
  });
});

test('an event that lacks its actor and its time keeps nobody from the others', async () => {
  const { db } = rawTable(journey.endpoints.dynamodb);
  await db.send(
    new UpdateCommand({
      TableName: TABLE_NAME,
      Key: eventKey(id, 3),
      UpdateExpression: 'REMOVE actor, #at',
      ExpressionAttributeNames: { '#at': 'at' },
    }),
  );
  const { code, stdout, stderr } = await peerway('audit', id, '--table');
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  expect(stdout).toContain('✗ event 3 can\'t be shown: {"sequence":3,');
  expect(stdout).toContain('request-submitted');
});

test('what others wrote cannot speak to the terminal', async () => {
  const justification = 'fine\u001b]0;owned\u0007\u001b[2J\u009b31m\u202e\r✓ approved\nsecond line';
  await tamper('REQUEST', 'justification', justification);
  await tamper('EVENT#000001', 'reason', justification);

  for (const [command, ...options] of [
    ['show', id, '--table'],
    ['list', '--table'],
    ['audit', id, '--table'],
  ]) {
    const { stdout } = await peerway(command ?? '', ...options);
    expect(stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
  }
  expect((await peerway('show', id, '--table')).stdout).toMatch(
    /Justification +fine✓ approved\n +second line\n/,
  );
  expect((await peerway('audit', id, '--table')).stdout).toContain('│   fine✓ approved second line\n');

  const json = await peerway('show', id);
  expect(json.stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
  expect(jsonOf<PeeringRequest>(json).justification).toBe(justification);
});
