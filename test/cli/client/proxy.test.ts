import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PAYMENTS } from '../../journey/journey.ts';
import { runtimes } from '../package/runtimes.ts';
import { packed, type Run, runOf, spawnPeerway } from '../run-peerway.ts';

const API = 'https://peerway.invalid';
const SSO_PORTAL = 'portal.sso.eu-west-1.amazonaws.com';

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

let home: string;
let servers: Server[];
let proxy: string;
let connected: string[];
let loopback: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'peerway-proxy-'));
  const names = `subjectAltName=DNS:peerway.invalid,DNS:${SSO_PORTAL}`;
  execFileSync(
    'openssl',
    `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=peerway.invalid -addext ${names} -keyout key.pem -out certificate.pem`.split(
      ' ',
    ),
    { cwd: home, stdio: 'ignore' },
  );
  const answer = (url = ''): string =>
    url.startsWith('/federation/credentials')
      ? JSON.stringify({
          roleCredentials: {
            accessKeyId: PAYMENTS,
            secretAccessKey: 'local',
            sessionToken: 't',
            expiration: Date.now() + 3_600_000,
          },
        })
      : JSON.stringify({ success: true, data: { items: [], next_cursor: null } });
  const files = {
    key: readFileSync(join(home, 'key.pem')),
    cert: readFileSync(join(home, 'certificate.pem')),
  };
  const origin = createTlsServer(files, ({ url }, response) => response.end(answer(url)));
  const local = createServer(({ url }, response) => response.end(answer(url)));
  const tunnels = createServer((_, response) => response.writeHead(405).end());
  tunnels.on('connect', ({ url = '' }, client: Socket) => {
    connected.push(url);
    const server = connect(portOf(origin), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      server.pipe(client).pipe(server);
    });
    for (const socket of [client, server]) socket.on('error', () => socket.destroy());
  });
  servers = [origin, local, tunnels];
  for (const server of servers) await once(server.listen(0, '127.0.0.1'), 'listening');
  proxy = `http://127.0.0.1:${portOf(tunnels)}`;
  loopback = `http://127.0.0.1:${portOf(local)}`;

  mkdirSync(join(home, '.aws/sso/cache'), { recursive: true });
  writeFileSync(
    join(home, '.aws/config'),
    [
      '[profile sso]',
      'sso_session = company',
      `sso_account_id = ${PAYMENTS}`,
      'sso_role_name = NetworkUser',
      '[sso-session company]',
      'sso_region = eu-west-1',
      'sso_start_url = https://company.awsapps.example/start',
    ].join('\n'),
  );
  const key = createHash('sha1').update('company').digest('hex');
  const token = { accessToken: 'a', expiresAt: '2999-01-01T00:00:00Z' };
  writeFileSync(join(home, `.aws/sso/cache/${key}.json`), JSON.stringify(token));
});
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(home, { recursive: true });
});
beforeEach(() => {
  connected = [];
});

describe.each(runtimes())('behind a proxy, on Node.js $version', ({ node }) => {
  const list = async (env: Record<string, string>, endpoint = API): Promise<Run> => {
    const trusted = { HOME: home, NODE_EXTRA_CA_CERTS: join(home, 'certificate.pem') };
    const account = env['AWS_PROFILE'] ? null : PAYMENTS;
    const options = { endpoint, account, env: { ...trusted, ...env } };
    const child = await spawnPeerway(['list'], options, [node, (await packed()).launcher]);
    return runOf(child, once(child, 'close'));
  };

  test.each(['HTTPS_PROXY', 'https_proxy'])('calls go through %s', async (name) => {
    expect(await list({ [name]: proxy })).toMatchObject({ code: 0, stderr: '' });
    expect(connected).toEqual(['peerway.invalid:443']);
  });

  test('so does what fetches credentials', async () => {
    expect(await list({ HTTPS_PROXY: proxy, AWS_PROFILE: 'sso' })).toMatchObject({ code: 0 });
    expect(connected).toEqual([`${SSO_PORTAL}:443`, 'peerway.invalid:443']);
  });

  test('hosts in NO_PROXY, and the local stack, are called directly', async () => {
    const direct = await list({ HTTPS_PROXY: proxy, NO_PROXY: '.invalid' });
    expect(direct.code).toBe(3);
    expect(direct.stderr).toMatch(
      /Can't reach https:\/\/peerway\.invalid: (?:host not found|DNS lookup failed)/,
    );
    const local = await list({ HTTPS_PROXY: proxy, HTTP_PROXY: proxy }, loopback);
    expect(local).toMatchObject({ code: 0, stderr: '' });
    expect(connected).toEqual([]);
  });
});

test('a proxy that does not answer is named', async () => {
  const child = await spawnPeerway(['list'], {
    endpoint: API,
    account: PAYMENTS,
    env: { HTTPS_PROXY: 'http://127.0.0.1:1' },
  });
  const { code, stderr } = await runOf(child, once(child, 'close'));
  expect(code).toBe(3);
  expect(stderr).toContain("Can't reach https://peerway.invalid: connection refused");
  expect(stderr).toContain('and your network or HTTPS_PROXY.');
});
