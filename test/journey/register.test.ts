import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dynamodbRegister } from '../../functions/adapters/dynamodb-register.ts';
import { connectionKey } from '../../functions/adapters/table.ts';
import type { RegisterEntry } from '../../functions/domain/register/ports.ts';
import type { ConnectionView } from '../../functions/edge/connection-view.ts';
import { invokeFunction } from '../../local/functions.ts';
import { SEED_ACCOUNTS } from '../../local/seed.ts';
import { TABLE_NAME } from '../../local/table.ts';
import { runPeerway } from '../cli/run-peerway.ts';
import {
  ANALYTICS,
  DAY,
  HOUR,
  HUB,
  type Journey,
  MINUTE,
  PARTNER,
  PAYMENTS,
  startJourney,
} from './journey.ts';
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

type ConnectionPage = { items: ConnectionView[]; next_cursor: string | null };

const withTable = async <T>(read: (db: DynamoDBDocumentClient) => Promise<T>): Promise<T> => {
  const client = new DynamoDBClient({});
  const answer = await read(DynamoDBDocumentClient.from(client));
  client.destroy();
  return answer;
};

/** All pages, as the network team reads them, or an account. */
const listed = async (query = '', account = HUB): Promise<ConnectionView[]> => {
  const found: ConnectionView[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: string = `/connections?limit=20${query}${cursor && `&cursor=${cursor}`}`;
    const { body } = await journey.call<ConnectionPage>(account, 'GET', page);
    if (!body.success) throw new Error(`GET ${page}: ${body.error.message}`);
    found.push(...body.data.items);
    cursor = body.data.next_cursor;
  }
  return found;
};

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

const inRegister = async (query = '', account = HUB): Promise<Row[]> =>
  (await listed(query, account))
    .map((entry): Row => {
      const { cidr_blocks, expires_at } = entry;
      return {
        id: entry.id,
        status: entry.status,
        sides: [
          `${entry.vpc_owner_id} ${entry.vpc_region} ${entry.vpc_id}`,
          `${entry.peer_owner_id} ${entry.peer_region} ${entry.peer_vpc_id}`,
        ],
        blocks: [...cidr_blocks.requester, ...cidr_blocks.accepter]
          .filter((block) => block.endsWith('.0.0/16'))
          .sort(),
        ...(expires_at && { until: expires_at }),
      };
    })
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

test('a caller sees the connections of its own account, and filters only narrow them', async () => {
  const all = await inEc2();
  for (const account of [PAYMENTS, ANALYTICS, PARTNER]) {
    const own = all.filter(({ sides }) => sides.some((side) => side.startsWith(account)));
    expect(own.length).toBeGreaterThan(0);
    expect(own.length).toBeLessThan(all.length);
    expect(await inRegister('', account)).toEqual(own);
    expect(await inRegister(`&account_id=${account}`)).toEqual(own);
    const shared = own.filter(({ sides }) => sides.some((side) => side.startsWith(ANALYTICS)));
    expect(await inRegister(`&account_id=${ANALYTICS}`, account)).toEqual(shared);
  }
  const [one] = madeIn('active');
  const vpc = one?.requester.vpc ?? '';
  expect(await inRegister(`&vpc_id=${vpc}`)).toEqual(
    all.filter(({ sides }) => sides.some((side) => side.endsWith(vpc))),
  );
  for (const status of ['active', 'deleted', 'pending-acceptance']) {
    expect(await inRegister(`&status=${status}`)).toEqual(all.filter((each) => each.status === status));
  }
  expect(await inRegister('&unmanaged=true')).toHaveLength(all.length - 1);
});

test('one connection is found by its ID, by whoever has a side of it, and by nobody else', async () => {
  const one = made.find(
    ({ requester, accepter }) => requester.account === PAYMENTS && accepter.account === ANALYTICS,
  );
  const id = one?.id ?? '';
  for (const account of [PAYMENTS, ANALYTICS, HUB]) {
    expect(await listed(`&connection_id=${id}`, account)).toMatchObject([{ id, vpc_id: one?.requester.vpc }]);
  }
  // A connection of others looks like one that nobody knows.
  const ask = (unknown: string) =>
    journey.call<ConnectionPage>(PARTNER, 'GET', `/connections?connection_id=${unknown}`);
  const [others, nobodys] = [await ask(id), await ask('pcx-00000000000000000')];
  expect(others).toMatchObject({ status: 200, body: nobodys.body });
  expect(others.body).toMatchObject({ data: { items: [], next_cursor: null } });
  expect(await listed(`&connection_id=${id}&account_id=${PARTNER}`)).toEqual([]);
  expect((await ask('vpc-1')).status).toBe(400);
});

test('the command line shows one, and what to do about it', async () => {
  const show = (id: string, account = HUB, ...args: string[]) =>
    runPeerway(['connections', 'show', id, ...args], { endpoint: journey.endpoints.api, account });
  const own = (await journey.request(request)).vpc_peering_connection_id ?? '';
  const shown = await show(own, HUB, '--table');
  expect(shown.stdout).toMatch(new RegExp(`^${own}  active\n`));
  expect(shown.stdout).toContain(request);
  expect(shown.stdout).toContain(`Next: peerway show ${request}`);
  const [one] = madeIn('active');
  expect((await show(one?.id ?? '', HUB, '--table')).stdout).toContain(
    `Next: peerway connections adopt ${one?.id}`,
  );
  expect(JSON.parse((await show(one?.id ?? '', HUB, '--json')).stdout)).toMatchObject({ id: one?.id });
  expect(await show('pcx-00000000000000000')).toMatchObject({
    code: 1,
    stdout: '',
    stderr:
      'NOT_FOUND: Connection pcx-00000000000000000 was not found.\n→ List the connections you can see: peerway connections\n',
  });
});

test('the board has a tab of them', async () => {
  const { body } = await journey.call<{ url: string }>(HUB, 'POST', '/board-links');
  const board = body.success ? body.data.url : '';
  const tab = new URL(
    /href="([^"]+view=connections)"/.exec(await (await fetch(board)).text())?.[1] ?? '',
    board,
  );
  const textOf = async (query: string) => (await fetch(`${tab}${query}`)).text();
  const first = await textOf('');
  const next = /href="\?([^"]+)">Next page/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const both = first + (await (await fetch(`${board}?${next}`)).text());
  for (const { id } of await listed()) expect(both).toContain(id);
  const unmanaged = await textOf(`&show=unmanaged&account=${PARTNER}`);
  expect(unmanaged).toContain('no request');
  const own = (await inRegister(`&unmanaged=true&account_id=${PARTNER}`)).map(({ id }) => id);
  expect(new Set(unmanaged.match(/pcx-[0-9a-f]{17}/g)?.slice(0, 100))).toEqual(new Set(own));
});

test('a cursor is not another list’s', async () => {
  const { body } = await journey.call<ConnectionPage>(HUB, 'GET', '/connections?limit=1');
  const cursor = body.success && body.data.next_cursor;
  for (const path of [`/connections?status=active&cursor=${cursor}`, `/peering-requests?cursor=${cursor}`]) {
    expect((await journey.call(HUB, 'GET', path)).status).toBe(400);
  }
});

test('the command line lists them, as a table and as CSV', async () => {
  const peerway = (...args: string[]) =>
    runPeerway(['connections', ...args], { endpoint: journey.endpoints.api, account: HUB });
  const [one] = madeIn('pending-acceptance');
  const shown = await peerway('--vpc', one?.requester.vpc ?? '', '--status', 'pending-acceptance', '--table');
  expect(shown.stdout).toContain(one?.id);
  expect(shown.stdout).toContain('no request');
  const csv = await peerway('--unmanaged', '--all', '--csv');
  expect(csv.stdout.trim().split('\n')).toHaveLength(1 + 60);
});

test('a round that finds nothing new writes no entry', async () => {
  const before = await listed();
  expect(await round()).toMatchObject({ looked_into: 3, unreachable: 0, changed: 0 });
  const later = await listed();
  const withoutTime = ({ last_seen_at: _, ...entry }: ConnectionView) => entry;
  expect(later.map(withoutTime)).toEqual(before.map(withoutTime));
});

test('the request’s own connection belongs to it, all others to none', async () => {
  const { vpc_peering_connection_id } = await journey.request(request);
  const owned = (await listed()).filter(({ peering_request_id }) => peering_request_id);
  expect(owned.map(({ id, peering_request_id }) => [id, peering_request_id])).toEqual([
    [vpc_peering_connection_id, request],
  ]);
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
  await round();
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
