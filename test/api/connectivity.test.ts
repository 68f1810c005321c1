import { DeleteRouteCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import type { liveConnectivity } from '../../functions/edge/contract/connectivity.ts';
import { TABLE, TRANSIT_GATEWAY, VPC } from '../../local/seed.ts';
import { runPeerway } from '../cli/run-peerway.ts';
import { runPrinted } from '../journey/aws-cli.ts';
import { ACROSS, ANALYTICS, HUB, MINUTE, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, errorOf, startCheckedJourney } from './checked-journey.ts';

type Live = z.infer<typeof liveConnectivity>;
type Side = Live['requester'];

const ANNA = 'anna@analytics.example';

/** To the VPC in which each route table is in the way in another manner. */
const LEGACY = {
  ...ACROSS,
  vpc_id: VPC.paymentsLegacy,
  peer_vpc_id: VPC.analyticsUs,
  peer_region: 'us-east-1',
  connect: { routes: true, dns_resolution: true },
};

let journey: CheckedJourney;
let id: string;
beforeAll(async () => {
  journey = await startCheckedJourney();
  for (const [account, name, approver] of [
    [PAYMENTS, 'payments', 'priya@payments.example'],
    [ANALYTICS, 'analytics', ANNA],
  ] as const) {
    const entry = { name, approvers: [approver], onboarded: true, connect: 'advise' };
    await journey.call(HUB, 'PUT', `/accounts/${account}`, entry);
  }
  ({ id } = await journey.submit(LEGACY));
});
afterAll(() => journey.close());

const look = async (account: string): Promise<Live> => {
  const { body } = await journey.call<Live>(account, 'GET', `/peering-requests/${id}/connectivity`);
  if (!body.success) throw new Error(body.error.message);
  return body.data;
};

const stepOf = ({ steps }: Side, table: string) =>
  steps?.find(({ route_table_id }) => route_table_id === table);

const as = (account: string) => (region: string) => journey.ec2As(account, region);

test('before there is a connection to lead to, each side is planned and nothing is advised', async () => {
  const { state, requester, accepter } = await look(HUB);
  expect([state, requester.state, accepter.state]).toEqual([
    'not-connected',
    'not-connected',
    'not-connected',
  ]);
  expect([requester.advice, accepter.advice]).toEqual([null, null]);
  expect(stepOf(requester, TABLE.legacyConflict)).toMatchObject({
    finding: 'conflict',
    leads_to: TRANSIT_GATEWAY,
  });
});

describe('once the connection is active', () => {
  beforeAll(async () => {
    await journey.decide(await journey.linkOf(ANNA, id), 'accept');
    await journey.pass(5 * MINUTE);
    expect(await journey.request(id)).toMatchObject({ status: 'active' });
  });

  test('each finding has a message, and a remedy unless all is well', async () => {
    const { requester } = await look(PAYMENTS);
    const findings = Object.fromEntries(
      (requester.steps ?? []).map(({ route_table_name, kind, finding }) => [
        route_table_name ?? kind,
        finding,
      ]),
    );
    expect(findings).toEqual({
      'legacy-apps': 'missing',
      'legacy-transit': 'conflict',
      'legacy-inspection': 'missing',
      'legacy-reports': 'leftover',
      'legacy-branches': 'full',
      'legacy-vpn': 'missing',
      'dns-resolution': 'turned-off',
    });
    for (const { message, remedy, commands } of requester.steps ?? []) {
      expect(message).toMatch(/^\S.*\.$/);
      expect(remedy).toMatch(/^\S.*\.$/);
      expect(commands).not.toEqual([]);
    }
  });

  test('a side sees its own steps, and of the other only how far it is; the network team sees both', async () => {
    const hidden = { state: 'not-connected', steps: null, advice: null };
    expect(await look(PAYMENTS)).toMatchObject({ requester: { steps: expect.any(Array) }, accepter: hidden });
    expect(await look(ANALYTICS)).toMatchObject({
      requester: hidden,
      accepter: { steps: expect.any(Array) },
    });
    const { requester, accepter } = await look(HUB);
    expect([requester.advice, accepter.advice]).toEqual([
      { aws_cli: expect.any(String), terraform: expect.any(String), cloudformation: expect.any(String) },
      { aws_cli: expect.any(String), terraform: expect.any(String), cloudformation: expect.any(String) },
    ]);
  });

  test('a look changes nothing, neither in EC2 nor on the record', async () => {
    const before = await journey.trail(id);
    await look(HUB);
    expect(await journey.trail(id)).toEqual(before);
    const changing = journey.ec2.calls().filter(({ action }) => /Route$|Modify|Tags$/.test(action));
    expect(changing.map(({ action }) => action)).not.toContain('CreateRoute');
  });

  test('where Peerway can’t look, a side is unknown, and its lines are for all route tables', async () => {
    const entry = { name: 'analytics', approvers: [ANNA], connect: 'advise' };
    await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, { ...entry, onboarded: false });
    const { state, requester, accepter } = await look(HUB);
    expect([state, requester.state, accepter.state]).toEqual(['not-connected', 'not-connected', 'unknown']);
    expect(accepter).toMatchObject({
      steps: null,
      advice: { aws_cli: expect.stringContaining('for table in $(') },
      confirm: {
        message: expect.stringContaining('Peerway can’t look at the route tables of this account'),
        command: expect.stringMatching(
          /^aws ec2 describe-route-tables --region us-east-1 --filters Name=route\.vpc-peering-connection-id,Values=pcx-/,
        ),
      },
    });
    expect(requester.confirm).toBeNull();
    expect((await look(PAYMENTS)).accepter).toMatchObject({ state: 'unknown', confirm: null });
    const shown = (as: string) =>
      runPeerway(['connectivity', id, '--table'], { endpoint: journey.endpoints.api, account: as });
    expect((await shown(ANALYTICS)).stdout.split('\n')).toContain(accepter.confirm?.command);
    expect((await shown(PAYMENTS)).stdout).toContain('Peerway can’t look there. Ask its owner');
    await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, { ...entry, onboarded: true });
  });

  test('DNS settings of the VPCs are turned on as printed', async () => {
    const { requester, accepter } = await look(HUB);
    for (const [account, { steps }] of [
      [PAYMENTS, requester],
      [ANALYTICS, accepter],
    ] as const) {
      const dns = steps?.find(({ kind }) => kind === 'dns-resolution');
      expect(dns).toMatchObject({ finding: 'turned-off' });
      // The last command is about the connection: EC2 takes it once both VPCs have these settings.
      await runPrinted(dns?.commands.slice(0, -1) ?? [], as(account));
    }
  });

  test('the printed lines, run as printed, connect a side, and the next look says so', async () => {
    const { accepter } = await look(ANALYTICS);
    await runPrinted(accepter.advice?.aws_cli.split('\n') ?? [], as(ANALYTICS));
    // EC2 shows what was written after some seconds.
    await journey.pass(MINUTE);
    expect((await look(ANALYTICS)).accepter).toMatchObject({ state: 'connected', advice: null });
    expect((await look(PAYMENTS)).accepter).toMatchObject({ state: 'connected', steps: null });
  });

  test('where Peerway can’t look, the other side still shows that DNS resolution is on', async () => {
    const entry = { name: 'analytics', approvers: [ANNA], connect: 'advise' };
    await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, { ...entry, onboarded: false });
    const { accepter } = await look(ANALYTICS);
    expect(accepter.state).toBe('unknown');
    expect(accepter.advice?.aws_cli).toContain('create-route');
    expect(accepter.advice?.aws_cli).not.toContain('modify-vpc-peering-connection-options');
    await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, { ...entry, onboarded: true });
  });

  test('the commands of each remedy mend what is in the way', async () => {
    const before = (await look(PAYMENTS)).requester;
    await runPrinted(before.advice?.aws_cli.split('\n') ?? [], as(PAYMENTS));
    await journey.pass(MINUTE);
    const shadowed = stepOf((await look(PAYMENTS)).requester, TABLE.legacyShadowed);
    expect(shadowed).toMatchObject({ finding: 'shadowed' });
    for (const step of [
      stepOf(before, TABLE.legacyConflict),
      stepOf(before, TABLE.legacyLeftover),
      shadowed,
    ]) {
      await runPrinted(step?.commands ?? [], as(PAYMENTS));
    }
    const left = (await look(PAYMENTS)).requester;
    expect(left.steps?.filter(({ finding }) => finding !== 'present').map(({ finding }) => finding)).toEqual([
      'full',
    ]);
    expect(left.state).toBe('partial');
  });
});

describe('connecting later', () => {
  const TABLE_AND_BLOCK = { RouteTableId: TABLE.legacyApps, DestinationCidrBlock: '10.20.0.0/16' };
  const connect = (account: string, body: object = {}) =>
    journey.call<Live>(account, 'POST', `/peering-requests/${id}/connect`, body);

  const finding = async () => stepOf((await look(PAYMENTS)).requester, TABLE.legacyApps)?.finding;

  test('is refused where Peerway only advises, and a dry run only looks', async () => {
    await journey.ec2As(PAYMENTS, 'us-east-1').send(new DeleteRouteCommand(TABLE_AND_BLOCK));
    await journey.pass(MINUTE);
    expect(await finding()).toBe('missing');
    const before = await journey.trail(id);
    expect(errorOf(await connect(PAYMENTS))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect(await connect(PAYMENTS, { dry_run: true })).toMatchObject({
      status: 200,
      body: { data: { requester: { mode: 'advise', steps: expect.any(Array) }, accepter: { steps: null } } },
    });
    expect(errorOf(await connect(PAYMENTS, { side: 'accepter' }))).toMatchObject({ status: 403 });
    expect(await journey.trail(id)).toEqual(before);
  });

  test('adds what is missing on one’s own side where Peerway applies, and puts it on the trail', async () => {
    const entry = {
      name: 'payments',
      approvers: ['priya@payments.example'],
      onboarded: true,
      connect: 'apply',
    };
    await journey.call(HUB, 'PUT', `/accounts/${PAYMENTS}`, entry);
    expect((await connect(PAYMENTS)).status).toBe(200);
    await journey.pass(5 * MINUTE);
    expect(await finding()).toBe('present');
    const { events } = await journey.trail(id);
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'routes-created',
        routes: [expect.objectContaining({ route_table_id: TABLE.legacyApps })],
      }),
    );
  });

  test('is too late once the connection is to be deleted', async () => {
    await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
    expect(errorOf(await connect(PAYMENTS))).toMatchObject({ status: 409, code: 'ALREADY_DECIDED' });
    await journey.pass(5 * MINUTE);
    expect(errorOf(await connect(PAYMENTS))).toMatchObject({ status: 409, code: 'ALREADY_DECIDED' });
    expect(await look(HUB)).toMatchObject({ state: 'not-connected', requester: { steps: null } });
  });
});

test('a request of others has no connectivity', async () => {
  expect((await journey.call(PARTNER, 'GET', `/peering-requests/${id}/connectivity`)).status).toBe(404);
});
