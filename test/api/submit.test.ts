import { CreateVpcCommand, DescribeVpcPeeringConnectionsCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VPC } from '../../local/seed.ts';
import { ACROSS, ANALYTICS, HUB, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, errorOf, ownJourney, startCheckedJourney } from './checked-journey.ts';
import { dryRun, SEEDED, submit } from './dry-run.ts';

const ROUTE = '/peering-requests';
const STRANGER = '444444444444';
const SETTLED_SECONDS = 30;

describe('a submit', () => {
  test('is recorded as asked, and its workflow opens the window in EC2', async () => {
    const journey = await ownJourney();
    const answer = await submit(journey);
    expect(answer.status).toBe(201);
    expect(answer.headers.has('idempotent-replayed')).toBe(false);
    const { dry_run: _, ...asked } = { dry_run: false, ...ACROSS };
    const data = answer.body.success ? answer.body.data : undefined;
    expect(data).toMatchObject({
      ...asked,
      status: 'submitted',
      vpc_owner_id: PAYMENTS,
      submitted_by: `arn:aws:sts::${PAYMENTS}:assumed-role/Developer/local`,
      origin: null,
      earlier_rejection: null,
      resubmitted_from: null,
      vpc_peering_connection_id: null,
      window: null,
      required_approvals: 1,
      approvals: [],
      decision: null,
      teardown: null,
      failure: null,
    });
    expect(data?.preflight.map(({ check }) => check)).toEqual(Object.keys(SEEDED));

    await journey.pass(SETTLED_SECONDS);
    const pending = await journey.request(data?.id ?? '');
    expect(pending).toMatchObject({ ...asked, status: 'pending-acceptance' });
    // The record keeps no order of a check's keys; whoever reads the JSON finds the same one each time.
    expect(JSON.stringify(pending.preflight)).toBe(JSON.stringify(data?.preflight));
    expect(pending.window?.remaining_seconds).toBeGreaterThan(604_000);
    const { VpcPeeringConnections: connections } = await journey
      .ec2As(PAYMENTS, 'us-east-1')
      .send(new DescribeVpcPeeringConnectionsCommand({}));
    expect(connections?.map(({ VpcPeeringConnectionId }) => VpcPeeringConnectionId)).toEqual([
      pending.vpc_peering_connection_id,
    ]);
  });

  test('takes one’s own account and the hub’s Region for what is left out', async () => {
    const journey = await ownJourney();
    const { Vpc: other } = await journey
      .ec2As(PAYMENTS, 'us-east-1')
      .send(new CreateVpcCommand({ CidrBlock: '10.99.0.0/16' }));
    const body = { vpc_id: VPC.paymentsUs, peer_vpc_id: other?.VpcId, justification: 'x' };
    const sides = {
      vpc_id: VPC.paymentsUs,
      vpc_owner_id: PAYMENTS,
      vpc_region: 'us-east-1',
      peer_vpc_id: other?.VpcId,
      peer_owner_id: PAYMENTS,
      peer_region: 'us-east-1',
    };
    expect(await dryRun(journey, body)).toMatchObject({ ...sides, results: SEEDED });
    const answer = await submit(journey, body);
    expect(answer).toMatchObject({ status: 201, body: { data: { ...sides, contact_email: null } } });
  });

  test('takes the requester’s account and Region for what is left out of the accepter’s', async () => {
    const journey = await ownJourney();
    const { Vpc: other } = await journey
      .ec2As(PAYMENTS, 'eu-west-1')
      .send(new CreateVpcCommand({ CidrBlock: '10.99.0.0/16' }));
    const body = {
      vpc_id: VPC.paymentsEu,
      vpc_owner_id: PAYMENTS,
      vpc_region: 'eu-west-1',
      peer_vpc_id: other?.VpcId,
      justification: 'x',
    };
    expect(await dryRun(journey, body, HUB)).toMatchObject({
      peer_owner_id: PAYMENTS,
      peer_region: 'eu-west-1',
      results: SEEDED,
    });
  });

  test('is the network team’s for any account, and nobody else’s', async () => {
    const journey = await ownJourney();
    const body = { ...ACROSS, vpc_owner_id: PAYMENTS };
    for (const account of [ANALYTICS, PARTNER, STRANGER]) {
      for (const route of [ROUTE, `${ROUTE}/preflight`]) {
        expect(errorOf(await journey.call(account, 'POST', route, body))).toMatchObject({
          status: 403,
          code: 'FORBIDDEN',
        });
      }
    }
    const answer = await submit(journey, body, HUB);
    expect(answer).toMatchObject({
      status: 201,
      body: { data: { vpc_owner_id: PAYMENTS, submitted_by: expect.stringContaining('NetworkTeam') } },
    });
  });

  test('keeps what people wrote, in any script, and trims it', async () => {
    const journey = await ownJourney();
    const justification = 'Zahlungsdaten für „Аналитика“ – 分析チーム 🚀\n\tline two';
    const answer = await submit(journey, { ...ACROSS, justification: `  ${justification}\r\n ` });
    const id = answer.body.success ? answer.body.data.id : '';
    expect((await journey.request(id)).justification).toBe(justification);
    const { events, chain } = await journey.trail(id);
    expect([events[0]?.reason, chain.valid]).toEqual([justification, true]);
  });
});

describe('a submit that is malformed', () => {
  let journey: CheckedJourney;
  beforeAll(async () => {
    journey = await startCheckedJourney();
  });
  afterAll(() => journey.close());

  test.each([
    ['vpc_id', {}],
    ['vpc_id', { vpc_id: 'vpc-123' }],
    ['vpc_id', { vpc_id: 'VPC-01111111111111A01' }],
    ['vpc_id', { vpc_id: 'vpc-0123456789abcdef' }],
    ['vpc_id', { vpc_id: 'vpc-0123456789abcdefg' }],
    ['vpc_id', { vpc_id: `${VPC.paymentsUs}\n` }],
    ['vpc_id', { vpc_id: 17 }],
    ['peer_vpc_id', { peer_vpc_id: null }],
    ['peer_vpc_id', { peer_vpc_id: [VPC.analyticsEu] }],
    ['peer_vpc_id', { peer_vpc_id: VPC.paymentsUs }],
    ['vpc_owner_id', { vpc_owner_id: 111111111111 }],
    ['vpc_owner_id', { vpc_owner_id: '11111111111' }],
    ['peer_owner_id', { peer_owner_id: '1111111111111' }],
    ['peer_owner_id', { peer_owner_id: '２２２２２２２２２２２２' }],
    ['vpc_region', { vpc_region: 'us_east_1' }],
    ['vpc_region', { vpc_region: 'everywhere' }],
    ['peer_region', { peer_region: 'EU-WEST-1' }],
    ['peer_region', { peer_region: 'http://169.254.169.254/#-1' }],
    ['justification', { justification: '' }],
    ['justification', { justification: ' \n\t ' }],
    ['justification', { justification: '\u200b' }],
    ['justification', { justification: '\u{e0041}\u200d\u200e\n' }],
    ['justification', { justification: 'x'.repeat(1001) }],
    ['justification', { justification: 'a\u0000b' }],
    ['justification', { justification: 'a\u001b[31mb' }],
    ['justification', { justification: 'a\u0085b' }],
    ['justification', { justification: 'half of a \ud83d pair' }],
    ['contact_email', { contact_email: 'priya' }],
    ['contact_email', { contact_email: 'priya@payments' }],
    ['contact_email', { contact_email: 'a@b.example\nbcc: c@d.example' }],
    ['contact_email', { contact_email: `${'a'.repeat(250)}@b.example` }],
    ['dry_run', { dry_run: 'true' }],
    ['colour', { colour: 'red' }],
    ['id', { id: 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8' }],
    ['constructor', { constructor: 'x' }],
  ])('is refused for its %s: %j', async (path, wrong) => {
    const { vpc_id, ...rest } = ACROSS;
    const body = Object.keys(wrong).length === 0 ? rest : { ...rest, vpc_id, ...wrong };
    const answer = await journey.call(PAYMENTS, 'POST', ROUTE, body);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
    const details = answer.body.success ? [] : answer.body.error.details;
    expect(new Set(details.map((detail) => detail.path))).toEqual(new Set([path]));
    expect(details.every(({ message }) => /^\S.*\.$/.test(message))).toBe(true);
  });

  test('names every field that is wrong at once', async () => {
    const { body } = await journey.call(PAYMENTS, 'POST', ROUTE, { vpc_id: 'x', dry_run: 1, colour: 'red' });
    const paths = body.success ? [] : body.error.details.map(({ path }) => path);
    expect([...new Set(paths)].sort()).toEqual([
      'colour',
      'dry_run',
      'justification',
      'peer_vpc_id',
      'vpc_id',
    ]);
  });
});
