import { tracingChannel } from 'node:diagnostics_channel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approverOf, COMPANY, pairs } from '../../bench/windows/company.ts';
import type { RequestView } from '../../functions/edge/request-view.ts';
import type { Invocation } from '../../local/functions.ts';
import { HUB, type Journey, startJourney } from '../journey/journey.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await startJourney({ twoThreads: true, accounts: COMPANY });
});

afterAll(() => journey?.close());

const READ = 'api/get-directory';

/** How often this thread ran the function of READ meanwhile. */
const timesInThisThread = async (act: () => Promise<unknown>): Promise<number> => {
  let times = 0;
  const { start } = tracingChannel<Invocation>('peerway:invocation');
  const count = (invocation: unknown) => {
    if ((invocation as Invocation).entry === READ) times++;
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

test('a quiet stack runs functions in one thread, a busy one in two, and both see the same tables and time', async () => {
  const read = () => journey.call(HUB, 'GET', '/directory');
  expect(await timesInThisThread(read)).toBe(1);

  await journey.clock.advance(86_400_000);
  const alone = await read();
  let answers: unknown[] = [];
  const here = await timesInThisThread(async () => {
    answers = await at(20)(read);
  });
  expect(here).toBeLessThan(20);
  for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: alone.body });
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
