import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PeeringRequest, RequestPage } from '../../cli/client/api-types.ts';
import { ANALYTICS, HUB, type Journey, PARTNER, PAYMENTS, startJourney } from '../journey/journey.ts';
import { jsonOf, type Run, runPeerway } from './run-peerway.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const peerway = (args: string, account: string | null = PAYMENTS): Promise<Run> =>
  runPeerway(args.split(' '), { endpoint: journey.endpoints.api, account });

const US_TO_EU =
  '--vpc-id vpc-01111111111111a01 --peer-vpc-id vpc-02222222222222e01 --peer-owner-id 222222222222 --peer-region eu-west-1';
const EU_TO_US =
  '--vpc-id vpc-01111111111111e01 --vpc-region eu-west-1 --peer-vpc-id vpc-02222222222222a01 --peer-owner-id 222222222222 --peer-region us-east-1';
const OVERLAPPING =
  '--vpc-id vpc-01111111111111a01 --peer-vpc-id vpc-02222222222222a02 --peer-owner-id 222222222222';

test('a request from submit to its end, by the command line alone', async () => {
  const run = await peerway(`submit ${US_TO_EU} --justification settlement`);
  expect(run.stderr).toContain('Nobody is notified of the outcome by email: --contact-email is missing.');
  const submitted = jsonOf<PeeringRequest>(run);
  expect(submitted).toMatchObject({
    status: 'submitted',
    vpc_owner_id: PAYMENTS,
    justification: 'settlement',
  });
  const { id } = submitted;
  await journey.pass(60);

  const shown = await peerway(`show ${id} --table`);
  expect(shown.stdout).toContain(`${id}  pending-acceptance  6 d 23 h left`);
  expect(shown.stdout).toMatch(/Requester +vpc-01111111111111a01 +111111111111 +us-east-1/);
  expect(shown.stdout).toMatch(/Justification +settlement/);

  const { items } = jsonOf<RequestPage>(await peerway('list --status pending-acceptance'));
  expect(items.map((item) => item.id)).toEqual([id]);
  const list = await peerway('list --table');
  expect(list.stdout).toContain(id);
  expect(list.stdout).toContain('1 request\n');

  const trail = jsonOf<{ verification: object }>(await peerway(`audit ${id}`));
  expect(trail.verification).toMatchObject({ valid: true, problems: [], broken_at: null });

  const cancelled = jsonOf<PeeringRequest>(await peerway(`cancel ${id} --comment changed`));
  expect(cancelled.decision).toMatchObject({ kind: 'cancel', comment: 'changed' });
  await journey.pass(60);

  const watched = await peerway(`watch ${id} --table`);
  expect(watched.code).toBe(1);
  expect(watched.stdout).toContain('✗ withdrawn by arn:');

  const again = jsonOf<PeeringRequest>(await peerway(`resubmit ${id} --justification again`));
  expect(again).toMatchObject({ resubmitted_from: id, justification: 'again', vpc_id: submitted.vpc_id });
  const timeline = await peerway(`audit ${id} --table`);
  expect(timeline.code).toBe(0);
  expect(timeline.stdout).toMatch(/● .* UTC {2}request-submitted → submitted\n│ {3}settlement\n/);
  expect(timeline.stdout).toContain('✓ Verified on this machine: ');
});

test('the same key makes one request', async () => {
  const args = `submit ${EU_TO_US} --justification once --idempotency-key one-key`;
  const first = jsonOf<PeeringRequest>(await peerway(args));
  expect(jsonOf<PeeringRequest>(await peerway(args)).id).toBe(first.id);
  expect((await peerway(`${args} --table`)).stdout).toContain(
    'An earlier call with this key submitted this request.',
  );

  const other = await peerway(`submit ${EU_TO_US} --justification twice --idempotency-key one-key`);
  expect(other).toMatchObject({ code: 1, stdout: '' });
  expect(other.stderr).toContain('IDEMPOTENCY_MISMATCH');
});

test('an active connection is torn down by who says so alone', async () => {
  const submitted = await peerway(
    'submit --vpc-id vpc-01111111111111a01 --peer-vpc-id vpc-02222222222222a01 --peer-owner-id 222222222222 --justification tools',
  );
  const { id } = jsonOf<PeeringRequest>(submitted);
  await journey.pass(60);
  await journey.decide(await journey.linkOf('anna@analytics.example', id), 'accept');
  await journey.pass(60);

  const asked = await peerway(`cancel ${id}`);
  expect(asked).toMatchObject({ code: 2, stdout: '' });
  expect(asked.stderr).toMatch(
    /Delete pcx-\w+, the connection between .*\? Can't prompt without a terminal\. Use --yes/,
  );
  expect(await journey.request(id)).toMatchObject({ status: 'active', teardown: null });

  expect((await peerway(`cancel ${id} --yes`)).code).toBe(0);
  await journey.pass(60);
  expect(await journey.request(id)).toMatchObject({ status: 'deleted' });
});

test('a preflight shows each check, and ends as a submit would', async () => {
  const overlapping = await peerway(`preflight ${OVERLAPPING} --table`);
  expect(overlapping.code).toBe(1);
  expect(overlapping.stdout).toMatch(/✗ +cidr-overlap +.*10\.1\.0\.0\/16.*10\.1\.128\.0\/17/);
  expect(overlapping.stdout).toContain('→ Peer VPCs that don’t overlap');
  expect(overlapping.stdout).toContain('✗ This request would be refused');

  const submitted = await peerway(`submit ${OVERLAPPING} --justification overlap`);
  expect(submitted).toMatchObject({ code: 1, stdout: '' });
  expect(submitted.stderr).toMatch(/^OVERLAPPING_CIDR: /);
  expect(submitted.stderr).toContain('10.1.128.0/17');

  const fine = await peerway(
    'preflight --vpc-id vpc-01111111111111e01 --vpc-region eu-west-1 --peer-vpc-id vpc-02222222222222e01 --peer-owner-id 222222222222',
  );
  expect(jsonOf(fine)).toMatchObject({ dry_run: true, would_submit: true });
});

test('a list follows its pages, and an empty one says so', async () => {
  const all = jsonOf<RequestPage>(await peerway('list --all --limit 1', HUB));
  expect(all.next_cursor).toBeNull();
  expect(all.items.length).toBeGreaterThan(2);
  expect(jsonOf<RequestPage>(await peerway('list --all', HUB)).items).toEqual(all.items);

  const first = jsonOf<RequestPage>(await peerway('list --limit 1', HUB));
  expect(first.items).toHaveLength(1);
  const second = jsonOf<RequestPage>(await peerway(`list --limit 1 --cursor ${first.next_cursor}`, HUB));
  expect([first, second].map(({ items }) => items[0]?.id)).toEqual(all.items.slice(0, 2).map(({ id }) => id));
  expect((await peerway('list --limit 1 --table', HUB)).stdout).toContain(
    '1 request. Use --all to list more.',
  );

  expect((await peerway('list --table', PARTNER)).stdout).toBe(
    'No requests found. To submit one: peerway submit --help\n',
  );
  expect(jsonOf(await peerway('list', PARTNER))).toEqual({ items: [], next_cursor: null });
  const accepters = jsonOf<RequestPage>(await peerway('list --peer-owner-id 222222222222', ANALYTICS));
  expect(accepters.items.length).toBeGreaterThan(0);
});
