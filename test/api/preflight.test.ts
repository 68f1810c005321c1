import {
  AcceptVpcPeeringConnectionCommand,
  AssociateVpcCidrBlockCommand,
  CreateVpcPeeringConnectionCommand,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorDetail } from '../../functions/domain/request/errors.ts';
import { VPC } from '../../local/seed.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { ACROSS, ANALYTICS, HUB, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, errorOf, ownJourney, startCheckedJourney } from './checked-journey.ts';
import { ALL_PASS, dryRun, expectRefused, SEEDED, submit } from './dry-run.ts';
import { rawTable } from './raw-table.ts';
import { withUnreachable } from './unreachable.ts';

const STRANGER = '444444444444';
const NO_VPC = 'vpc-0ffffffffffffffff';
const SETTLED_SECONDS = 30;

/** Payments asks partner, in whose account Peerway has no role. */
const TO_PARTNER = {
  ...ACROSS,
  peer_vpc_id: VPC.partnerUs,
  peer_owner_id: PARTNER,
  peer_region: 'us-east-1',
};

const invalid = (path: string) => ({ status: 400, code: 'VALIDATION_ERROR', details: [{ path }] });

test('passes, warns of DNS, and writes nothing', async () => {
  const journey = await ownJourney();
  const table = rawTable(journey.endpoints.dynamodb);
  const items = async () => (await table.dump()).filter(({ pk }) => !String(pk).startsWith('SUBMISSIONS#'));
  const before = await items();
  const { would_submit, results } = await dryRun(journey);
  expect([would_submit, results]).toEqual([true, SEEDED]);
  expect(await items()).toEqual(before);
  expect(journey.ec2.calls().filter(({ action }) => !/^(Describe|AssumeRole)/.test(action))).toEqual([]);

  const vpcs = [
    [PAYMENTS, 'us-east-1', VPC.paymentsUs],
    [ANALYTICS, 'eu-west-1', VPC.analyticsEu],
  ] as const;
  for (const [account, region, VpcId] of vpcs) {
    expect((await dryRun(journey)).results['dns']).toBe('warn');
    const EnableDnsHostnames = { Value: true };
    await journey.ec2As(account, region).send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames }));
  }
  expect((await dryRun(journey)).results).toEqual(ALL_PASS);
});

test('`dry_run`, its older name, answers the same, and uses no key up', async () => {
  const journey = await ownJourney();
  const send = async (body: object) => {
    const response = await signedFetch(PAYMENTS, `${journey.endpoints.api}/peering-requests`, {
      method: 'POST',
      headers: { 'Idempotency-Key': 'one' },
      body: JSON.stringify(body),
    });
    return { status: response.status, ...((await response.json()) as object) };
  };
  const { results: _, ...data } = await dryRun(journey);
  expect(await send({ ...ACROSS, dry_run: true })).toEqual({ status: 200, success: true, data });
  expect(await send(ACROSS)).toMatchObject({ status: 201, data: { status: 'submitted' } });
});

test('does not know what lies in an account without our role, and lets it be submitted', async () => {
  const journey = await ownJourney();
  const { would_submit, results } = await dryRun(journey, TO_PARTNER);
  expect([would_submit, results]).toEqual([
    true,
    {
      ...ALL_PASS,
      'accepter-vpc': 'unknown',
      'accepter-account': 'warn',
      'cidr-overlap': 'unknown',
      'accepter-active-quota': 'unknown',
      dns: 'unknown',
    },
  ]);
  expect((await submit(journey, TO_PARTNER)).status).toBe(201);
});

test.each(['EC2', 'STS'] as const)('does not know what an unreachable %s keeps from it', async (service) => {
  const journey = await ownJourney();
  const { results } = await withUnreachable(service, () => dryRun(journey));
  expect(results).toEqual({
    'requester-vpc': 'unknown',
    'accepter-vpc': 'unknown',
    'accepter-account': 'pass',
    approvers: 'pass',
    'open-request': 'unknown',
    'live-connection': 'unknown',
    'cidr-overlap': 'unknown',
    'pending-quota': 'unknown',
    'requester-active-quota': 'unknown',
    'accepter-active-quota': 'unknown',
    dns: 'unknown',
  });
});

test('asks again where EC2 throttles a call', async () => {
  const journey = await ownJourney();
  journey.ec2.disturbNext('DescribeVpcs', 'throttled');
  journey.ec2.disturbNext('DescribeVpcPeeringConnections', 'throttled');
  expect((await dryRun(journey)).results).toEqual(SEEDED);
});

test('fails for a VPC that does not exist, on either side', async () => {
  const journey = await ownJourney();
  await expectRefused(journey, { ...ACROSS, vpc_id: NO_VPC }, 'requester-vpc', invalid('vpc_id'));
  await expectRefused(journey, { ...ACROSS, peer_vpc_id: NO_VPC }, 'accepter-vpc', invalid('peer_vpc_id'));
  const elsewhere = { ...ACROSS, peer_region: 'us-east-1' };
  await expectRefused(journey, elsewhere, 'accepter-vpc', invalid('peer_vpc_id'));
  const somebodyElses = { ...ACROSS, vpc_id: VPC.analyticsUs };
  await expectRefused(journey, somebodyElses, 'requester-vpc', invalid('vpc_id'));
});

describe('where nothing is found for want of a field, it says where it looked:', () => {
  let journey: CheckedJourney;
  beforeAll(async () => {
    journey = await startCheckedJourney();
  });
  afterAll(() => journey.close());

  const EU = { ...ACROSS, vpc_id: VPC.paymentsEu, vpc_region: 'eu-west-1' };
  const leftOut = (field: string, where: string) =>
    `\`${field}\` was left out, so Peerway looked in ${where}.`;

  test.each<[string, Record<string, unknown>, string, string]>([
    ['vpc_region', EU, 'vpc_id', leftOut('vpc_region', 'us-east-1')],
    ['peer_region', ACROSS, 'peer_vpc_id', leftOut('peer_region', 'us-east-1')],
    ['peer_owner_id', ACROSS, 'peer_vpc_id', leftOut('peer_owner_id', `account ${PAYMENTS}`)],
  ])('%s', async (field, { [field]: _, ...body }, path, hint) => {
    const { checks } = await dryRun(journey, body);
    const { details } = errorOf(await submit(journey, body)) as { details: ErrorDetail[] };
    const [first] = checks.filter(({ result }) => result === 'fail');
    expect(first?.message).toMatch(/^vpc-\w+ doesn’t exist in account \d{12}, [\w-]+\. `/);
    expect(first?.message).toContain(hint);
    expect(details).toEqual([{ path, message: first?.message }]);
    const said = await dryRun(journey, { ...EU, vpc_region: 'us-east-1' });
    expect(said.checks[0]?.message).toMatch(/doesn’t exist in account \d{12}, us-east-1\.$/);
  });
});

test('fails for a requester account without our role', async () => {
  const journey = await ownJourney();
  const body = { ...ACROSS, vpc_id: VPC.partnerUs };
  await expectRefused(journey, body, 'requester-vpc', invalid('vpc_owner_id'), PARTNER);
});

test('fails for a VPC that another account shares, on either side, and does not judge its DNS settings', async () => {
  const journey = await ownJourney();
  journey.ec2.changeVpc(VPC.partnerUs, (vpc) => {
    vpc.sharedWith = [PAYMENTS];
  });
  journey.ec2.changeVpc(VPC.partnerEu, (vpc) => {
    vpc.sharedWith = [ANALYTICS];
  });
  const ours = { ...ACROSS, vpc_id: VPC.partnerUs };
  const theirs = { ...ACROSS, peer_vpc_id: VPC.partnerEu };
  for (const [body, check, path, participant] of [
    [ours, 'requester-vpc', 'vpc_owner_id', PAYMENTS],
    [theirs, 'accepter-vpc', 'peer_owner_id', ANALYTICS],
  ] as const) {
    const vpc = body === ours ? VPC.partnerUs : VPC.partnerEu;
    await expectRefused(journey, body, check, {
      ...invalid(path),
      details: [
        {
          path,
          message: `${vpc} is shared with account ${participant}, which doesn’t own it. Only its owner can peer it.`,
        },
      ],
    });
    expect((await dryRun(journey, body)).results['dns']).toBe('unknown');
  }
});

test.each([
  ['associated', 'fail'],
  ['associating', 'fail'],
  ['disassociating', 'pass'],
  ['disassociated', 'pass'],
  ['failing', 'pass'],
  ['failed', 'pass'],
] as const)('a block that is %s: overlap, IPv4 and IPv6 alike, is a %s', async (state, result) => {
  const journey = await ownJourney();
  const ipv4 = { ...ACROSS, peer_vpc_id: VPC.analyticsSecondaryOverlap, peer_region: 'us-east-1' };
  const ipv6 = {
    ...ACROSS,
    vpc_id: VPC.paymentsEu,
    vpc_region: 'eu-west-1',
    peer_vpc_id: VPC.analyticsIpv6Overlap,
  };
  for (const { peer_vpc_id } of [ipv4, ipv6]) {
    journey.ec2.changeVpc(peer_vpc_id, ({ cidrBlocks, ipv6CidrBlocks }) => {
      for (const block of [...cidrBlocks.slice(1), ...ipv6CidrBlocks]) block.state = state;
    });
  }
  expect((await dryRun(journey, ipv4)).results['cidr-overlap']).toBe(result);
  expect((await dryRun(journey, ipv6)).results['cidr-overlap']).toBe(result);
});

test.each([
  ['requester-vpc', 'vpc_region', 'eu-north-1'],
  ['accepter-vpc', 'peer_region', 'eu-wset-1'],
])(
  'fails for a Region of the %s that is not configured, and does not look there',
  async (check, path, region) => {
    const journey = await ownJourney();
    const body = { ...ACROSS, [path]: region };
    await expectRefused(journey, body, check, {
      ...invalid(path),
      details: [
        { path, message: `Peerway isn’t set up for ${region}. Choose one of: us-east-1, eu-west-1.` },
      ],
    });
    expect(
      journey.ec2.calls().filter(({ action, region: asked }) => action !== 'AssumeRole' && asked === region),
    ).toEqual([]);
  },
);

test('fails for an accepter account that nobody can approve for', async () => {
  const journey = await ownJourney();
  for (const peer_owner_id of [STRANGER, HUB]) {
    const body = { ...ACROSS, peer_owner_id };
    await expectRefused(journey, body, 'accepter-account', invalid('peer_owner_id'));
  }
});

test('fails for an open request, in either direction, and names it and its connection', async () => {
  const journey = await ownJourney();
  const { id, vpc_peering_connection_id } = await journey.submit();
  const conflict = {
    status: 409,
    code: 'CONFLICT',
    details: [{ peering_request_id: id, vpc_peering_connection_id }],
  };
  await expectRefused(journey, ACROSS, 'open-request', conflict);
  const turned = {
    vpc_id: ACROSS.peer_vpc_id,
    vpc_region: ACROSS.peer_region,
    peer_vpc_id: ACROSS.vpc_id,
    peer_owner_id: PAYMENTS,
    peer_region: ACROSS.vpc_region,
    justification: 'the other way',
  };
  await expectRefused(journey, turned, 'open-request', conflict, ANALYTICS);
});

test('fails for a connection made outside, in either direction, pending or active', async () => {
  const journey = await ownJourney();
  const ec2 = journey.ec2As(ANALYTICS, 'eu-west-1');
  const { VpcPeeringConnection: made } = await ec2.send(
    new CreateVpcPeeringConnectionCommand({
      VpcId: ACROSS.peer_vpc_id,
      PeerVpcId: ACROSS.vpc_id,
      PeerOwnerId: PAYMENTS,
      PeerRegion: ACROSS.vpc_region,
    }),
  );
  const id = made?.VpcPeeringConnectionId ?? '';
  const conflict = { status: 409, code: 'CONFLICT', details: [{ vpc_peering_connection_id: id }] };
  await journey.pass(SETTLED_SECONDS);
  await expectRefused(journey, ACROSS, 'live-connection', conflict);
  await journey
    .ec2As(PAYMENTS, 'us-east-1')
    .send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId: id }));
  await journey.pass(SETTLED_SECONDS);
  await expectRefused(journey, ACROSS, 'live-connection', conflict);
});

test('fails for overlap and names every pair of blocks, IPv4 and IPv6, primary and secondary', async () => {
  const journey = await ownJourney();
  const ec2 = journey.ec2As(ANALYTICS, 'eu-west-1');
  for (const CidrBlock of ['10.2.16.0/20', '10.2.64.0/18']) {
    await ec2.send(new AssociateVpcCidrBlockCommand({ VpcId: VPC.analyticsIpv6Overlap, CidrBlock }));
  }
  const body = {
    ...ACROSS,
    vpc_id: VPC.paymentsEu,
    vpc_region: 'eu-west-1',
    peer_vpc_id: VPC.analyticsIpv6Overlap,
  };
  const overlaps = [
    ['10.2.0.0/16', '10.2.16.0/20'],
    ['10.2.0.0/16', '10.2.64.0/18'],
    ['2001:db8:2000::/56', '2001:db8:2000::/56'],
  ];
  await expectRefused(journey, body, 'cidr-overlap', {
    status: 422,
    code: 'OVERLAPPING_CIDR',
    details: overlaps.map(([cidr_block, peer_cidr_block]) => ({
      path: 'peer_vpc_id',
      cidr_block,
      peer_cidr_block,
    })),
  });
  const { checks } = await dryRun(journey, body);
  const told = checks.find(({ check }) => check === 'cidr-overlap')?.message;
  for (const block of overlaps.flat()) expect(told).toContain(block);
});

describe('what is asked for besides the connection', () => {
  const LEGACY = { vpc_id: VPC.paymentsLegacy, peer_vpc_id: VPC.analyticsUs, peer_region: 'us-east-1' };
  const connect = { routes: true, dns_resolution: true };

  test('is planned on both sides, without naming a route table', async () => {
    const journey = await ownJourney();
    const { would_submit, results, checks } = await dryRun(journey, { ...ACROSS, ...LEGACY, connect });
    expect(would_submit).toBe(true);
    expect(results).toEqual({
      ...SEEDED,
      'requester-connectivity': 'warn',
      'accepter-connectivity': 'pass',
    });
    const { message = '' } = checks.find(({ check }) => check === 'requester-connectivity') ?? {};
    for (const said of ['leads elsewhere', 'isn’t active', 'more specific', 'no room']) {
      expect(message).toContain(said);
    }
    expect(JSON.stringify(checks)).not.toMatch(/rtb-|tgw-/);
    expect(checks.find(({ check }) => check === 'dns')?.remedy).toContain('AllowDnsResolutionFromRemoteVpc');
  });

  test('is refused where an account’s entry says so, and a warning where it only wants advice', async () => {
    const journey = await ownJourney();
    const put = (mode: string) =>
      journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, {
        name: 'analytics',
        approvers: ['anna@analytics.example'],
        onboarded: true,
        connect: mode,
      });
    await put('refuse');
    const body = { ...ACROSS, ...LEGACY, connect };
    await expectRefused(journey, body, 'accepter-connectivity', invalid('connect'));
    await put('advise');
    expect((await dryRun(journey, body)).results).toMatchObject({ 'accepter-connectivity': 'warn' });
  });

  test('must lie in the VPC that it is to reach', async () => {
    const journey = await ownJourney();
    const routes = {
      destination_cidr_blocks: ['10.20.1.0/24', '10.99.0.0/16'],
      peer_destination_cidr_blocks: ['10.3.1.0/24'],
    };
    await expectRefused(
      journey,
      { ...ACROSS, ...LEGACY, connect: { routes } },
      'requester-connectivity',
      invalid('connect.routes.destination_cidr_blocks.1'),
    );
  });

  test('is unknown where Peerway has no role, and costs no call where nothing is asked', async () => {
    const journey = await ownJourney();
    const { results } = await dryRun(journey, { ...TO_PARTNER, connect });
    expect(results).toMatchObject({
      'accepter-connectivity': 'unknown',
      'requester-connectivity': 'unknown',
    });
    const before = journey.ec2.calls().length;
    await dryRun(journey);
    expect(
      journey.ec2
        .calls()
        .slice(before)
        .map(({ action }) => action),
    ).not.toContain('DescribeRouteTables');
  });
});
