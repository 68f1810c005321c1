import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Connectivity, PeeringRequest, Preflight } from '../../cli/client/api-types.ts';
import { TABLE } from '../../local/seed.ts';
import { ANALYTICS, HUB, type Journey, PAYMENTS, startJourney } from '../journey/journey.ts';
import { denied, lossyNetwork } from './lossy-network.ts';
import { jsonOf, type Run, runPeerway } from './run-peerway.ts';

const ANNA = 'anna@analytics.example';

/** To the VPC in which each route table is in the way in another manner. */
const VPCS =
  '--vpc-id vpc-01111111111111a02 --peer-vpc-id vpc-02222222222222a01 --peer-owner-id 222222222222 --justification lake';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const peerway = (args: string, account = PAYMENTS): Promise<Run> =>
  runPeerway(args.split(' '), { endpoint: journey.endpoints.api, account });

test('what is asked for besides the connection has options, and what is wrong with them is said by their names', async () => {
  const narrowed = '--destination 10.20.1.0/24 --peer-destination 10.3.1.0/24 10.3.2.0/24 --dns-resolution';
  const run = await peerway(`submit ${VPCS} ${narrowed} --idempotency-key narrowed`);
  const { id, connect } = jsonOf<PeeringRequest>(run);
  expect(connect).toEqual({
    routes: {
      destination_cidr_blocks: ['10.20.1.0/24'],
      peer_destination_cidr_blocks: ['10.3.1.0/24', '10.3.2.0/24'],
    },
    dns_resolution: true,
  });
  await peerway(`cancel ${id}`);
  await journey.pass(60);

  const half = await peerway(
    `preflight ${VPCS.replace(/ --justification.*/, '')} --destination 10.20.1.0/24`,
  );
  expect(half).toMatchObject({ code: 2, stderr: expect.stringContaining('--peer-destination') });
  const wrong = await peerway(`submit ${VPCS} --destination 10.20.1 --peer-destination 10.3.1.0/24`);
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('--destination (value 1)') });
  const checked = await peerway(
    `preflight ${VPCS.replace(/ --justification.*/, '')} --routes --dns-resolution`,
  );
  expect(jsonOf<Preflight>(checked).would_submit).toBe(true);
});

test('the connectivity of a request: its findings, its remedies, and lines to copy', async () => {
  for (const [account, name, approver] of [
    [PAYMENTS, 'payments', 'priya@payments.example'],
    [ANALYTICS, 'analytics', ANNA],
  ]) {
    const connect = account === ANALYTICS ? 'apply' : 'advise';
    await peerway(
      `accounts put ${account} --name ${name} --approvers ${approver} --onboarded --connect ${connect}`,
      HUB,
    );
  }
  const { id } = jsonOf<PeeringRequest>(await peerway(`submit ${VPCS} --routes --dns-resolution`));
  await journey.pass(60);
  await journey.decide(await journey.linkOf(ANNA, id), 'accept');
  await journey.pass(300);

  const { stdout } = await peerway(`connectivity ${id} --table`);
  expect(stdout).toContain(TABLE.legacyConflict);
  expect(stdout).toContain('conflict');
  expect(stdout).toMatch(
    new RegExp(
      `^aws ec2 create-route --region us-east-1 --route-table-id ${TABLE.legacyApps} --destination-cidr-block 10.20.0.0/16 --vpc-peering-connection-id pcx-\\w+$`,
      'm',
    ),
  );
  expect(stdout).toMatch(new RegExp(`^aws ec2 replace-route .*${TABLE.legacyConflict}.*$`, 'm'));
  const terraform = await peerway(`connectivity ${id} --table --format terraform`);
  expect(terraform.stdout).toContain('resource "aws_route"');

  expect((await peerway(`show ${id} --table`)).stdout).toMatch(/Connectivity +(?:partly|not) connected/);
  expect((await peerway('list --table')).stdout).toMatch(/(?:partly|not) connected/);
});

test('connecting shows a plan, asks first, and waits until it is done', async () => {
  const [{ id } = { id: '' }] = jsonOf<{ items: PeeringRequest[] }>(
    await peerway('list --status active'),
  ).items;
  expect(await peerway(`connect ${id} --yes`)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^FORBIDDEN/),
  });
  await peerway(
    `accounts put ${PAYMENTS} --name payments --approvers priya@payments.example --onboarded --connect apply`,
    HUB,
  );
  const plan = jsonOf<Connectivity>(await peerway(`connect ${id} --dry-run`));
  expect(plan.requester.steps).toContainEqual(
    expect.objectContaining({ route_table_id: TABLE.legacyApps, finding: 'missing' }),
  );
  const unasked = await peerway(`connect ${id}`);
  expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining('Let Peerway add 3 routes?') });

  const connecting = peerway(`connect ${id} --yes`);
  let isOver = false;
  void connecting.finally(() => {
    isOver = true;
  });
  while (!isOver) await journey.pass(10);
  const done = jsonOf<Connectivity>(await connecting);
  expect(done.requester.steps).toContainEqual(
    expect.objectContaining({ route_table_id: TABLE.legacyApps, finding: 'present' }),
  );
});

test('connecting says what was asked for, when nobody can see how far it is', async () => {
  const [{ id } = { id: '' }] = jsonOf<{ items: PeeringRequest[] }>(
    await peerway('list --status active'),
  ).items;
  const network = await lossyNetwork(journey.endpoints.api, ({ method, path }) =>
    method === 'GET' && path.endsWith('/connectivity') ? denied : undefined,
  );
  const run = await runPeerway(['connect', id, '--yes'], {
    endpoint: network.endpoint,
    account: PAYMENTS,
  }).finally(network.close);
  expect(run).toMatchObject({ code: 3, stdout: '' });
  expect(run.stderr).toMatch(
    new RegExp(
      `^Peerway is connecting your side\\. To see how far it is: peerway connectivity ${id}\nerror: Access denied`,
    ),
  );
});
