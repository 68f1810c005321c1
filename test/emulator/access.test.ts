import {
  AcceptVpcPeeringConnectionCommand,
  CreateVpcCommand,
  CreateVpcPeeringConnectionCommand,
  DescribeVpcPeeringConnectionsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { EXTERNAL_ID, HUB_ACCOUNT_ID, VPC } from '../../local/seed.ts';
import { ANALYTICS, emulatedEc2, HOUR, outcome, PARTNER, PAYMENTS, refusal } from './emulated-ec2.ts';
import { assume, type Role, sessionOf } from './sessions.ts';

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
