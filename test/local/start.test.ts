import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { apiOf, isUp, spawnStart } from './npm-start.ts';

/** `npm start` in its own process. */
type Started = { process: ChildProcess; output: () => string; api: string };

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

const spawn = (...options: string[]) => {
  const spawned = spawnStart(...options);
  running.add(spawned.child);
  return spawned;
};

const start = async (...options: string[]): Promise<Started> => {
  const { child, output } = spawn('--port', '0', ...options);
  return { process: child, output, api: await apiOf(output) };
};

const json = async <T>(url: string, init?: RequestInit): Promise<T> =>
  (await fetch(url, init)).json() as Promise<T>;

type Local = {
  endpoints: Record<string, string>;
  clock: { now: string; speed: number };
  accounts: unknown[];
};

const advance = (api: string, seconds: number) =>
  json<{ clock: { now: string } }>(`${api}/_local/clock`, {
    method: 'POST',
    body: JSON.stringify({ advance_seconds: seconds }),
  });

const getRequest = async (api: string, id: string): Promise<RequestView> => {
  const response = await signedFetch('111111111111', `${api}/peering-requests/${id}`);
  return ((await response.json()) as { data: RequestView }).data;
};

describe('npm start', () => {
  test('prints where everything is, and the printed link decides its sample request', async () => {
    const { api, output } = await start('--speed', '1');
    expect(await json(`${api}/health`)).toEqual({ success: true, data: { status: 'ok' } });

    const local = await json<Local>(`${api}/_local`);
    expect(Object.keys(local.endpoints)).toEqual([
      'api',
      'ec2',
      'sts',
      'dynamodb',
      'states',
      'ses',
      'inbox',
      'events',
    ]);
    expect(local.accounts).toHaveLength(4);
    for (const url of Object.values(local.endpoints)) expect(new URL(url).hostname).toBe('127.0.0.1');

    const link = /http:\S+\/decisions\/[\w-]+/.exec(output())?.[0] ?? '';
    const page = await (await fetch(link)).text();
    const form_token = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await fetch(link, { method: 'POST', body: new URLSearchParams({ decision: 'accept', form_token }) });
    await advance(api, 60);
    const id = /pr-[0-9A-Z]{26}/.exec(output())?.[0] ?? '';
    expect((await getRequest(api, id)).status).toBe('active');
  });

  test('the speed can be changed, and invalid values are rejected', async () => {
    const { api } = await start('--speed', '0');
    const post = (body: unknown) =>
      fetch(`${api}/_local/clock`, { method: 'POST', body: JSON.stringify(body) });
    expect((await post({ advance_seconds: -1 })).status).toBe(400);
    expect((await post({})).status).toBe(400);
    const before = (await json<Local>(`${api}/_local`)).clock.now;
    expect((await json<Local>(`${api}/_local`)).clock).toEqual({ now: before, speed: 0 });
    expect(await (await post({ speed: 10080 })).json()).toMatchObject({ clock: { speed: 10080 } });
    await expect
      .poll(async () => (await json<Local>(`${api}/_local`)).clock.now, { timeout: 10_000 })
      .not.toBe(before);
  });

  test('without a signature the API returns 403', async () => {
    const { api } = await start('--speed', '0');
    expect((await fetch(`${api}/peering-requests`, { method: 'POST', body: '{}' })).status).toBe(403);
  });

  test('a port in use is one clear line and exit code 1', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const { child, output } = spawn('--port', String(port));
    const [code] = (await once(child, 'exit')) as [number];
    server.close();
    expect(code).toBe(1);
    expect(output()).toBe(
      `Port ${port} is already in use. Stop the program that uses it, or choose another port with --port.\n`,
    );
  });

  test.each([
    ['--port', 'eighty'],
    ['--speed', 'fast'],
    ['--colour', 'red'],
  ])('%s %s is one clear line and exit code 1', async (...options) => {
    const { child, output } = spawn(...options);
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(1);
    expect(output().trim().split('\n')).toHaveLength(1);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s ends every process it started', async (signal) => {
    const { api, process: child } = await start();
    const { endpoints } = await json<Local>(`${api}/_local`);
    child.kill(signal);
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
    await expect.poll(() => isUp(endpoints['dynamodb'] ?? ''), { timeout: 5000 }).toBe(false);
  });
});
