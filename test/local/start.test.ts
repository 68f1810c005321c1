import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { endStartedStacks, json, type Local, spawn, start } from './started-stacks.ts';

endStartedStacks();

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
      'sns',
    ]);
    expect(local.accounts).toHaveLength(4);
    for (const url of Object.values(local.endpoints)) {
      expect(new URL(url).hostname).toBe('127.0.0.1');
      // None announces that it closes idle connections.
      expect((await fetch(url)).headers.get('keep-alive'), url).toBeNull();
    }

    const link = /http:\S+\/decisions\/[\w-]+/.exec(output())?.[0] ?? '';
    const page = await (await fetch(link)).text();
    const form_token = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await fetch(link, { method: 'POST', body: new URLSearchParams({ decision: 'accept', form_token }) });
    await advance(api, 60);
    const id = /pr-[0-9A-Z]{26}/.exec(output())?.[0] ?? '';
    expect((await getRequest(api, id)).status).toBe('active');
    for (const command of [
      `npx peerway show ${id}`,
      `npx peerway open ${id}`,
      `npx peerway audit ${id}`,
      `/peering-requests/${id}/events`,
    ]) {
      expect(output()).toContain(command);
    }
    for (const news of ['Approval needed', 'Accepted', 'Active']) {
      await expect.poll(output).toContain(`${news}: payments → analytics`);
    }
    expect(output()).toContain(`export PEERWAY_ENDPOINT=${api} AWS_ACCESS_KEY_ID=111111111111`);
  });

  test('shows browsers a page that leads everywhere, and programs nothing that AWS would not', async () => {
    const { api } = await start();
    const { endpoints } = await json<Local>(`${api}/_local`);
    const index = await fetch(api, { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect(index.status).toBe(200);
    const links = [...(await index.text()).matchAll(/href="([^"]+)"/g)].map(
      ([, href = '']) => new URL(href, api).href,
    );
    expect(links).toContain(`${endpoints['inbox']}/`);
    for (const link of links) expect((await fetch(link)).status, link).toBe(200);
    const board = await fetch(links.find((link) => link.endsWith('board')) ?? '', { redirect: 'manual' });
    expect(board.headers.get('location')).toMatch(/\/board\/[\w-]{43}$/);
    expect((await fetch(api)).status).toBe(404);
  });

  test.each([
    ['--port', 'eighty'],
    ['--speed', 'fast'],
    ['--accounts', '3'],
    ['--colour', 'red'],
  ])('%s %s is one clear line and exit code 1', async (...options) => {
    const { child, output } = spawn(...options);
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(1);
    expect(output().trim().split('\n')).toHaveLength(1);
  });
});
