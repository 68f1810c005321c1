import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { isUp } from './npm-start.ts';
import { endStartedStacks, json, type Local, spawn, start } from './started-stacks.ts';

endStartedStacks();

describe('npm start', () => {
  test('the speed can be changed, and invalid values are rejected', async () => {
    const { api } = await start('--speed', '0');
    const post = (body: unknown) =>
      fetch(`${api}/_local/clock`, { method: 'POST', body: JSON.stringify(body) });
    expect((await post({ advance_seconds: -1 })).status).toBe(400);
    expect((await post({})).status).toBe(400);
    const before = (await json<Local>(`${api}/_local`)).clock.now;
    expect((await json<Local>(`${api}/_local`)).clock).toEqual({ now: before, speed: 0 });
    expect(await (await post({ speed: 10080 })).json()).toMatchObject({ clock: { speed: 10080 } });
    await expect.poll(async () => (await json<Local>(`${api}/_local`)).clock.now).not.toBe(before);
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

  test.each(['SIGINT', 'SIGTERM'] as const)('%s ends every process it started', async (signal) => {
    const { api, process: child } = await start();
    const { endpoints } = await json<Local>(`${api}/_local`);
    child.kill(signal);
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
    await expect.poll(() => isUp(endpoints['dynamodb'] ?? '')).toBe(false);
  });
});
