import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { PeeringRequest, RequestPage } from '../../../cli/client/api-types.ts';
import { type Journey, PAYMENTS, startJourney } from '../../journey/journey.ts';
import { jsonOf, type Run, runPeerway } from '../run-peerway.ts';

type Answer = (response: ServerResponse) => void;

/** How many answers to calls of this method are lost, after the API has done what it was asked, and how. */
let lost: { answers: number; method: string; by: Answer };
let attempts = 0;

let journey: Journey;
let network: Server;
let endpoint: string;
beforeAll(async () => {
  journey = await startJourney();
  network = createServer((request, response) => void pass(request, response)).listen(0, '127.0.0.1');
  await once(network, 'listening');
  endpoint = `http://127.0.0.1:${(network.address() as AddressInfo).port}`;
});
afterAll(async () => {
  network.closeAllConnections();
  network.close();
  await journey.close();
});

const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const isCounted = request.method === lost.method;
  if (isCounted) attempts += 1;
  const { host: _, connection: __, 'transfer-encoding': ___, ...headers } = request.headers;
  const body = await buffer(request);
  const answer = await fetch(journey.endpoints.api + request.url, {
    method: request.method ?? 'GET',
    headers: headers as Record<string, string>,
    ...(body.length > 0 && { body }),
  });
  if (isCounted && attempts <= lost.answers) return lost.by(response);
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
};

const cut: Answer = (response) => response.destroy();
const unavailable: Answer = (response) => response.writeHead(503).end('{"message":"Service Unavailable"}');

const throttled: Answer = (response) => response.writeHead(429).end('{"message":"Too Many Requests"}');

const losing = (answers: number, by: Answer, args: string, method = 'POST'): Promise<Run> => {
  lost = { answers, method, by };
  attempts = 0;
  return runPeerway(args.split(' '), { endpoint, account: PAYMENTS });
};

const submit = (vpcs: string): string =>
  `submit ${vpcs} --peer-owner-id 222222222222 --justification retried`;

test('a submit whose answers are lost is repeated, and makes one request', async () => {
  const run = await losing(
    2,
    cut,
    submit('--vpc-id vpc-01111111111111a01 --peer-vpc-id vpc-02222222222222a01'),
  );
  expect(attempts).toBe(3);
  const { id } = jsonOf<PeeringRequest>(run);
  const { items } = jsonOf<RequestPage>(await losing(0, cut, 'list'));
  expect(items.map((item) => item.id)).toEqual([id]);
});

test('a limit of an hour is not waited for: what the API says is shown, and when to try again', async () => {
  vi.stubEnv('HOURLY_SUBMISSIONS_LIMIT', '1');
  const check = () =>
    losing(
      0,
      cut,
      'preflight --vpc-id vpc-01111111111111a01 --peer-vpc-id vpc-02222222222222a01 --peer-owner-id 222222222222',
    );
  await check();
  const run = await check();
  vi.unstubAllEnvs();
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(attempts).toBe(1);
  expect(run.stderr).toMatch(
    /^LIMIT_EXCEEDED: Account 111111111111 has reached its limit of 1 submissions, preflights and connectivity checks in an hour\. Try again after .* UTC\.\n$/,
  );
});

test('a submit whose answers are all lost names the key that finds out what became of it', async () => {
  const args = submit(
    '--vpc-id vpc-01111111111111e01 --vpc-region eu-west-1 --peer-vpc-id vpc-02222222222222e01',
  );
  const run = await losing(4, unavailable, args);
  expect(run).toMatchObject({ code: 3, stdout: '' });
  expect(attempts).toBe(4);
  expect(run.stderr).toContain('The API is unavailable (503: Service Unavailable)\n→ Try again later.');
  const [option] = /--idempotency-key [0-9a-f-]{36}/.exec(run.stderr) ?? [];

  const repeated = await losing(0, cut, `${args} ${option}`);
  expect(jsonOf<PeeringRequest>(repeated).status).toBe('submitted');
});

test('a cancel is not repeated: the first may have been heard', async () => {
  const { items } = jsonOf<RequestPage>(await losing(1, cut, 'list --limit 1', 'GET'));
  expect(attempts).toBe(2);
  const id = items[0]?.id ?? '';
  const run = await losing(1, cut, `cancel ${id}`);
  expect({ code: run.code, attempts }).toEqual({ code: 3, attempts: 1 });
  expect(run.stderr).toContain('connection closed');
  expect(await journey.request(id)).toMatchObject({ decision: { kind: 'cancel' } });
});

test('a call that stays throttled says so', async () => {
  const run = await losing(9, throttled, 'list', 'GET');
  expect(run).toMatchObject({ code: 3, stdout: '' });
  expect(run.stderr).toContain(
    'error: The API limits how often it is called (429: Too Many Requests)\n→ Try again in a minute.',
  );
});

test('an export that is throttled goes on where it was, and writes each trail once', async () => {
  const whole = await losing(0, cut, 'audit export', 'GET');
  expect(whole.code).toBe(0);
  const calls = attempts;
  const run = await losing(3, throttled, 'audit export', 'GET');
  expect(run).toEqual(whole);
  expect(attempts).toBe(calls + 3);
});
