import { afterAll, beforeAll, expect, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { ANALYTICS, HUB, type Journey, MINUTE, PAYMENTS, startJourney } from '../journey/journey.ts';
import { outsidePeerway } from '../journey/outside-connections.ts';
import { cut, type Loss, lossyNetwork } from './lossy-network.ts';
import { type Run, runPeerway } from './run-peerway.ts';

let journey: Journey;
let outside: ReturnType<typeof outsidePeerway>;
let network: Awaited<ReturnType<typeof lossyNetwork>>;
/** Active connections that no request knows. */
let made: string[];

/** What happens to the answer of each adoption; undefined where it arrives. */
let losses: (Loss | undefined)[] = [];

beforeAll(async () => {
  journey = await startJourney();
  outside = outsidePeerway(journey);
  network = await lossyNetwork(journey.endpoints.api, ({ method }) =>
    method === 'POST' ? losses.shift() : undefined,
  );
  const vpcs = await outside.createVpcs();
  const [ours = [], theirs = []] = [PAYMENTS, ANALYTICS].map((account) =>
    vpcs.filter((vpc) => vpc.account === account),
  );
  made = [];
  for (let n = 0; n < 6; n++) {
    const [from, to] = [ours[n], theirs[n]];
    if (!from || !to) throw new Error('too few VPCs');
    const one = await outside.create(from, to);
    await journey.pass(MINUTE);
    await outside.accept(one);
    made.push(one.id);
  }
  await journey.pass(MINUTE);
  await invokeFunction('schedules/update-register', {});
});
afterAll(async () => {
  network.close();
  outside.close();
  await journey.close();
});

const adopt = (...args: string[]): Promise<Run> =>
  runPeerway(['connections', 'adopt', ...args], { endpoint: network.endpoint, account: HUB });

type Report = { items: { id: string }[]; not_adopted: { id: string; reason: string }[] };

const reportOf = ({ stdout }: Run): Report => JSON.parse(stdout) as Report;

test('when an answer is lost midway, it says what was taken over, and what was not', async () => {
  const [first = '', second = '', third = ''] = made;
  losses = [undefined, cut];
  const run = await adopt(first, second, third, '--json');
  expect(run.code).toBe(3);
  expect(reportOf(run)).toMatchObject({
    items: [{ id: first }],
    not_adopted: [
      { id: second, reason: expect.stringContaining('connection closed') },
      { id: third, reason: 'Not attempted.' },
    ],
  });
  expect(run.stderr).toMatch(new RegExp(`^✓ ${first} is now pr-\\w{26} `));
  expect(run.stderr).toMatch(new RegExp(`^✗ ${second} may have been taken over`, 'm'));
  expect(run.stderr).toMatch(/^error: .*connection closed.*\n→ /m);
});

test('a connection that is refused does not keep the others from being taken over', async () => {
  const [first = '', , , fourth = ''] = made;
  const run = await adopt(first, 'pcx-00000000000000000', fourth, '--json');
  expect(run.code).toBe(1);
  expect(reportOf(run)).toMatchObject({
    items: [{ id: fourth }],
    not_adopted: [
      { id: first, reason: expect.stringMatching(/^CONFLICT: .* already belongs to pr-/) },
      { id: 'pcx-00000000000000000', reason: expect.stringMatching(/^NOT_FOUND: /) },
    ],
  });
});

test('a terminal sees each one as it happens, and how many there were', async () => {
  const [first = '', , , , fifth = '', sixth = ''] = made;
  const dry = await adopt(fifth, '--dry-run', '--table');
  expect(dry).toMatchObject({ code: 0, stderr: '' });
  expect(dry.stdout).toContain(`✓ ${fifth} can be taken over`);

  const run = await adopt(fifth, first, sixth, '--table');
  expect(run.code).toBe(1);
  expect(run.stdout).toMatch(new RegExp(`^✓ ${fifth} is now pr-\\w{26} +vpc-`));
  expect(run.stdout).toMatch(new RegExp(`^✓ ${sixth} is now pr-`, 'm'));
  expect(run.stdout).toMatch(/\n2 of 3 connections taken over\.\n$/);
  expect(run.stderr).toContain(`✗ ${first} was not taken over\nCONFLICT: `);
});

test('who may not take over anything is told once', async () => {
  const [first = '', second = ''] = made;
  const run = await runPeerway(['connections', 'adopt', first, second, '--table'], {
    endpoint: network.endpoint,
    account: PAYMENTS,
  });
  expect(run.code).toBe(1);
  expect(run.stderr.match(/^FORBIDDEN: /gm)).toHaveLength(1);
});
