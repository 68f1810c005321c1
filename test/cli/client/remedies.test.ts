import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessRemedy } from '../../../cli/client/access-remedy.ts';
import { credentialsRemedy } from '../../../cli/client/credentials.ts';
import { parseEndpoint } from '../../../cli/client/endpoint.ts';
import { runPeerway } from '../run-peerway.ts';

const GATEWAY = 'https://a1b2.execute-api.eu-west-1.amazonaws.com';
const SSO = `
[profile payments]
sso_session = company
sso_account_id = 111111111111
sso_role_name = NetworkUser

[profile never]
sso_session = elsewhere
sso_account_id = 111111111111
sso_role_name = NetworkUser

[profile peerway]
role_arn = arn:aws:iam::999999999999:role/PeerwayCaller-11
source_profile = payments
role_session_name = 111111111111-priya@payments.example

[profile empty]
region = eu-west-1

[sso-session company]
sso_region = eu-west-1
sso_start_url = https://company.awsapps.example/start

[sso-session elsewhere]
sso_region = eu-west-1
sso_start_url = https://elsewhere.awsapps.example/start
`;

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'peerway-home-'));
  const cache = join(home, '.aws/sso/cache');
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(home, '.aws/config'), SSO);
  const expired = { accessToken: 'a', expiresAt: '2020-01-01T00:00:00Z' };
  const key = createHash('sha1').update('company').digest('hex');
  writeFileSync(join(cache, `${key}.json`), JSON.stringify(expired));
});
afterAll(() => rmSync(home, { recursive: true }));

describe('without credentials, the last line says what to do', () => {
  test.each([
    ['an expired session of IAM Identity Center', 'payments', 'Sign in: aws sso login --profile payments'],
    [
      'one that a role’s profile takes its credentials from',
      'peerway',
      'Sign in: aws sso login --profile payments',
    ],
    ['one that never began', 'never', 'Sign in: aws sso login --profile never'],
    [
      'a profile without credentials',
      'empty',
      'Check the profile empty, or choose another with --profile. To list profiles: aws configure list-profiles',
    ],
    [
      'a profile that does not exist',
      'typo',
      'Check the profile typo, or choose another with --profile. To list profiles: aws configure list-profiles',
    ],
    [
      'no profile',
      undefined,
      'Set AWS_PROFILE or pass --profile. To list profiles: aws configure list-profiles',
    ],
  ])('%s', async (_, profile, remedy) => {
    for (const isOption of [true, false]) {
      const args = isOption && profile ? ['list', '--profile', profile] : ['list'];
      const env = { HOME: home, ...(!isOption && profile && { AWS_PROFILE: profile }) };
      const { code, stderr } = await runPeerway(args, { endpoint: GATEWAY, account: null, env });
      expect(code).toBe(3);
      const [first, ...rest] = stderr.trimEnd().split('\n');
      const whose = profile ? ` for the profile ${profile}` : '';
      expect(first?.startsWith(`error: No AWS credentials${whose}: `)).toBe(true);
      expect(rest).toEqual([`→ ${remedy}`]);
    }
  });
});

test('a caller role that can’t be assumed: the session’s name has to begin with the account', () => {
  const denied = (role: string) =>
    credentialsRemedy(
      `User: arn:aws:sts::111111111111:assumed-role/Developer/rosa is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::999999999999:role/${role}`,
      'peerway',
    );
  expect(denied('PeerwayCaller-11')).toMatch(
    /^Set role_session_name of the profile peerway to your account ID, a hyphen and your mail address/,
  );
  expect(denied('NetworkTeam')).toMatch(/^Check the profile peerway/);
});

const token = (exp: number): string =>
  ['{}', JSON.stringify({ exp }), ''].map((part) => Buffer.from(part).toString('base64url')).join('.');

describe('a call that was denied', () => {
  const NOW = new Date('2026-01-08T12:00:00Z');
  const access = {
    endpoint: parseEndpoint(GATEWAY),
    region: async () => 'eu-west-1',
    profile: 'payments',
    token: undefined,
  };
  const ownName = { ...access, endpoint: parseEndpoint('https://peerway.example') };

  test.each([
    [
      'signed for another Region than the address names',
      { ...access, region: async () => 'us-east-1' },
      'Forbidden',
      'Pass --region eu-west-1: the endpoint is in eu-west-1, and the call was signed for us-east-1.',
    ],
    [
      'signed for a Region that the answer calls wrong',
      { ...ownName, region: async () => 'us-east-1' },
      "Credential should be scoped to a valid region, not 'us-east-1'.",
      'Pass --region <the Region of the API>: the call was signed for us-east-1.',
    ],
    [
      'signed for another Region than the answer names',
      { ...ownName, region: async () => 'us-east-1' },
      "Credential should be scoped to a valid region, not 'us-east-1'. (expected: 'eu-west-1')",
      'Pass --region eu-west-1: the call was signed for us-east-1.',
    ],
    [
      'with a signature that does not match',
      ownName,
      'The request signature we calculated does not match the signature you provided.',
      'Pass --region <the Region of the API>: the call was signed for eu-west-1.',
    ],
    [
      'with credentials that have expired',
      access,
      'The security token included in the request is expired',
      'Your AWS credentials have expired. Sign in again, for example: aws sso login --profile payments',
    ],
    [
      'with a clock that is wrong',
      access,
      'Signature expired: 20260108T110000Z is now earlier than 20260108T115500Z',
      "Correct this machine's clock: it differs too much from AWS's.",
    ],
    [
      'for no reason that is known',
      access,
      'Forbidden',
      "Check your identity (aws sts get-caller-identity --profile payments), its permission execute-api:Invoke on this API, this machine's clock, and --region: the call was signed for eu-west-1.",
    ],
    [
      'with a token that has expired',
      { ...access, token: token(NOW.getTime() / 1000 - 1) },
      'Unauthorized',
      'The token in PEERWAY_TOKEN expired at 2026-01-08T11:59:59.000Z. Get a new one from its issuer: export PEERWAY_TOKEN=<new token>',
    ],
    [
      'with a token that the answer calls expired',
      { ...access, token: 'opaque' },
      'Bearer error="invalid_token" error_description="the token has expired"',
      'The token in PEERWAY_TOKEN expired. Get a new one from its issuer: export PEERWAY_TOKEN=<new token>',
    ],
    [
      'with a token that has not expired',
      { ...access, token: token(NOW.getTime() / 1000 + 1) },
      'Unauthorized',
      'Check the token in PEERWAY_TOKEN: its issuer, its audience, and when it expires.',
    ],
  ])('%s', async (_, used, reason, remedy) => {
    expect(await accessRemedy(used, reason, NOW)).toBe(remedy);
  });

  test('says so in two lines, with what the endpoint gave as its reason', async () => {
    const deny = (_: unknown, response: ServerResponse) =>
      response
        .writeHead(401, { 'www-authenticate': 'Bearer error_description="the token has expired"' })
        .end('{"message":"Unauthorized"}');
    const api = createServer(deny).listen(0, '127.0.0.1');
    await once(api, 'listening');
    const endpoint = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    const env = { PEERWAY_TOKEN: 'opaque' };
    expect(await runPeerway(['list'], { endpoint, account: null, env })).toEqual({
      code: 3,
      stdout: '',
      stderr:
        'error: Access denied (401: Unauthorized)\n→ The token in PEERWAY_TOKEN expired. Get a new one from its issuer: export PEERWAY_TOKEN=<new token>\n',
    });
    api.close();
  });
});
