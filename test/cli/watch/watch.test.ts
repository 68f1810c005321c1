import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VPC } from '../../../local/seed.ts';
import { ACROSS, HUB, type Journey, PAYMENTS, startJourney } from '../../journey/journey.ts';
import { runOf, spawnPeerway } from '../run-peerway.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

/** A request that is pending, and somebody who watches it and was told how it looks. */
const watching = async (sides: object, ...options: string[]) => {
  const { id } = await journey.submit({ ...ACROSS, ...sides });
  const child = await spawnPeerway(['watch', id, '--interval', '0.2', ...options], {
    endpoint: journey.endpoints.api,
    account: PAYMENTS,
  });
  const run = runOf(child, once(child, 'close'));
  if (child.stdout) await once(child.stdout, 'data');
  const decide = async (person: string, decision: string, comment?: string): Promise<void> => {
    const { status } = await journey.decide(await journey.linkOf(person, id), decision, comment);
    expect(status).toBe(200);
    await journey.pass(60);
  };
  return { id, run, decide };
};

const TO_EU = { peer_vpc_id: VPC.analyticsEu, peer_region: 'eu-west-1' };
const TO_US = { peer_vpc_id: VPC.analyticsUs, peer_region: 'us-east-1' };
const FROM_EU = { vpc_id: VPC.paymentsEu, vpc_region: 'eu-west-1' };

test('watching ends well when the request becomes active', async () => {
  const { run, decide } = await watching(TO_EU, '--table');
  await decide('anna@analytics.example', 'accept', 'fits our plan');
  const { code, stdout, stderr } = await run;
  expect(code).toBe(0);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/UTC {2}pending-acceptance until 20/);
  expect(stdout).toMatch(/UTC {2}accepted by anna@analytics\.example: “fits our plan”/);
  expect(stdout).toMatch(/✓ active: pcx-\w+ connects vpc-01111111111111a01 and vpc-02222222222222e01\n$/);
});

test('watching ends with 1 when the request ends otherwise, and says why', async () => {
  const { id, run, decide } = await watching(TO_US, '--table');
  await decide('arun@analytics.example', 'reject', 'Use the shared lake.');
  const { code, stdout } = await run;
  expect(code).toBe(1);
  expect(stdout).toMatch(/✗ rejected by arun@analytics\.example at .*: “Use the shared lake\.”/);
  expect(stdout).toContain(`peerway resubmit ${id}`);
});

test('to a pipe it writes the request on one line for every change', async () => {
  const { id, run, decide } = await watching({ ...FROM_EU, ...TO_EU });
  await decide('arun@analytics.example', 'reject', 'Use the shared lake.');
  const { stdout } = await run;
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; status: string });
  expect(lines.every((line) => line.id === id)).toBe(true);
  expect(lines.at(0)?.status).toBe('pending-acceptance');
  expect(lines.at(-1)?.status).toBe('rejected');
});

test('each of several approvals is told', async () => {
  await journey.call(HUB, 'PUT', '/accounts/222222222222', {
    name: 'analytics',
    approvers: ['anna@analytics.example', 'arun@analytics.example'],
    onboarded: true,
    required_approvals: 2,
  });
  const { run, decide } = await watching({ ...FROM_EU, ...TO_US }, '--table');
  await decide('anna@analytics.example', 'accept');
  await decide('arun@analytics.example', 'accept');
  const { code, stdout } = await run;
  expect(code).toBe(0);
  expect(stdout).toContain('accepted by anna@analytics.example (1 of 2)');
  expect(stdout).toContain('accepted by arun@analytics.example (2 of 2)');
});
