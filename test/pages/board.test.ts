import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VPC } from '../../local/seed.ts';
import { ACROSS, type Journey, MINUTE, startJourney } from '../journey/journey.ts';
import { boardLink, linkIn, stateOf } from './mail-link.ts';
import { ANNA, PRIYA } from './scenes.ts';

let journey: Journey;
let board: string;
let waiting: string;
let rejected: string;
beforeAll(async () => {
  journey = await startJourney();
  ({ id: waiting } = await journey.submit());
  ({ id: rejected } = await journey.submit({
    ...ACROSS,
    peer_vpc_id: VPC.analyticsUs,
    peer_region: 'us-east-1',
  }));
  await journey.decide(await journey.linkOf(ANNA, rejected), 'reject', 'not this one');
  await journey.pass(5 * MINUTE);
  board = await boardLink(journey);
});
afterAll(() => journey.close());

const textAt = async (url: string): Promise<string> => {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  return response.text();
};

/** Where the links on a page lead. */
const linksAt = async (url: string): Promise<string[]> =>
  [...(await textAt(url)).matchAll(/<a href="([^"]+)"/g)].map(([, target = '']) => new URL(target, url).href);

const pageOf = (id: string): string => `${board}/requests/${id}`;

test('each row names accounts and VPCs, and leads to its request', async () => {
  const text = await textAt(board);
  for (const shown of ['payments → analytics', ACROSS.vpc_id, ACROSS.peer_vpc_id]) {
    expect(text).toContain(shown);
  }
  expect(await linksAt(board)).toEqual([`${board}?`, `${board}?view=connections`, pageOf(waiting)]);
});

describe('a request’s page on the board', () => {
  test('shows all of it, and leads back', async () => {
    const text = await textAt(pageOf(waiting));
    for (const shown of [waiting, ACROSS.vpc_id, ACROSS.peer_vpc_id, ACROSS.justification, PRIYA]) {
      expect(text).toContain(shown);
    }
    expect(await linksAt(pageOf(waiting))).toEqual([board]);
  });

  test('has no form, even once the request has ended, and takes none', async () => {
    expect(await textAt(pageOf(rejected))).toContain('not this one');
    const before = await stateOf(journey, rejected);
    const view = await textAt(await linkIn(journey, PRIYA, rejected, 'status'));
    const form_token = /name="form_token" value="([^"]+)"/.exec(view)?.[1] ?? '';
    expect(form_token).not.toBe('');
    for (const id of [waiting, rejected]) {
      expect(await textAt(pageOf(id))).not.toMatch(/<form|<button|form_token/);
      const body = new URLSearchParams({ form_token, decision: 'accept' });
      expect((await fetch(pageOf(id), { method: 'POST', body })).status).toBe(405);
    }
    expect(await stateOf(journey, rejected)).toEqual(before);
  });

  test('is the same dead link for any other token and for what is no request', async () => {
    const dead = await (await fetch(`${board}x`)).text();
    const token = (link: string) => link.slice(-43);
    const at = (secret: string, id: string) => `${journey.endpoints.api}/board/${secret}/requests/${id}`;
    for (const url of [
      pageOf('pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8'),
      pageOf('x'.repeat(3000)),
      pageOf(`${waiting}%23`),
      pageOf(waiting.toLowerCase()),
      at('A'.repeat(43), waiting),
      at(token(await linkIn(journey, ANNA, waiting, 'decisions')), waiting),
      at(token(await linkIn(journey, PRIYA, waiting, 'status')), waiting),
    ]) {
      const response = await fetch(url);
      expect([response.status, await response.text()]).toEqual([404, dead]);
      expect((await fetch(url, { method: 'HEAD' })).status).toBe(404);
    }
  });
});
