import { afterAll, beforeAll, expect, test } from 'vitest';
import { HUB, type Journey, PAYMENTS, startJourney } from '../journey/journey.ts';
import { jsonOf, runPeerway } from './run-peerway.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const board = (account: string, ...options: string[]) =>
  runPeerway(['board', ...options], { endpoint: journey.endpoints.api, account });

test('the network team gets a link that opens', async () => {
  const { url } = jsonOf<{ url: string }>(await board(HUB));
  expect((await fetch(url)).status).toBe(200);
  expect((await board(HUB, '--table')).stdout).toMatch(
    /^http\S+\/board\/[\w-]{43}\nLink expires \S+ \S+ UTC\n$/,
  );
});

test('nobody else does', async () => {
  const { code, stdout, stderr } = await board(PAYMENTS);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('Only the network team can create board links.');
});
