import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findDecisionLinks } from '../../local/mail-links.ts';
import { VPC } from '../../local/seed.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { type Stack, startStack } from '../../local/stack.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const FROM_PAYMENTS = { vpc_id: VPC.paymentsUs, vpc_region: 'us-east-1', justification: 'One to decide.' };
const TO_ANALYTICS = {
  peer_vpc_id: VPC.analyticsEu,
  peer_owner_id: '222222222222',
  peer_region: 'eu-west-1',
};

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ speed: 30 });
});
afterAll(() => stack.close());

/** What `npm run test:deployed -- …` runs, as account 111111111111. */
const testDeployed = async (...options: string[]): Promise<{ exitCode: number; output: string }> => {
  const child = spawn(process.execPath, ['test/deployed/main.ts', ...options], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      NO_COLOR: '1',
      AWS_ACCESS_KEY_ID: '111111111111',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
  });
  const [stdout, stderr, exitCode] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number>((resolve) => void child.once('close', (code) => resolve(code ?? -1))),
  ]);
  return { exitCode, output: stdout + stderr };
};

const linkToDecide = async (): Promise<string> => {
  const response = await signedFetch('111111111111', `${stack.endpoints.api}/peering-requests`, {
    method: 'POST',
    body: JSON.stringify({ ...FROM_PAYMENTS, ...TO_ANALYTICS }),
  });
  const { data } = (await response.json()) as { data: { id: string } };
  await stack.clock.advance(60_000);
  const [link] = await findDecisionLinks(stack.inbox, data.id);
  return link?.url ?? '';
};

test('the suite for a deployed stack passes on the local one', async () => {
  const { exitCode, output } = await testDeployed(
    ...['--endpoint', stack.endpoints.api, '--patience', '60'],
    ...['--vpc-id', VPC.paymentsEu, '--vpc-region', 'eu-west-1'],
    ...['--peer-vpc-id', VPC.analyticsUs, '--peer-owner-id', '222222222222', '--peer-region', 'us-east-1'],
    ...['--link', await linkToDecide(), '--decide', 'reject'],
  );
  expect(exitCode, output).toBe(0);
  expect(output).toContain('✓ request.deployed.ts > a request, from preflight to its end');
  expect(output).toContain(
    '✓ page.deployed.ts > the page behind an approver’s link > accepts a decision once',
  );
  expect(output).not.toMatch(/[×↓] /);
});

test('without VPCs and a link it submits nothing', async () => {
  const { exitCode, output } = await testDeployed('--endpoint', stack.endpoints.api);
  expect(exitCode, output).toBe(0);
  expect(output).toContain('✓ api.deployed.ts > the API responds');
  expect(output).toContain('↓ request.deployed.ts');
});

test.each([
  [['--endpoint', 'http://127.0.0.1:9'], 1, 'fetch failed'],
  [[], 2, 'No endpoint'],
  [
    ['--endpoint', 'https://peerway.example', '--vpc-id', 'vpc-1'],
    2,
    'Use --vpc-id and --peer-vpc-id together.',
  ],
  [['--endpoint', 'https://peerway.example', '--decide', 'accept'], 2, 'needs --link'],
])('it reports what is wrong, and fails: %o', async (options, status, complaint) => {
  const { exitCode, output } = await testDeployed(...options);
  expect(output).toContain(complaint);
  expect(exitCode).toBe(status);
});
