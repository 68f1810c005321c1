import { afterAll, beforeAll, expect, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { jsonOf, runPeerway } from '../cli/run-peerway.ts';
import { ANALYTICS, HOUR, HUB, type Journey, MINUTE, PAYMENTS, startJourney } from './journey.ts';
import { type Made, outsidePeerway } from './outside-connections.ts';

type Adopted = { items: { id: string; peering_request_id: string | null }[] };

let journey: Journey;
let outside: ReturnType<typeof outsidePeerway>;
let made: Made[];

beforeAll(async () => {
  journey = await startJourney({ ec2: { deleteFound: true } });
  outside = outsidePeerway(journey);
  const vpcs = await outside.createVpcs();
  const [ours, theirs] = [PAYMENTS, ANALYTICS].map((account) =>
    vpcs.filter((vpc) => vpc.account === account),
  );
  made = [];
  for (let n = 0; n < 11; n++) {
    const [from, to] = [ours?.[n % 8], theirs?.[(n + Math.floor(n / 8)) % 8]];
    if (!from || !to) throw new Error('too few VPCs');
    made.push(await outside.create(from, to));
  }
  await journey.pass(MINUTE);
  for (const one of made.slice(0, 10)) await outside.accept(one);
  await journey.pass(MINUTE);
  await invokeFunction('schedules/update-register', {});
});
afterAll(async () => {
  outside.close();
  await journey.close();
});

const adopt = (...args: string[]) =>
  runPeerway(['connections', 'adopt', ...args, '--json'], {
    endpoint: journey.endpoints.api,
    account: HUB,
  });

const ids = (of: readonly { id: string }[]) => of.map(({ id }) => id).sort();

const active = () => ids(made.slice(0, 10));

test('a dry run names the ten active ones, and records nothing', async () => {
  const { items } = jsonOf<Adopted>(await adopt('--all-in', PAYMENTS, '--dry-run'));
  expect(ids(items)).toEqual(active());
  expect(items.every(({ peering_request_id }) => peering_request_id === null)).toBe(true);
  const { body } = await journey.call<{ items: unknown[] }>(HUB, 'GET', '/peering-requests');
  expect(body).toMatchObject({ data: { items: [] } });
});

test('a contact in a domain that nobody knows is refused, as for a submission', async () => {
  for (const dry_run of [true, false]) {
    const { status, body } = await journey.call(HUB, 'POST', `/connections/${made[0]?.id}/adopt`, {
      contact_email: 'somebody@elsewhere.example',
      dry_run,
    });
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain('must be in one of these domains');
  }
});

test('ten are taken over, one is torn down, and nobody can take one over twice', async () => {
  const { items } = jsonOf<Adopted>(
    await adopt('--all-in', PAYMENTS, '--justification', 'Older than Peerway'),
  );
  expect(ids(items)).toEqual(active());
  const [first] = items;
  const id = first?.peering_request_id ?? '';
  expect(await journey.request(id)).toMatchObject({
    status: 'active',
    origin: 'adopted',
    justification: 'Older than Peerway',
    vpc_peering_connection_id: first?.id,
  });
  const { events, chain } = await journey.trail(id);
  expect(chain).toEqual({ valid: true, events: 1 });
  expect(events[0]).toMatchObject({ type: 'connection-adopted', from_status: null, to_status: 'active' });
  expect(events[0]?.reason).toMatch(/^pcx-\w+ was active, between 172\.\d+\.0\.0\/16 and 172\./);

  const again = await adopt(first?.id ?? '');
  expect(again.code).not.toBe(0);
  expect(again.stderr).toContain(`already belongs to ${id}`);
  const pending = await adopt(made[10]?.id ?? '');
  expect(pending.stderr).toContain('Only an active connection can be taken over.');
  expect(jsonOf<Adopted>(await adopt('--all-in', PAYMENTS)).items).toEqual([]);

  const { body } = await journey.call<{ url: string }>(HUB, 'POST', `/peering-requests/${id}/links`, {});
  const page = await (await fetch(body.success ? body.data.url : '')).text();
  expect(page).toContain('took the connection over');

  expect((await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {})).status).toBe(200);
  await journey.pass(5 * MINUTE);
  expect(await journey.request(id)).toMatchObject({ status: 'deleted' });
  const shown = await outside.shown();
  expect(shown.get(first?.id ?? '')?.every(({ Status }) => Status?.Code === 'deleted')).toBe(true);
});

test('the sweep finds what others do to one that was taken over', async () => {
  const { body } = await journey.call<{ items: { id: string; vpc_peering_connection_id: string }[] }>(
    HUB,
    'GET',
    '/peering-requests?status=active',
  );
  const [watched] = body.success ? body.data.items : [];
  const one = made.find(({ id }) => id === watched?.vpc_peering_connection_id);
  if (!one || !watched) throw new Error('none is active');
  await outside.remove(one, 'accepter');
  await journey.pass(HOUR);
  await invokeFunction('schedules/sweep', {});
  await journey.pass(MINUTE);
  expect(await journey.request(watched.id)).toMatchObject({
    status: 'deleted',
    teardown: { by: { kind: 'outside', id: ANALYTICS } },
  });
});
