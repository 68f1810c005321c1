import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestKey } from '../../functions/adapters/table.ts';
import type { Connectivity } from '../../functions/domain/request/connect.ts';
import { TABLE_NAME } from '../../local/table.ts';
import { rawTable } from '../api/raw-table.ts';
import { ANALYTICS, HOUR, HUB, type Journey, PAYMENTS, startJourney } from '../journey/journey.ts';
import { boardLink, linkIn, requestLink } from './mail-link.ts';
import { ANNA, PRIYA } from './scenes.ts';

const [OURS, THEIRS] = ['rtb-0aaaaaaaaaaaaaa01', 'rtb-0bbbbbbbbbbbbbb01'];

/** Payments lacks a route; in analytics, one leads elsewhere. */
const PARTIAL: Connectivity = {
  state: 'partial',
  since: '2026-11-27T10:00:00.000Z',
  requester: {
    state: 'partial',
    problems: [
      {
        kind: 'route',
        side: 'requester',
        route_table_id: OURS,
        route_table_name: '<b>private</b>',
        destination_cidr_block: '10.21.0.0/16',
        finding: 'missing',
      },
    ],
  },
  accepter: {
    state: 'not-connected',
    problems: [
      {
        kind: 'route',
        side: 'accepter',
        route_table_id: THEIRS,
        destination_cidr_block: '10.1.0.0/16',
        finding: 'conflict',
        leads_to: 'tgw-0123456789abcdef0',
      },
      { kind: 'dns-resolution', side: 'accepter', finding: 'missing' },
    ],
  },
};

let journey: Journey;
let id: string;

const set = async (fields: object) => {
  for (const [field, value] of Object.entries(fields)) {
    await rawTable(journey.endpoints.dynamodb).db.send(
      new UpdateCommand({
        TableName: TABLE_NAME,
        Key: requestKey(id as never),
        UpdateExpression: 'SET #field = :value',
        ExpressionAttributeNames: { '#field': field },
        ExpressionAttributeValues: { ':value': value },
      }),
    );
  }
};

beforeAll(async () => {
  journey = await startJourney();
  ({ id } = await journey.submit());
  await journey.decide(await journey.linkOf(ANNA, id), 'accept');
  await journey.pass(HOUR);
});
afterAll(() => journey.close());

const open = async (link: string): Promise<string> => (await fetch(link)).text();

const pages = async () => ({
  requester: await open(await linkIn(journey, PRIYA, id, 'status')),
  accepter: await open(await linkIn(journey, ANNA, id, 'decisions')),
  network: await open(`${await boardLink(journey)}/requests/${id}`),
});

test('without connect, no page speaks of connectivity', async () => {
  const shown = await pages();
  for (const page of Object.values(shown)) expect(page).not.toContain('id="connectivity"');
  const board = await open(`${await boardLink(journey)}?status=active`);
  expect(board).toContain('1 connection is active.');
  expect(board).not.toContain('connected</span>');
  expect(shown.accepter).toContain('Before traffic can flow');
});

describe('a partly connected request', () => {
  beforeAll(() => set({ connect: { routes: true, dns_resolution: true }, connectivity: PARTIAL }));

  test('is pictured, with what is missing, and in words', async () => {
    const { requester, network } = await pages();
    expect(requester).toContain('The VPCs are partly connected');
    expect(requester).toMatch(/<g class="way missing"><text[^>]*>✕ 10\.21\.0\.0\/16<\/text>/);
    expect(requester).toContain(
      'aria-label="From payments to analytics: route to 10.21.0.0/16 missing, DNS resolution present. From analytics to payments: not connected."',
    );
    expect(network).toContain(
      'From analytics to payments: route to 10.1.0.0/16 missing, DNS resolution missing.',
    );
  });

  test('each side gets commands for what is left, and for what is in the way', async () => {
    const { requester, accepter } = await pages();
    const route = (table: string, block: string, action: string, region: string) =>
      `aws ec2 ${action}-route --region ${region} --route-table-id ${table} --destination-cidr-block ${block}`;
    expect(requester).toContain(route(OURS, '10.21.0.0/16', 'create', 'us-east-1'));
    expect(accepter).toContain(route(THEIRS, '10.1.0.0/16', 'replace', 'eu-west-1'));
    expect(accepter).toContain('modify-vpc-peering-connection-options');
    expect(accepter).toContain('aws_vpc_peering_connection_options');
  });

  test('stands on the board among the active connections', async () => {
    const link = await boardLink(journey);
    expect(await open(link)).not.toContain(id);
    const board = await open(`${link}?status=active`);
    expect(board).toContain('<strong>1 not fully connected</strong>');
    expect(board).toContain('<span class="chip urgent">partly connected</span>');
  });

  test('each side reads what is left for itself, and of the other its state alone', async () => {
    const { requester, accepter, network } = await pages();
    expect(requester).toContain('Left to do in payments');
    expect(requester).toContain(
      `Route table ${OURS} (&lt;b&gt;private&lt;/b&gt;) has no route to 10.21.0.0/16.`,
    );
    expect(requester).toContain('analytics: not connected.');
    expect(requester).not.toContain(THEIRS);
    expect(requester).not.toContain('tgw-0123456789abcdef0');

    expect(accepter).toContain('Left to do in analytics');
    expect(accepter).toContain('leads to tgw-0123456789abcdef0');
    expect(accepter).toContain('payments: partly connected.');
    expect(accepter).not.toContain(OURS);
    expect(accepter).not.toContain('Before traffic can flow');

    expect(network).toContain(OURS);
    expect(network).toContain(THEIRS);
  });

  test.each([
    ['the requester’s account', PAYMENTS, [OURS]],
    ['the accepter’s account', ANALYTICS, [THEIRS]],
    ['the network team', HUB, [OURS, THEIRS]],
  ])('a link of %s to read it shows the route tables that the API shows', async (_, account, tables) => {
    const page = await open(await requestLink(journey, account, id));
    const { body } = await journey.call(account, 'GET', `/peering-requests/${id}`);
    for (const shown of [page, JSON.stringify(body)]) {
      expect([OURS, THEIRS].filter((table) => shown.includes(table))).toEqual(tables);
    }
  });
});

test('where Peerway can’t look, its owner gets a command to confirm it, and the other side is told', async () => {
  await set({ connectivity: { ...PARTIAL, accepter: { state: 'unknown', problems: [] } } });
  const { requester, accepter } = await pages();
  expect(accepter).toContain('Peerway can’t look at the route tables of this account');
  expect(accepter).toContain('describe-route-tables --region eu-west-1 --filters Name=route.vpc-peering');
  expect(requester).toContain('analytics: connectivity unknown. Peerway can’t look there. Ask its owner');
  expect(requester).not.toContain('describe-route-tables');
});

test('a deleted connection shows each side the routes that Peerway couldn’t remove', async () => {
  const left = (side: string, route_table_id: string, destination_cidr_block: string) => ({
    side,
    route_table_id,
    destination_cidr_block,
    asked_at: PARTIAL.since,
    left_because: 'UnauthorizedOperation',
  });
  await set({
    status: 'deleted',
    routes: [left('requester', OURS, '10.21.0.0/16'), left('accepter', THEIRS, '10.1.0.0/16')],
  });
  const { requester, accepter } = await pages();
  expect(requester).toContain(
    `aws ec2 delete-route --region us-east-1 --route-table-id ${OURS} --destination-cidr-block 10.21.0.0/16`,
  );
  expect(requester).not.toContain(THEIRS);
  expect(accepter).toContain(`--route-table-id ${THEIRS} --destination-cidr-block 10.1.0.0/16`);
});
