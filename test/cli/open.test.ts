import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { PeeringRequest } from '../../cli/client/api-types.ts';
import { HUB, type Journey, PARTNER, PAYMENTS, startJourney } from '../journey/journey.ts';
import { jsonOf, packed, type RunOptions, runPeerway } from './run-peerway.ts';

const SUBMIT =
  'submit --vpc-id vpc-01111111111111e01 --vpc-region eu-west-1 --peer-vpc-id vpc-02222222222222a01 --peer-owner-id 222222222222 --peer-region us-east-1 --justification reports';

const SUBMIT_OTHER =
  'submit --vpc-id vpc-01111111111111a01 --peer-vpc-id vpc-02222222222222a01 --peer-owner-id 222222222222 --justification tools';

let journey: Journey;
let id: string;
let folder: string;
beforeAll(async () => {
  journey = await startJourney();
  ({ id } = await journey.submit());
  folder = mkdtempSync(join(tmpdir(), 'peerway-browser-'));
  // What opens an address on Linux and on macOS; here they write it down.
  for (const name of ['xdg-open', 'open']) {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$@" > '${folder}/opened'\n`);
    chmodSync(file, 0o755);
  }
});
afterAll(async () => {
  await journey.close();
  rmSync(folder, { recursive: true });
});

const peerway = (args: string, options: RunOptions = {}) =>
  runPeerway(args.split(' '), { endpoint: journey.endpoints.api, account: PAYMENTS, ...options });

/** In a process of its own that takes its output for a terminal. */
const inTerminal = async (args: string, path: string) =>
  runPeerway(
    args.split(' '),
    {
      endpoint: journey.endpoints.api,
      account: PAYMENTS,
      env: { PATH: path, NODE_OPTIONS: '--import=data:text/javascript,process.stdout.isTTY=true' },
    },
    [process.execPath, (await packed()).launcher],
  );

const LINK = /^http\S+\/status\/[\w-]{43}$/m;
const linkIn = (text: string): string => LINK.exec(text)?.[0] ?? 'no link';

test('a pipe gets a link that shows the request, and when it stops to', async () => {
  const run = await peerway(`open ${id}`, { account: HUB, env: { PATH: folder } });
  expect(run.stderr).toBe('');
  const { url, expires_at } = jsonOf<{ url: string; expires_at: string }>(run);
  expect(expires_at).toMatch(/Z$/);
  const page = await fetch(url);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain(id);
});

test('people read how long it works, and that they share it with nobody', async () => {
  const { stdout } = await peerway(`open ${id} --table`);
  expect(stdout.replace(LINK, 'URL')).toMatch(
    /^URL\nWorks for eight hours, until \S+ \S+ UTC\.\nDon't share it: anyone who has it can see the request\.\n$/,
  );
});

test('in a terminal the browser opens it, unless they say that it should not', async () => {
  const opened = () => readFileSync(join(folder, 'opened'), 'utf8').trimEnd();
  const only = await inTerminal(`open ${id} --no-browser`, folder);
  expect(only).toMatchObject({ code: 0, stderr: '' });
  expect(opened).toThrow();
  const run = await inTerminal(`open ${id}`, folder);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  await vi.waitFor(() => expect(opened()).toBe(linkIn(run.stdout)), { timeout: 10_000 });
});

test('without a browser the link is there all the same', async () => {
  const { code, stdout, stderr } = await inTerminal(`open ${id}`, '/nonexistent');
  expect(code).toBe(0);
  expect((await fetch(linkIn(stdout))).status).toBe(200);
  expect(stderr).toBe("Peerway couldn't open a browser here. Open the link yourself.\n");
});

test('a request of others is not found', async () => {
  const { code, stdout, stderr } = await peerway(`open ${id}`, { account: PARTNER });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^NOT_FOUND: /);
});

test('who submits gets the link with the request; who shows it is told how to get one', async () => {
  const { stdout } = await peerway(`${SUBMIT} --table`);
  expect(stdout).toMatch(
    /\nSee it in a browser:\nhttp\S+\nWorks for eight hours, until .*\nDon't share it: .*\n\nNext: peerway watch pr-\w+\n$/,
  );
  const page = await (await fetch(linkIn(stdout))).text();
  const [submitted = 'none'] = /pr-\w{26}/.exec(stdout) ?? [];
  expect(page).toContain(submitted);
  const shown = await peerway(`show ${submitted} --table`);
  expect(shown.stdout).not.toMatch(LINK);
  expect(shown.stdout).toMatch(new RegExp(`\n\nNext: peerway open ${submitted}\n$`));
});

test('a submit succeeds where no link can be created, and says how to try again', async () => {
  // As an API before links answers.
  const api = createServer(async (request, response) => {
    if (request.url?.endsWith('/links')) return response.writeHead(404).end('{"message":"Not Found"}');
    const { authorization = '' } = request.headers;
    const init = { method: 'POST', body: await text(request), headers: { authorization } };
    const answer = await fetch(`${journey.endpoints.api}${request.url}`, init);
    return response.writeHead(answer.status).end(await answer.text());
  }).listen(0, '127.0.0.1');
  await once(api, 'listening');
  const endpoint = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const { code, stdout, stderr } = await peerway(`${SUBMIT_OTHER} --table`, { endpoint });
  api.close();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/\n\nNext: peerway watch (pr-\w+)\n {6}peerway open \1\n$/);
});

test('a program that asks for the request gets no link with it', async () => {
  const shown = await peerway(`show ${id}`);
  expect(jsonOf<PeeringRequest>(shown).id).toBe(id);
  expect(shown.stdout).not.toContain('/status/');
});
