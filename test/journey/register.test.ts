import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamodbRegister } from '../../functions/adapters/dynamodb-register.ts';
import { connectionKey } from '../../functions/adapters/table.ts';
import type { RegisterEntry } from '../../functions/domain/register/ports.ts';
import { invokeFunction } from '../../local/functions.ts';
import { SEED_ACCOUNTS } from '../../local/seed.ts';
import { TABLE_NAME } from '../../local/table.ts';
import { DAY, HOUR, type Journey, MINUTE, PARTNER, startJourney } from './journey.ts';
import { createInAllStates, type Made, outsidePeerway } from './outside-connections.ts';

/** The partner's account is onboarded too. */
const accounts = SEED_ACCOUNTS.map((account) =>
  account.account_id === PARTNER ? { ...account, onboarded: true } : account,
);

let journey: Journey;
let outside: ReturnType<typeof outsidePeerway>;
let made: (Made & { state: string })[];
let request: string;

beforeAll(async () => {
  journey = await startJourney({ accounts });
  outside = outsidePeerway(journey);
  request = (await journey.submit()).id;
  await journey.decide(await journey.linkOf('anna@analytics.example', request), 'accept');
  made = await createInAllStates(journey, outside, 60);
});
afterAll(async () => {
  outside.close();
  await journey.close();
});

const round = () => invokeFunction('schedules/update-register', {});

const withTable = async <T>(read: (db: DynamoDBDocumentClient) => Promise<T>): Promise<T> => {
  const client = new DynamoDBClient({});
  const answer = await read(DynamoDBDocumentClient.from(client));
  client.destroy();
  return answer;
};

const listed = (): Promise<RegisterEntry[]> =>
  withTable(async (db) => {
    const register = dynamodbRegister(db, TABLE_NAME);
    return register.getMany(await register.shown());
  });

const entryOf = (id: string | undefined): Promise<RegisterEntry | undefined> =>
  withTable((db) => dynamodbRegister(db, TABLE_NAME).get(id as RegisterEntry['id']));

type Row = { id: string; status: string; sides: string[]; blocks: string[]; until?: string };

const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);

/** What EC2 alone says, both sides together. */
const inEc2 = async (): Promise<Row[]> =>
  [...(await outside.shown())]
    .map(([id, views]): Row => {
      const [view] = views;
      const infos = views.flatMap(({ RequesterVpcInfo, AccepterVpcInfo }) => [
        RequesterVpcInfo,
        AccepterVpcInfo,
      ]);
      return {
        id,
        status: view?.Status?.Code ?? '',
        sides: [view?.RequesterVpcInfo, view?.AccepterVpcInfo].map(
          (info) => `${info?.OwnerId} ${info?.Region} ${info?.VpcId}`,
        ),
        blocks: [...new Set(infos.flatMap((info) => info?.CidrBlock ?? []))].sort(),
        ...(view?.ExpirationTime && { until: view.ExpirationTime.toISOString() }),
      };
    })
    .sort(byId);

const inRegister = async (): Promise<Row[]> =>
  (await listed())
    .map(
      ({ id, status, requester, accepter, cidr_blocks, expires_at }): Row => ({
        id,
        status,
        sides: [requester, accepter].map(({ owner_id, region, vpc_id }) => `${owner_id} ${region} ${vpc_id}`),
        blocks: [...(cidr_blocks.requester ?? []), ...(cidr_blocks.accepter ?? [])]
          .filter((block) => block.endsWith('.0.0/16'))
          .sort(),
        ...(expires_at && { until: expires_at }),
      }),
    )
    .sort(byId);

test('the register agrees with EC2’s own answer, connection by connection, in all states', async () => {
  await round();
  const shown = await inEc2();
  expect(shown).toHaveLength(61);
  const stateOf = new Map(shown.map(({ id, status }) => [id, status]));
  expect(made.filter(({ id, state }) => stateOf.get(id) !== state)).toEqual([]);
  expect(await inRegister()).toEqual(shown);
});

const withoutBlocks = ({ blocks: _, ...row }: Row) => row;

const madeIn = (state: string) => made.filter((each) => each.state === state);

test('a round that finds nothing new writes no entry', async () => {
  const before = await listed();
  expect(await round()).toMatchObject({ looked_into: 3, unreachable: 0, changed: 0 });
  expect((await listed()).sort(byId)).toEqual(before.sort(byId));
});

test('the request’s own connection belongs to it, all others to none', async () => {
  const { vpc_peering_connection_id } = await journey.request(request);
  const owned = (await listed()).filter(({ request_id }) => request_id);
  expect(owned.map(({ id, request_id }) => [id, request_id])).toEqual([[vpc_peering_connection_id, request]]);
  const live = ['initiating-request', 'pending-acceptance', 'provisioning', 'active'];
  const unmanaged = live.flatMap(madeIn).length;
  expect(await round()).toMatchObject({ unmanaged });
});

test('a connection from before there was a register becomes its request’s in the first round', async () => {
  const { vpc_peering_connection_id: id = '' } = await journey.request(request);
  await withTable((db) =>
    db.send(new DeleteCommand({ TableName: TABLE_NAME, Key: connectionKey(id ?? '') })),
  );
  await round();
  expect(await entryOf(id ?? '')).toMatchObject({ request_id: request });
});

test('the requester’s account tells what its tags say, and nothing else does', async () => {
  for (const [n, { id, state }] of madeIn('pending-acceptance').entries()) {
    const entry = await entryOf(id);
    expect([state, entry?.justification, entry?.contact]).toEqual([
      'pending-acceptance',
      ...(n % 2 === 0
        ? [undefined, undefined]
        : [expect.stringMatching(/^Number/), 'priya@payments.example']),
    ]);
  }
});

test.each([
  ['ten seconds', 10],
  ['three hours', 3 * HOUR],
  ['two days', 2 * DAY],
  ['seven days', 7 * DAY],
])('it agrees again %s later: what EC2 shows no more is gone in the second round', async (_, seconds) => {
  await journey.pass(seconds);
  await round();
  await journey.pass(15 * MINUTE);
  await round();
  const shown = await inEc2();
  expect(await inRegister()).toEqual(shown);
  const ids = new Set(shown.map(({ id }) => id));
  for (const { id } of made.filter((each) => !ids.has(each.id))) {
    expect(await entryOf(id)).toMatchObject({ gone_at: expect.any(String) });
  }
});

test('an account that is shut keeps what it showed, and what the other side shows goes on', async () => {
  const { CONNECTING_ROLE_ACTIONS } = await import('../../local/ec2/authorization.ts');
  const ofPartner = madeIn('active').filter(({ requester, accepter }) =>
    [requester.account, accepter.account].includes(PARTNER),
  );
  const [both] = ofPartner.filter(({ requester, accepter }) => requester.account !== accepter.account);
  if (!both) throw new Error('the partner has no active connection');
  journey.ec2.changeRoles(PARTNER, {});
  await outside.remove(both, both.requester.account === PARTNER ? 'accepter' : 'requester');
  await journey.pass(MINUTE);
  expect(await round()).toMatchObject({ looked_into: 3, unreachable: 1, changed: 1 });
  expect(await entryOf(both.id)).toMatchObject({ status: 'deleted' });
  const others = ofPartner.filter(({ id }) => id !== both.id);
  for (const { id } of others) expect(await entryOf(id)).toMatchObject({ status: 'active' });
  journey.ec2.changeRoles(PARTNER, CONNECTING_ROLE_ACTIONS);
  expect(await round()).toMatchObject({ unreachable: 0 });
  expect((await inRegister()).map(withoutBlocks)).toEqual((await inEc2()).map(withoutBlocks));
  // EC2 itself tells the accepter's block no more.
  expect((await entryOf(both.id))?.cidr_blocks.accepter).toHaveLength(1);
});
