import { afterAll, beforeAll, expect, test } from 'vitest';
import { verifyChain } from '../../functions/domain/request/audit.ts';
import { HOUR, HUB, PAYMENTS, type Trail } from '../journey/journey.ts';
import { type CheckedJourney, errorOf, startCheckedJourney } from './checked-journey.ts';

type Page = Trail & { head: string };

let journey: CheckedJourney;
let id: string;
let other: string;
beforeAll(async () => {
  journey = await startCheckedJourney();
  ({ id } = await journey.submit());
  await journey.decide(await journey.linkOf('anna@analytics.example', id), 'reject', 'not this year');
  await journey.pass(HOUR);
  ({ id: other } = await journey.submit());
});
afterAll(() => journey.close());

const page = (query: string, of = id, account = HUB) =>
  journey.call<Page>(account, 'GET', `/peering-requests/${of}/events?${query}`);

const pageOf = async (query: string): Promise<Page> => {
  const { body } = await page(query);
  if (!body.success) throw new Error(body.error.message);
  return body.data;
};

test('a trail is read in pages, in order, and each has the verdict on the whole of it', async () => {
  const whole = await journey.trail(id);
  expect(whole.next_cursor).toBeNull();
  const pages: Page[] = [];
  for (let cursor: string | null = ''; cursor !== null; cursor = pages.at(-1)?.next_cursor ?? null)
    pages.push(await pageOf(`limit=3${cursor && `&cursor=${cursor}`}`));

  expect(pages.map(({ events }) => events.length).slice(0, -1)).toEqual(pages.slice(1).map(() => 3));
  const events = pages.flatMap((each) => each.events);
  expect(events).toEqual(whole.events);
  for (const { chain, head } of pages) {
    expect(chain).toEqual({ valid: true, events: events.length });
    expect(verifyChain(events, head)).toEqual(chain);
  }
});

test('a page that ends with the last event has no next page', async () => {
  const { events } = await journey.trail(id);
  expect(await pageOf(`limit=${events.length}`)).toMatchObject({ next_cursor: null });
  expect(await pageOf(`limit=${events.length - 1}`)).toMatchObject({ next_cursor: expect.any(String) });
});

test('a cursor reads no other trail, and is nobody’s invention', async () => {
  const { next_cursor } = await pageOf('limit=3');
  for (const answer of [
    await page(`limit=3&cursor=${next_cursor}`, other),
    await page('cursor=Mw.Mw'),
    await page('cursor=3'),
    await page('cursor='),
  ]) {
    expect(errorOf(answer)).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' });
    expect(JSON.stringify(answer.body)).toContain('"path":"cursor"');
  }
  expect((await page(`cursor=${next_cursor}`, id, PAYMENTS)).status).toBe(200);
  expect((await page('limit=101')).status).toBe(400);
});
