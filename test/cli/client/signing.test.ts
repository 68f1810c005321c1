import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PAYMENTS } from '../../journey/journey.ts';
import { runPeerway } from '../run-peerway.ts';

const EMPTY_LIST = JSON.stringify({ success: true, data: { items: [], next_cursor: null } });
const MINUTE = 60_000;

/** How far the API's clock is ahead of this machine's, and whether its answers tell. */
let skewMs: number;
let tellsDate: boolean;
let denies: boolean;
let received: IncomingMessage[];

const signedAt = ({ headers }: IncomingMessage): number => {
  const digits = String(headers['x-amz-date']).replace(
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/,
    '$1-$2-$3T$4:$5:$6Z',
  );
  return Date.parse(digits);
};

let api: Server;
let endpoint: string;
let home: string;
beforeAll(async () => {
  api = createServer((request, response) => {
    // Without access, the command line asks the local stack for its accounts.
    if (request.url === '/_local') return void response.writeHead(404).end();
    received.push(request);
    const now = Date.now() + skewMs;
    response.sendDate = false;
    if (tellsDate) response.setHeader('date', new Date(now).toUTCString());
    const isValid = Math.abs(signedAt(request) - now) <= 5 * MINUTE && !denies;
    response.writeHead(isValid ? 200 : 403).end(isValid ? EMPTY_LIST : '{"message":"Forbidden"}');
  }).listen(0, '127.0.0.1');
  await once(api, 'listening');
  endpoint = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  home = mkdtempSync(join(tmpdir(), 'peerway-home-'));
  mkdirSync(join(home, '.aws'));
  writeFileSync(
    join(home, '.aws/config'),
    '[default]\nregion = eu-south-1\n[profile payments]\nregion = eu-west-1\n',
  );
  const keys = `aws_access_key_id = ${PAYMENTS}\naws_secret_access_key = local\n`;
  writeFileSync(join(home, '.aws/credentials'), `[default]\n${keys}[payments]\n${keys}`);
});
afterAll(() => {
  api.close();
  rmSync(home, { recursive: true });
});
beforeEach(() => {
  [skewMs, tellsDate, denies, received] = [0, true, false, []];
});
afterEach(() => api.closeAllConnections());

describe('the Region that a call is signed for is', () => {
  test.each([
    ['the option’s', ['--region', 'us-west-2'], { AWS_REGION: 'eu-north-1' }, 'us-west-2'],
    ['the environment’s', ['--profile', 'payments'], { AWS_REGION: 'eu-north-1' }, 'eu-north-1'],
    ['the environment’s default', [], { AWS_DEFAULT_REGION: 'eu-north-1' }, 'eu-north-1'],
    ['that of the profile in an option', ['--profile', 'payments'], {}, 'eu-west-1'],
    ['that of the profile in the environment', [], { AWS_PROFILE: 'payments' }, 'eu-west-1'],
    ['that of the default profile', [], {}, 'eu-south-1'],
    [
      'us-east-1 where nothing says one',
      [],
      { HOME: '/nonexistent', AWS_ACCESS_KEY_ID: PAYMENTS, AWS_SECRET_ACCESS_KEY: 'x' },
      'us-east-1',
    ],
  ] as const)('%s', async (_, args, env, region) => {
    const run = await runPeerway(['list', ...args], { endpoint, account: null, env: { HOME: home, ...env } });
    expect(run).toMatchObject({ code: 0 });
    expect(received[0]?.headers.authorization).toContain(`/${region}/execute-api/aws4_request`);
  });
});

describe('a clock that is', () => {
  const list = () => runPeerway(['list'], { endpoint, account: PAYMENTS });

  test.each([
    ['an hour slow', 60 * MINUTE],
    ['a day fast', -24 * 60 * MINUTE],
  ])('%s is corrected by the answer’s', async (_, skew) => {
    skewMs = skew;
    expect(await list()).toMatchObject({ code: 0, stderr: '' });
    expect(received).toHaveLength(2);
  });

  test('right is left alone, and the denial names it among what to check', async () => {
    denies = true;
    const { code, stderr } = await list();
    expect([code, received.length]).toEqual([3, 1]);
    expect(stderr).toContain('Access denied (403: Forbidden)');
  });

  test('wrong without that being the reason is corrected once', async () => {
    [skewMs, denies] = [60 * MINUTE, true];
    expect((await list()).code).toBe(3);
    expect(received).toHaveLength(2);
  });

  test('wrong stays so where the answer has no date', async () => {
    [skewMs, tellsDate] = [60 * MINUTE, false];
    expect((await list()).code).toBe(3);
    expect(received).toHaveLength(1);
  });
});
