import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { PeeringRequest, RequestPage } from '../../../cli/client/api-types.ts';
import { type Journey, PAYMENTS, startJourney } from '../../journey/journey.ts';
import { cut, type Loss, lossyNetwork, throttled, unavailable } from '../lossy-network.ts';
import { jsonOf, type Run, runPeerway } from '../run-peerway.ts';

/** How many answers to calls of this method are lost, and how. */
let lost: { answers: number; method: string; by: Loss };
let attempts = 0;

let journey: Journey;
let network: Awaited<ReturnType<typeof lossyNetwork>>;
beforeAll(async () => {
  journey = await startJourney();
  network = await lossyNetwork(journey.endpoints.api, ({ method }) => {
    if (method !== lost.method) return undefined;
    attempts += 1;
    return attempts <= lost.answers ? lost.by : undefined;
  });
});
afterAll(async () => {
  network.close();
  await journey.close();
});

const losing = (answers: number, by: Loss, args: string, method = 'POST'): Promise<Run> => {
  lost = { answers, method, by };
  attempts = 0;
  return runPeerway(args.split(' '), { endpoint: network.endpoint, account: PAYMENTS });
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
