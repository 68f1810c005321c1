import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AcceptVpcPeeringConnectionCommand,
  AssociateVpcCidrBlockCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  CreateVpcPeeringConnectionCommand,
  DeleteTagsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcPeeringConnectionsCommand,
  type DescribeVpcPeeringConnectionsCommandInput,
  DescribeVpcsCommand,
  type Filter,
  paginateDescribeVpcPeeringConnections,
} from '@aws-sdk/client-ec2';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { EXTERNAL_ID, HUB_ACCOUNT_ID, VPC } from '../../local/seed.ts';
import {
  ANALYTICS,
  emulatedEc2,
  HOUR,
  outcome,
  PAIR,
  PARTNER,
  PAYMENTS,
  refusal,
  SETTLE,
  type World,
} from './emulated-ec2.ts';

const payments = { accountId: PAYMENTS };
const analytics = { accountId: ANALYTICS };

type Role = 'PeerwayRequester' | 'PeerwayAccepter';
const roleArn = (accountId: string, role: string) => `arn:aws:iam::${accountId}:role/${role}`;

function assume(world: World, accountId: string, role: string, ExternalId?: string, by = HUB_ACCOUNT_ID) {
  return world.sts(by).send(
    new AssumeRoleCommand({
      RoleArn: roleArn(accountId, role),
      RoleSessionName: 'peerway',
      ...(ExternalId !== undefined && { ExternalId }),
    }),
  );
}

async function sessionOf(world: World, accountId: string, role: Role) {
  const { Credentials } = await assume(world, accountId, role, EXTERNAL_ID);
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

describe('AssumeRole', () => {
  it.each([
    ['the hub, with the external id', PAYMENTS, 'PeerwayRequester', EXTERNAL_ID, HUB_ACCOUNT_ID, 'ok'],
    ['without an external id', PAYMENTS, 'PeerwayRequester', undefined, HUB_ACCOUNT_ID, 'AccessDenied'],
    ['with another external id', PAYMENTS, 'PeerwayRequester', 'guessed', HUB_ACCOUNT_ID, 'AccessDenied'],
    ['another account than the hub', PAYMENTS, 'PeerwayRequester', EXTERNAL_ID, PARTNER, 'AccessDenied'],
    [
      'into an account not onboarded',
      PARTNER,
      'PeerwayAccepter',
      EXTERNAL_ID,
      HUB_ACCOUNT_ID,
      'AccessDenied',
    ],
    ['a role that does not exist', PAYMENTS, 'Administrator', EXTERNAL_ID, HUB_ACCOUNT_ID, 'AccessDenied'],
  ])('%s', async (_title, accountId, role, externalId, by, expected) => {
    await using world = await emulatedEc2();
    expect(await outcome(assume(world, accountId, role, externalId, by))).toBe(expected);
  });

  it('says who was denied what', async () => {
    await using world = await emulatedEc2();
    expect((await refusal(assume(world, PAYMENTS, 'PeerwayRequester', 'guessed')))?.message).toBe(
      'User: arn:aws:iam::999999999999:user/administrator is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::111111111111:role/PeerwayRequester',
    );
  });

  it('GetCallerIdentity tells a session from an administrator', async () => {
    await using world = await emulatedEc2();
    const session = await sessionOf(world, ANALYTICS, 'PeerwayAccepter');
    const whoAmI = new GetCallerIdentityCommand({});
    expect(await world.sts(PAYMENTS).send(whoAmI)).toMatchObject({ Account: PAYMENTS });
    expect(await world.stsWith(session).send(whoAmI)).toMatchObject({
      Account: ANALYTICS,
      Arn: 'arn:aws:sts::222222222222:assumed-role/PeerwayAccepter/peerway',
    });
  });

  it('a session ends when its Expiration says', async () => {
    await using world = await emulatedEc2();
    const session = await sessionOf(world, PAYMENTS, 'PeerwayRequester');
    const describeAll = () => world.ec2With(session).send(new DescribeVpcPeeringConnectionsCommand({}));
    world.pass(HOUR - 1);
    expect(await outcome(describeAll())).toBe('ok');
    world.pass(1);
    expect(await outcome(describeAll())).toBe('RequestExpired');
    expect(await outcome(world.stsWith(session).send(new GetCallerIdentityCommand({})))).toBe('ExpiredToken');
  });
});

describe('Who may call what', () => {
  const dryRuns = {
    Create: () =>
      new CreateVpcPeeringConnectionCommand({
        VpcId: VPC.paymentsUs,
        PeerVpcId: VPC.analyticsUs,
        DryRun: true,
      }),
    Describe: () => new DescribeVpcPeeringConnectionsCommand({ DryRun: true }),
    CreateVpc: () => new CreateVpcCommand({ CidrBlock: '10.9.0.0/16', DryRun: true }),
  };

  it.each<[Role, keyof typeof dryRuns, string]>([
    ['PeerwayRequester', 'Create', 'DryRunOperation'],
    ['PeerwayRequester', 'Describe', 'DryRunOperation'],
    ['PeerwayRequester', 'CreateVpc', 'UnauthorizedOperation'],
    ['PeerwayAccepter', 'Describe', 'DryRunOperation'],
    ['PeerwayAccepter', 'Create', 'UnauthorizedOperation'],
  ])('%s, DryRun of %s: %s', async (role, action, expected) => {
    await using world = await emulatedEc2();
    const client = world.ec2With(await sessionOf(world, PAYMENTS, role));
    const command = dryRuns[action]();
    expect(await outcome(client.send(command as DescribeVpcPeeringConnectionsCommand))).toBe(expected);
  });

  it('the roles carry a request through, each in its own account', async () => {
    await using world = await emulatedEc2();
    const requester = world.ec2With(await sessionOf(world, PAYMENTS, 'PeerwayRequester'));
    const accepter = world.ec2With(await sessionOf(world, ANALYTICS, 'PeerwayAccepter'));
    const id = await world.pending();
    expect(await outcome(requester.send(acceptanceOf(id)))).toBe('UnauthorizedOperation');
    expect(await outcome(accepter.send(acceptanceOf(id)))).toBe('ok');
  });

  it.each([
    ['an unknown access key', { accessKeyId: 'ASIAUNKNOWN', secretAccessKey: 'x', sessionToken: 'x' }],
    ['a key that is no account id', { accessKeyId: '12345', secretAccessKey: 'x' }],
  ])('%s', async (_title, credentials) => {
    await using world = await emulatedEc2();
    expect(await outcome(world.ec2With(credentials).send(new DescribeVpcsCommand({})))).toBe('AuthFailure');
    expect(await outcome(world.stsWith(credentials).send(new GetCallerIdentityCommand({})))).toBe(
      'InvalidClientTokenId',
    );
  });

  it('a session’s key with another session’s token', async () => {
    await using world = await emulatedEc2();
    const session = await sessionOf(world, PAYMENTS, 'PeerwayRequester');
    const { sessionToken } = await sessionOf(world, PAYMENTS, 'PeerwayRequester');
    const client = world.ec2With({ ...session, sessionToken });
    expect(await outcome(client.send(new DescribeVpcsCommand({})))).toBe('AuthFailure');
  });

  it('a request without a signature', async () => {
    await using world = await emulatedEc2();
    const answer = await fetch(world.emulator.url, { method: 'POST', body: 'Action=DescribeVpcs' });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<Code>MissingAuthenticationToken</Code>');
  });
});

const acceptanceOf = (id: string) => new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId: id });

describe('Filters and pages', () => {
  const found = async (world: World, input: DescribeVpcPeeringConnectionsCommandInput) => {
    const answer = await world.ec2(payments).send(new DescribeVpcPeeringConnectionsCommand(input));
    return answer.VpcPeeringConnections?.map((shown) => shown.AccepterVpcInfo?.VpcId).sort();
  };

  it.each<[title: string, filters: Filter[], expected: string[]]>([
    ['status-code', [{ Name: 'status-code', Values: ['active'] }], [VPC.analyticsUs]],
    ['one of several values', [{ Name: 'status-code', Values: ['active', 'failed'] }], [VPC.analyticsUs]],
    ['status-message', [{ Name: 'status-message', Values: ['Pending Acceptance by *'] }], [VPC.partnerUs]],
    [
      'requester vpc-id',
      [{ Name: 'requester-vpc-info.vpc-id', Values: [VPC.paymentsUs] }],
      [VPC.analyticsUs, VPC.partnerUs],
    ],
    [
      'requester cidr-block',
      [{ Name: 'requester-vpc-info.cidr-block', Values: ['10.1.?.0/16'] }],
      [VPC.analyticsUs, VPC.partnerUs],
    ],
    ['accepter vpc-id', [{ Name: 'accepter-vpc-info.vpc-id', Values: [VPC.partnerUs] }], [VPC.partnerUs]],
    ['accepter owner-id', [{ Name: 'accepter-vpc-info.owner-id', Values: ['2*'] }], [VPC.analyticsUs]],
    [
      'accepter cidr-block, not shown while pending',
      [{ Name: 'accepter-vpc-info.cidr-block', Values: ['10.*'] }],
      [VPC.analyticsUs],
    ],
    ['expiration-time', [{ Name: 'expiration-time', Values: ['2026-03-09T*'] }], [VPC.partnerUs]],
    ['tag:<key>', [{ Name: 'tag:request', Values: ['pr-2'] }], [VPC.partnerUs]],
    ['tag-key', [{ Name: 'tag-key', Values: ['request'] }], [VPC.partnerUs]],
    ['a wildcard taken literally', [{ Name: 'status-code', Values: ['act\\*'] }], []],
    [
      'all of several filters',
      [
        { Name: 'status-code', Values: ['active'] },
        { Name: 'tag-key', Values: ['*'] },
      ],
      [],
    ],
  ])('%s', async (_title, Filters, expected) => {
    await using world = await emulatedEc2();
    await world.active();
    const toPartner = { from: VPC.paymentsUs, to: VPC.partnerUs, toAccount: PARTNER };
    await world.create(payments, toPartner, { request: 'pr-2' });
    world.pass(SETTLE);
    expect(await found(world, { Filters })).toEqual(expected);
  });

  it.each<[title: string, input: DescribeVpcPeeringConnectionsCommandInput, code: string]>([
    ['an unknown filter', { Filters: [{ Name: 'color', Values: ['blue'] }] }, 'InvalidParameterValue'],
    ['MaxResults below 5', { MaxResults: 4 }, 'InvalidParameterValue'],
    ['MaxResults above 1000', { MaxResults: 1001 }, 'InvalidParameterValue'],
    ['a NextToken of nobody’s', { NextToken: 'what' }, 'InvalidPaginationToken'],
    [
      'ids together with MaxResults',
      { VpcPeeringConnectionIds: ['pcx-0aaaaaaaaaaaaaaaa'], MaxResults: 5 },
      'InvalidParameterCombination',
    ],
  ])('refuses %s', async (_title, input, code) => {
    await using world = await emulatedEc2();
    expect(await outcome(found(world, input))).toBe(code);
  });

  it('pages show every connection once', async () => {
    await using world = await emulatedEc2();
    const ids: string[] = [];
    for (let host = 0; host < 12; host += 1) {
      const to = `vpc-000000000000000${host.toString(16).padStart(2, '0')}`;
      ids.push((await world.create(payments, { from: VPC.paymentsUs, to })).VpcPeeringConnectionId);
    }
    world.pass(SETTLE);
    const pages: (string | undefined)[][] = [];
    for await (const page of paginateDescribeVpcPeeringConnections(
      { client: world.ec2(payments), pageSize: 5 },
      {},
    )) {
      pages.push(page.VpcPeeringConnections?.map((shown) => shown.VpcPeeringConnectionId) ?? []);
    }
    expect(pages.map((page) => page.length)).toEqual([5, 5, 2]);
    expect(pages.flat().sort()).toEqual(ids.sort());
  });
});

describe('Tags', () => {
  const tagsOf = async (world: World, id: string) =>
    Object.fromEntries((await world.look(payments, id)).Tags?.map(({ Key, Value }) => [Key, Value]) ?? []);

  it.each<[title: string, doomed: { Key: string; Value?: string }[] | undefined, left: object]>([
    ['by key', [{ Key: 'request' }], { owner: 'priya' }],
    ['by key and value', [{ Key: 'request', Value: 'pr-2' }], { owner: 'priya' }],
    ['by key and another value: none', [{ Key: 'request', Value: '' }], { owner: 'priya', request: 'pr-2' }],
    ['without a key: all', undefined, {}],
  ])('are overwritten by key and deleted %s', async (_title, doomed, left) => {
    await using world = await emulatedEc2();
    const { VpcPeeringConnectionId: id } = await world.create(payments, PAIR, {
      request: 'pr-1',
      owner: 'priya',
    });
    world.pass(SETTLE);
    const client = world.ec2(payments);
    await client.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'request', Value: 'pr-2' }] }));
    expect(await tagsOf(world, id)).toEqual({ owner: 'priya', request: 'pr-2' });
    await client.send(new DeleteTagsCommand({ Resources: [id], ...(doomed && { Tags: doomed }) }));
    expect(await tagsOf(world, id)).toEqual(left);
  });

  it.each([
    ['pcx-0aaaaaaaaaaaaaaaa', 'InvalidVpcPeeringConnectionID.NotFound'],
    [VPC.analyticsUs, 'InvalidVpcID.NotFound'],
    ['subnet-1', 'InvalidID'],
  ])('cannot be put on %s', async (id, code) => {
    await using world = await emulatedEc2();
    const tags = new CreateTagsCommand({ Resources: [id], Tags: [{ Key: 'a', Value: 'b' }] });
    expect(await outcome(world.ec2(payments).send(tags))).toBe(code);
  });
});

describe('VPCs', () => {
  it('are shown to their account in their Region, with every block', async () => {
    await using world = await emulatedEc2();
    const { Vpcs } = await world.ec2({ ...payments, region: 'eu-west-1' }).send(new DescribeVpcsCommand({}));
    expect(Vpcs).toMatchObject([
      {
        VpcId: VPC.paymentsEu,
        OwnerId: PAYMENTS,
        CidrBlock: '10.2.0.0/16',
        CidrBlockAssociationSet: [{ CidrBlock: '10.2.0.0/16', CidrBlockState: { State: 'associated' } }],
        Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8:2000::/56' }],
        Tags: [{ Key: 'Name', Value: 'payments-eu' }],
      },
    ]);
  });

  it.each<[Filter, number]>([
    [{ Name: 'vpc-id', Values: [VPC.analyticsUs, VPC.analyticsOverlap] }, 2],
    [{ Name: 'cidr', Values: ['10.20.0.0/16'] }, 1],
    [{ Name: 'cidr-block-association.cidr-block', Values: ['10.1.64.0/18'] }, 1],
    [{ Name: 'owner-id', Values: [ANALYTICS] }, 3],
    [{ Name: 'tag:Name', Values: ['analytics-*'] }, 3],
  ])('filter %j', async (filter, count) => {
    await using world = await emulatedEc2();
    const { Vpcs } = await world.ec2(analytics).send(new DescribeVpcsCommand({ Filters: [filter] }));
    expect(Vpcs).toHaveLength(count);
  });

  it('are created in canonical form, with an IPv6 block on demand', async () => {
    await using world = await emulatedEc2();
    const { Vpc } = await world
      .ec2(payments)
      .send(new CreateVpcCommand({ CidrBlock: '10.60.7.0/16', AmazonProvidedIpv6CidrBlock: true }));
    expect(Vpc?.CidrBlock).toBe('10.60.0.0/16');
    expect(Vpc?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock).toMatch(/^2600:1f00:.*::\/56$/);
  });

  it.each([
    ['no CIDR block', 'ten', 'InvalidParameterValue'],
    ['larger than /16', '10.0.0.0/8', 'InvalidVpc.Range'],
    ['overlapping one of its own', '10.1.9.0/24', 'CidrConflict'],
  ])('refuse a block that is %s', async (_title, CidrBlock, code) => {
    await using world = await emulatedEc2();
    const associate = new AssociateVpcCidrBlockCommand({ VpcId: VPC.paymentsUs, CidrBlock });
    expect(await outcome(world.ec2(payments).send(associate))).toBe(code);
  });

  it('have attributes', async () => {
    await using world = await emulatedEc2();
    const hostnames = async () => {
      const read = new DescribeVpcAttributeCommand({
        VpcId: VPC.paymentsUs,
        Attribute: 'enableDnsHostnames',
      });
      return (await world.ec2(payments).send(read)).EnableDnsHostnames?.Value;
    };
    expect(await hostnames()).toBe(false);
    await world.setDnsHostnames(payments, VPC.paymentsUs);
    expect(await hostnames()).toBe(true);
  });
});

describe('The emulator itself', () => {
  it('counts what reached EC2', async () => {
    await using world = await emulatedEc2();
    await world.active();
    const accepts = world.emulator.calls().filter(({ action }) => action === 'AcceptVpcPeeringConnection');
    expect(accepts).toMatchObject([{ accountId: ANALYTICS, region: 'us-east-1' }]);
  });

  it('goes on from its state file: connections, tags, sessions', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'emulated-ec2-'));
    const stateFile = join(folder, 'ec2.json');
    try {
      const before = await emulatedEc2({ stateFile });
      const session = await sessionOf(before, PAYMENTS, 'PeerwayRequester');
      const { VpcPeeringConnectionId: id } = await before.create(payments, PAIR, { request: 'pr-1' });
      await before[Symbol.asyncDispose]();
      expect(JSON.parse(await readFile(stateFile, 'utf8')).connections).toHaveLength(1);

      await using after = await emulatedEc2({ stateFile });
      after.pass(SETTLE);
      expect((await after.look(payments, id)).Tags).toEqual([{ Key: 'request', Value: 'pr-1' }]);
      const again = await after.create(payments, PAIR);
      expect(again.VpcPeeringConnectionId).toBe(id);
      const { Account } = await after.stsWith(session).send(new GetCallerIdentityCommand({}));
      expect(Account).toBe(PAYMENTS);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
