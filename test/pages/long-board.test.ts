import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PeeringRequest, RequestId } from '../../functions/domain/request/peering-request.ts';
import { rawTable } from '../api/raw-table.ts';
import { aRequest } from '../domain/a-request.ts';
import { ANALYTICS, DAY, HOUR, type Journey, PARTNER, startJourney } from '../journey/journey.ts';
import { boardLink } from './mail-link.ts';

const PENDING = 130;
const PAGE = 50;
const STUCK = 120;

let journey: Journey;
let board: string;
let requests: PeeringRequest[];
beforeAll(async () => {
  journey = await startJourney();
  const now = journey.clock.now().getTime();
  const at = (seconds: number): string => new Date(now + seconds * 1000).toISOString();
  const idOf = (n: number): RequestId => `pr-0${String(n).padStart(24, '0')}${n % 7}`;
  const many = Array.from({ length: PENDING }, (_, n) =>
    aRequest({
      id: idOf(n),
      status: 'pending-acceptance',
      created_at: at(-DAY),
      updated_at: at(-DAY),
      opened_at: at(-DAY),
      // Forty of them end within a day, in groups that share a deadline.
      expires_at: at((n < 40 ? 1 : 2) * HOUR * (1 + Math.floor(n / 3))),
      ...(n === STUCK && {
        decision: { kind: 'accept', by: { kind: 'approver', id: 'anna@analytics.example' }, at: at(-DAY) },
      }),
      ...(n % 10 === 0 && { requester: { ...aRequest().requester, owner_id: PARTNER } }),
    }),
  );
  const starting = [PENDING, PENDING + 1].map((n) =>
    aRequest({ id: idOf(n), status: 'submitted', created_at: at(-60), updated_at: at(-60) }),
  );
  requests = [...many, ...starting];
  await rawTable(journey.endpoints.dynamodb).put(requests);
  board = await boardLink(journey);
});
afterAll(() => journey.close());

type Shown = { text: string; ids: string[]; next: string | undefined };

const show = async (url: string): Promise<Shown> => {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  const text = await response.text();
  const next = /<a href="(\?[^"]+)">Next page/.exec(text)?.[1]?.replaceAll('&amp;', '&');
  return {
    text,
    ids: [...text.matchAll(/\/requests\/(pr-\w{26})"/g)].map(([, id = '']) => id),
    next: next && new URL(next, board).href,
  };
};

const showAll = async (url: string): Promise<Shown[]> => {
  const pages = [await show(url)];
  for (let next = pages[0]?.next; next; next = pages.at(-1)?.next) pages.push(await show(next));
  return pages;
};

test('more requests than a page shows: the pages have each once, the earliest deadline first', async () => {
  const pages = await showAll(board);
  expect(pages.map(({ ids }) => ids.length)).toEqual([PAGE, PAGE, requests.length - 2 * PAGE]);
  const shown = pages.flatMap(({ ids }) => ids);
  expect(shown.toSorted()).toEqual(requests.map(({ id }) => id).toSorted());
  const [first, second, last] = pages;
  const deadlineOf = (id: string) => requests.find((request) => request.id === id)?.expires_at ?? 'never';
  const deadlines = [...(first?.ids ?? []), ...(second?.ids ?? [])].map(deadlineOf);
  expect(deadlines).toEqual(deadlines.toSorted());
  // The one that is stuck comes first on its page.
  expect(last?.ids[0]).toBe(requests[STUCK]?.id);
  expect(last?.ids.slice(-2).map(deadlineOf)).toEqual(['never', 'never']);
  expect(first?.text).toContain(
    `${PENDING} requests are waiting for a decision, <strong>40 with a deadline within 24 hours</strong>.`,
  );
  expect(first?.text).not.toContain('First page');
  expect(last?.text).toContain('First page');
  // A bar and what is left of it say so of each.
  expect(first?.text).not.toContain('<span class="chip neutral">waiting');
});

test('the filter finds a stuck request, however late its deadline is', async () => {
  expect((await show(`${board}?status=stuck`)).ids).toEqual([requests[STUCK]?.id]);
});

test('an account is found by its ID, by what is chosen from the list, and by a part of its name', async () => {
  const partners = requests.filter(({ requester }) => requester.owner_id === PARTNER).map(({ id }) => id);
  for (const account of [PARTNER, `partner (${PARTNER})`, 'partner', 'PART']) {
    const { ids, text } = await show(`${board}?account=${encodeURIComponent(account)}`);
    expect(ids.toSorted(), account).toEqual(partners.toSorted());
    expect(text).toContain(`value="partner (${PARTNER})"`);
  }
  for (const account of ['nobody', 'a']) {
    const { ids, text } = await show(`${board}?account=${account}`);
    expect(ids).toEqual([]);
    expect(text).toContain(`No account, or more than one, has “${account}” in its name.`);
  }
});

test('an account’s pages go on in the account', async () => {
  const pages = await showAll(`${board}?account=${ANALYTICS}&status=pending-acceptance`);
  expect(pages.flatMap(({ ids }) => ids)).toHaveLength(PENDING);
  expect(pages[1]?.text).toContain(`value="analytics (${ANALYTICS})"`);
});

test('a place that is none shows the first page', async () => {
  for (const from of ['x', 'active', 'pending-acceptance_2026-01-01_pr-1', "submitted_'--"]) {
    const response = await fetch(`${board}?from=${encodeURIComponent(from)}`);
    expect(response.status).toBe(200);
  }
});
