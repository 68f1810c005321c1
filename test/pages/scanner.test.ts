import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOUR, type Journey, PAYMENTS, startJourney } from '../journey/journey.ts';
import { boardLink, linkIn, stateOf } from './mail-link.ts';
import { ANNA, PRIYA } from './scenes.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const USER_AGENTS = [
  'Mozilla/5.0 (compatible; MSOffice 12) SafeLinks',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36',
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'GoogleImageProxy',
  'Barracuda Sentinel (EE)',
  'curl/8.5.0',
  '',
];

/** What a page lets one follow: its links, and its forms and buttons as if they were links. */
const addressesOn = (html: string, url: string): string[] => {
  const base = new URL(url);
  const links = [...html.matchAll(/(?:href|action|src)="(?!mailto:)([^"#][^"]*)"/g)].map(
    ([, target]) => target ?? '',
  );
  const buttons = [...html.matchAll(/<button[^>]*name="([^"]+)" value="([^"]+)"/g)];
  const token = /name="form_token" value="([^"]+)"/.exec(html)?.[1] ?? '';
  return [
    ...links.map((target) => new URL(target, base).href),
    ...buttons.map(([, name = '', value = '']) => {
      const query = new URLSearchParams({ [name]: value, comment: 'scanned', form_token: token });
      return `${base.origin}${base.pathname}?${query}`;
    }),
    `${url}?${new URLSearchParams({ form_token: token })}`,
  ];
};

describe('a link scanner', () => {
  test.each([
    ['decisions', ANNA],
    ['status', PRIYA],
  ] as const)(
    'at a link to %s, with GET and HEAD, following all that is there, twice over: nothing happens',
    async (kind, person) => {
      const { id } = await journey.submit();
      const link = await linkIn(journey, person, id, kind);
      const before = await stateOf(journey, id);
      for (let round = 0; round < 2; round++) {
        for (const agent of USER_AGENTS) {
          const headers = { 'user-agent': agent };
          await fetch(link, { method: 'HEAD', headers });
          const shown = await (await fetch(link, { headers })).text();
          for (const address of addressesOn(shown, link)) {
            expect(new URL(address).host).toBe(new URL(link).host);
            await fetch(address, { headers });
            await fetch(address, { method: 'HEAD', headers });
          }
        }
      }
      await journey.pass(HOUR);
      const { trail, request } = await stateOf(journey, id);
      expect(trail).toEqual(before.trail);
      expect(request).toMatchObject({ status: 'pending-acceptance', decision: null, approvals: [] });
      await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
      await journey.pass(HOUR);
    },
  );
});

test('a page tells nobody else its address, and loads, frames and stores nothing', async () => {
  const { id } = await journey.submit();
  const board = await boardLink(journey);
  for (const link of [
    await linkIn(journey, ANNA, id, 'decisions'),
    await linkIn(journey, PRIYA, id, 'status'),
    board,
    `${board}/requests/${id}`,
  ]) {
    const response = await fetch(link);
    const { headers } = response;
    const html = await response.text();
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-inline');
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(html).not.toMatch(/<[^>]+ style=/);
    // The board and its requests lead to each other.
    const token = board.slice(-43);
    const ways = [`${token}/requests/${id}`, `../../${token}`].map((way) => `href="${way}"`);
    // An approver's page leads to where they say that they are away. A requester's forms are sent to this page's address.
    const own = link.slice(-43);
    ways.push(`href="../absences/${own}"`);
    for (const path of ['status', 'withdrawals']) ways.push(`action="../${path}/${own}"`);
    const rest = ways.reduce((text, way) => text.replaceAll(way, ''), html);
    expect(rest).not.toContain(/\w+\/([\w-]{43})/.exec(link)?.[1]);
  }
});
