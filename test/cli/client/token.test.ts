import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runPeerway } from '../run-peerway.ts';

let api: Server;
let endpoint: string;
let authorization: string | undefined;
beforeAll(async () => {
  api = createServer(({ headers }, response) => {
    authorization = headers.authorization;
    response.end('{"success": true, "data": {"items": [], "next_cursor": null}}');
  }).listen(0, '127.0.0.1');
  await once(api, 'listening');
  endpoint = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
});
afterAll(() => void api.close());

test('a token is brought instead of a signature, and needs no credentials of AWS', async () => {
  const run = await runPeerway(['list'], { endpoint, account: null, env: { PEERWAY_TOKEN: 'a.b.c' } });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(authorization).toBe('Bearer a.b.c');
});

test('without one, calls are signed', async () => {
  await runPeerway(['list'], { endpoint, account: '111111111111' });
  expect(authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=111111111111\//);
});

test('a token goes to no address that others can listen to', async () => {
  const env = { PEERWAY_TOKEN: 'a.b.c' };
  const run = await runPeerway(['list'], { endpoint: 'http://peerway.example', account: null, env });
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toContain(
    "PEERWAY_TOKEN can't be sent to http://peerway.example safely. Use an endpoint with https.",
  );
});
