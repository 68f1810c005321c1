import { Sha256 } from '@aws-crypto/sha256-js';
import {
  AcceptVpcPeeringConnectionCommand,
  CreateRouteCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  CreateVpcPeeringConnectionCommand,
  DeleteRouteCommand,
  DeleteVpcPeeringConnectionCommand,
  DescribeRouteTablesCommand,
  DescribeVpcPeeringConnectionsCommand,
  DescribeVpcsCommand,
  ModifyVpcPeeringConnectionOptionsCommand,
} from '@aws-sdk/client-ec2';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it } from 'vitest';
import { REQUEST_TAG } from '../../functions/adapters/request-tag.ts';
import { EXTERNAL_ID, HUB_ACCOUNT_ID, MANAGED_TAG, VPC } from '../../local/seed.ts';
import {
  ANALYTICS,
  emulatedEc2,
  HOUR,
  outcome,
  PARTNER,
  PAYMENTS,
  refusal,
  type World,
} from './emulated-ec2.ts';
import { mainTableOf } from './route-table.ts';
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

  it.each([
    ['a session name with a space', { RoleSessionName: 'two words' }],
    ['a session name of one character', { RoleSessionName: 'p' }],
    ['an external id of one character', { ExternalId: 'e' }],
    ['less than 15 minutes', { DurationSeconds: 899 }],
    ['more than an hour', { DurationSeconds: 3601 }],
  ])('refuses %s', async (_title, input) => {
    await using world = await emulatedEc2();
    const call = new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${PAYMENTS}:role/PeerwayRequester`,
      RoleSessionName: 'peerway',
      ExternalId: EXTERNAL_ID,
      ...input,
    });
    expect(await outcome(world.sts(HUB_ACCOUNT_ID).send(call))).toBe('ValidationError');
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
    const session = await sessionOf(world, PAYMENTS, 'PeerwayViewer');
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
        TagSpecifications: [
          { ResourceType: 'vpc-peering-connection', Tags: [{ Key: REQUEST_TAG, Value: 'pr-1' }] },
        ],
        DryRun: true,
      }),
    Describe: () => new DescribeVpcPeeringConnectionsCommand({ DryRun: true }),
    DescribeRouteTables: () => new DescribeRouteTablesCommand({ DryRun: true }),
    ModifyOptions: () =>
      new ModifyVpcPeeringConnectionOptionsCommand({ VpcPeeringConnectionId: 'pcx-1', DryRun: true }),
    CreateVpc: () => new CreateVpcCommand({ CidrBlock: '10.9.0.0/16', DryRun: true }),
  };

  it.each<[Role, keyof typeof dryRuns, string]>([
    ['PeerwayViewer', 'Describe', 'DryRunOperation'],
    ['PeerwayViewer', 'Create', 'UnauthorizedOperation'],
    ['PeerwayViewer', 'DescribeRouteTables', 'DryRunOperation'],
    ['PeerwayViewer', 'ModifyOptions', 'UnauthorizedOperation'],
    ['PeerwayConnector', 'Describe', 'UnauthorizedOperation'],
    ['PeerwayConnector', 'Create', 'UnauthorizedOperation'],
    ['PeerwayRequester', 'ModifyOptions', 'UnauthorizedOperation'],
    ['PeerwayRequester', 'Create', 'DryRunOperation'],
    ['PeerwayRequester', 'Describe', 'UnauthorizedOperation'],
    ['PeerwayRequester', 'CreateVpc', 'UnauthorizedOperation'],
    ['PeerwayAccepter', 'Describe', 'UnauthorizedOperation'],
    ['PeerwayAccepter', 'Create', 'UnauthorizedOperation'],
  ])('%s, DryRun of %s: %s', async (role, action, expected) => {
    await using world = await emulatedEc2();
    const client = world.ec2With(await sessionOf(world, PAYMENTS, role));
    const command = dryRuns[action]();
    expect(await outcome(client.send(command as DescribeVpcPeeringConnectionsCommand))).toBe(expected);
  });

  it('the requester role creates and deletes only connections with a request’s tag', async () => {
    await using world = await emulatedEc2();
    const role = world.ec2With(await sessionOf(world, PAYMENTS, 'PeerwayRequester'));
    const create = (to: string, tag: string) =>
      role.send(
        new CreateVpcPeeringConnectionCommand({
          VpcId: VPC.paymentsUs,
          PeerVpcId: to,
          PeerOwnerId: ANALYTICS,
          TagSpecifications: [
            { ResourceType: 'vpc-peering-connection', Tags: [{ Key: tag, Value: 'pr-1' }] },
          ],
        }),
      );
    const remove = (id = '') =>
      outcome(role.send(new DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId: id })));

    expect(await outcome(create(VPC.analyticsUs, 'Name'))).toBe('UnauthorizedOperation');
    const { VpcPeeringConnection: own } = await create(VPC.analyticsUs, REQUEST_TAG);
    const others = await world.pending({ from: VPC.paymentsUs, to: VPC.partnerUs, toAccount: PARTNER });
    const tags = new CreateTagsCommand({ Resources: [others], Tags: [{ Key: REQUEST_TAG, Value: 'pr-1' }] });
    expect(await outcome(role.send(tags))).toBe('UnauthorizedOperation');
    expect(await remove(others)).toBe('UnauthorizedOperation');
    expect(await remove(own?.VpcPeeringConnectionId)).toBe('ok');
  });

  it('the connector role writes the routes of tables with the owner’s tag, and of no others', async () => {
    await using world = await emulatedEc2();
    const role = world.ec2With(await sessionOf(world, PAYMENTS, 'PeerwayConnector'));
    const id = await world.active();
    const route = { RouteTableId: mainTableOf(VPC.paymentsUs), DestinationCidrBlock: '10.20.0.0/16' };
    const create = () => outcome(role.send(new CreateRouteCommand({ ...route, VpcPeeringConnectionId: id })));
    const remove = () => outcome(role.send(new DeleteRouteCommand(route)));
    const tag = (Value: string) => {
      const Tags = [{ Key: MANAGED_TAG.key, Value }];
      return new CreateTagsCommand({ Resources: [route.RouteTableId], Tags });
    };
    expect(await create()).toBe('ok');
    expect(await remove()).toBe('ok');
    await world.ec2({ accountId: PAYMENTS }).send(tag('by hand'));
    expect(await create()).toBe('UnauthorizedOperation');
    expect(await remove()).toBe('UnauthorizedOperation');
    expect(await outcome(role.send(tag(MANAGED_TAG.value)))).toBe('UnauthorizedOperation');
  });

  it('the connector role sets the options of connections with a request’s tag, which the accepter can’t see', async () => {
    await using world = await emulatedEc2();
    const set = async (accountId: string, side: 'Requester' | 'Accepter', id: string) => {
      const role = world.ec2With(await sessionOf(world, accountId, 'PeerwayConnector'));
      const command = new ModifyVpcPeeringConnectionOptionsCommand({
        VpcPeeringConnectionId: id,
        [`${side}PeeringConnectionOptions`]: { AllowDnsResolutionFromRemoteVpc: true },
        DryRun: true,
      });
      return outcome(role.send(command));
    };
    const id = await world.active();
    expect(await set(PAYMENTS, 'Requester', id)).toBe('UnauthorizedOperation');
    expect(await set(ANALYTICS, 'Accepter', id)).toBe('DryRunOperation');
    const tags = new CreateTagsCommand({ Resources: [id], Tags: [{ Key: REQUEST_TAG, Value: 'pr-1' }] });
    await world.ec2({ accountId: PAYMENTS }).send(tags);
    expect(await set(PAYMENTS, 'Requester', id)).toBe('DryRunOperation');
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

describe('The Query protocol over GET', () => {
  type Signer = ConstructorParameters<typeof SignatureV4>[0];

  const request = (world: World, query: Record<string, string>) => {
    const { hostname, port } = new URL(world.emulator.url);
    const headers = { host: `${hostname}:${port}` };
    return new HttpRequest({ hostname, port: Number(port), query, headers, path: '/', method: 'GET' });
  };
  const send = async ({ hostname, port, query, headers }: HttpRequest) => {
    const search = new URLSearchParams(query as Record<string, string>);
    const { host: _, ...others } = headers;
    const answer = await fetch(`http://${hostname}:${port}/?${search}`, { headers: others });
    return { status: answer.status, text: await answer.text() };
  };
  const signer = (service: string, credentials: Signer['credentials']) =>
    new SignatureV4({ service, region: 'us-east-1', credentials, sha256: Sha256 });
  const administrator = { accessKeyId: PAYMENTS, secretAccessKey: 'x' };
  const DESCRIBE = { Action: 'DescribeVpcs', Version: '2016-11-15' };

  it.each(['sign', 'presign'] as const)('is understood, signed by %s', async (how) => {
    await using world = await emulatedEc2();
    const signed = await signer('ec2', administrator)[how](request(world, DESCRIBE));
    expect(await send(signed as HttpRequest)).toEqual({
      status: 200,
      text: expect.stringContaining(VPC.paymentsUs),
    });
  });

  it('tells a role’s session by the token in the query string', async () => {
    await using world = await emulatedEc2();
    const session = await sessionOf(world, ANALYTICS, 'PeerwayAccepter');
    const query = { Action: 'GetCallerIdentity', Version: '2011-06-15' };
    const signed = (await signer('sts', session).presign(request(world, query))) as HttpRequest;
    expect((await send(signed)).text).toContain('assumed-role/PeerwayAccepter/peerway');
    const { 'X-Amz-Security-Token': _, ...rest } = signed.query;
    expect((await send({ ...signed, query: rest } as HttpRequest)).text).toContain('InvalidClientTokenId');
  });

  it('needs a signature', async () => {
    await using world = await emulatedEc2();
    expect(await send(request(world, DESCRIBE))).toMatchObject({ status: 403 });
    const unreadable = request(world, { ...DESCRIBE, 'X-Amz-Credential': PAYMENTS });
    expect((await send(unreadable)).text).toContain('<Code>IncompleteSignature</Code>');
  });
});

const acceptanceOf = (id: string) => new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId: id });
