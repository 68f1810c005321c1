import { tracingChannel } from 'node:diagnostics_channel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approverOf, COMPANY, pairs } from '../../bench/windows/company.ts';
import type { RequestView } from '../../functions/edge/request-view.ts';
import type { Invocation } from '../../local/functions.ts';
import { eventAs } from '../api/function-event.ts';
import { HUB, type Journey, startJourney } from '../journey/journey.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await startJourney({ twoThreads: true, accounts: COMPANY });
});

afterAll(() => journey?.close());

const ENTRY = 'api/create-board-link';
const NETWORK_TEAM = `arn:aws:sts::${HUB}:assumed-role/NetworkTeam/local`;

/** How often this thread ran the function of ENTRY meanwhile. */
const timesInThisThread = async (act: () => Promise<unknown>): Promise<number> => {
  let times = 0;
  const { start } = tracingChannel<Invocation>('peerway:invocation');
  const count = (invocation: unknown) => {
    if ((invocation as Invocation).entry === ENTRY) times++;
  };
  start.subscribe(count);
  try {
    await act();
  } finally {
    start.unsubscribe(count);
  }
  return times;
};

const at =
  (times: number) =>
  <Result>(act: () => Promise<Result>) =>
    Promise.all(Array.from({ length: times }, act));

test('a quiet stack runs functions in one thread, a busy one in two, and both have the same tables and time', async () => {
  const create = async () => {
    const answer = await journey.invoke(ENTRY, eventAs(NETWORK_TEAM));
    return (JSON.parse((answer as { body: string }).body) as { data: { url: string; expires_at: string } })
      .data;
  };
  await journey.pass(86_400);
  expect(await timesInThisThread(create)).toBe(1);

  let created: Awaited<ReturnType<typeof create>>[] = [];
  const here = await timesInThisThread(async () => {
    created = await at(20)(create);
  });
  expect(here).toBeGreaterThan(0);
  expect(here).toBeLessThan(20);
  const inEightHours = new Date(journey.clock.now().getTime() + 8 * 3_600_000).toISOString();
  for (const { url, expires_at } of created) {
    expect(expires_at).toBe(inEightHours);
    expect((await fetch(url)).status).toBe(200);
  }
});

test('requests at once become connections, whichever thread does what for them', async () => {
  const ids = await Promise.all(
    pairs(12).map(async ({ requester, accepter }) => {
      const { body } = await journey.call<RequestView>(requester.owner_id, 'POST', '/peering-requests', {
        vpc_id: requester.vpc_id,
        vpc_region: requester.region,
        peer_vpc_id: accepter.vpc_id,
        peer_owner_id: accepter.owner_id,
        peer_region: accepter.region,
        justification: 'Settlement files go to the lake.',
        contact_email: approverOf(requester.owner_id),
      });
      if (!body.success) throw new Error(body.error.message);
      return body.data.id;
    }),
  );
  await journey.pass(60);
  for (const id of ids) {
    const { peer_owner_id } = await journey.request(id);
    await journey.decide(await journey.linkOf(approverOf(peer_owner_id), id), 'accept');
  }
  await journey.pass(60);
  for (const id of ids) {
    expect(await journey.request(id)).toMatchObject({ status: 'active' });
  }
});

test('an error keeps its name, by which the workflow tells what to do, whichever thread it comes from', async () => {
  const fail = () =>
    journey.invoke('tasks/look-at-peering', { request_id: 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8' }).then(
      () => 'no error',
      ({ name, message }: Error) => `${name}: ${message}`,
    );
  const alone = await fail();
  expect(alone).toMatch(/^NotFoundError: /);
  expect(new Set(await at(20)(fail))).toEqual(new Set([alone]));
});
