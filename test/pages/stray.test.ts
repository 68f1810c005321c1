import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROUTES } from '../../functions/routes.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { type Journey, PAYMENTS, startJourney } from '../journey/journey.ts';
import { boardLink, linkIn, stateOf } from './mail-link.ts';
import { ANNA, PRIYA } from './scenes.ts';

let journey: Journey;
let id: string;
let links: string[];
beforeAll(async () => {
  journey = await startJourney();
  ({ id } = await journey.submit());
  const board = await boardLink(journey);
  links = [
    await linkIn(journey, ANNA, id, 'decisions'),
    await linkIn(journey, PRIYA, id, 'status'),
    board,
    `${board}/requests/${id}`,
  ];
});
afterAll(() => journey.close());

const headersOf = ({ headers }: Response) => {
  const { date: _, connection: __, 'content-length': ___, ...rest } = Object.fromEntries(headers);
  return rest;
};

test('HEAD of a link answers as GET does, without the page, and uses nothing up', async () => {
  const before = await stateOf(journey, id);
  for (const link of links) {
    const head = await fetch(link, { method: 'HEAD' });
    const get = await fetch(link);
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(get.status).toBe(200);
    expect(headersOf(head)).toEqual(headersOf(get));
  }
  const dead = await fetch(`${journey.endpoints.api}/decisions/${'A'.repeat(43)}`, { method: 'HEAD' });
  expect(dead.status).toBe(404);
  expect(await stateOf(journey, id)).toEqual(before);
});

test('a link with a slash at its end leads to its page', async () => {
  for (const link of links) {
    for (const method of ['GET', 'HEAD']) {
      const redirect = await fetch(`${link}/`, { method, redirect: 'manual' });
      expect([redirect.status, redirect.headers.get('referrer-policy')]).toEqual([303, 'no-referrer']);
      const followed = await fetch(`${link}/`, { method });
      expect([followed.status, followed.url]).toEqual([200, link]);
    }
  }
});

describe('what leads nowhere is a page to a person', () => {
  const expectPage = async (response: Response, status = 404, text = 'This link doesn’t work') => {
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toContain(text);
  };

  test.each(['/', '/decisions', '/decisions/', '/status/x/y', '/board//x', '/favicon.ico', '/a%20b', '/%2F'])(
    '%s',
    async (path) => expectPage(await fetch(journey.endpoints.api + path)),
  );

  test('a form or another method at a link that takes none', async () => {
    const before = await stateOf(journey, id);
    for (const link of links) {
      for (const method of ['PUT', 'DELETE', 'OPTIONS']) {
        const response = await fetch(link, { method });
        expect(response.headers.get('allow')).toMatch(/^GET, HEAD(?:, POST)?$/);
        await expectPage(response, 405, `doesn’t take ${method}`);
      }
      const body = new URLSearchParams({ decision: 'accept' });
      await expectPage(await fetch(`${link}/`, { method: 'POST', body }));
    }
    expect(await stateOf(journey, id)).toEqual(before);
  });

  test('an address of the API', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    await expectPage(await fetch(`${journey.endpoints.api}/accounts/`, { headers }));
    const wrong = await fetch(`${journey.endpoints.api}/accounts`, { method: 'POST', headers });
    await expectPage(wrong, 405, '/accounts doesn’t take POST. It takes GET, HEAD.');
  });

  test('a slash and another address behind it redirect to nothing', async () => {
    for (const path of ['/decisions/%0d%0ax/', '/decisions/..%2f..%2fevil/', '/status/%2f%2fevil.example/']) {
      await expectPage(await fetch(journey.endpoints.api + path, { redirect: 'manual' }));
    }
  });
});

describe('what leads nowhere is the envelope to a program', () => {
  const paths = [
    ...new Set(ROUTES.filter(({ entry }) => entry.startsWith('api/')).map(({ path }) => path)),
  ].map((path) => path.replaceAll(/\{\w+\}/g, '111111111111'));

  const sendBoth = async (method: string, path: string, headers = {}) => [
    await fetch(journey.endpoints.api + path, { method, headers }),
    await signedFetch(PAYMENTS, journey.endpoints.api + path, { method, headers }),
  ];

  const expectEnvelope = async (response: Response, status: number, code: string, message: string) => {
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/json']);
    expect(await response.json()).toEqual({
      success: false,
      error: { code, message, details: [] },
      request_id: expect.any(String),
    });
  };

  const methodsOf = (path: string) =>
    [
      ...new Set(
        ROUTES.filter((route) => route.path.replaceAll(/\{\w+\}/g, '111111111111') === path).map(
          ({ method }) => method,
        ),
      ),
    ].sort();

  test.each(paths)('%s', async (path) => {
    for (const url of [`${path}/`, `${path}/a/b`]) {
      for (const response of await sendBoth('GET', url)) {
        await expectEnvelope(response, 404, 'NOT_FOUND', `GET ${url} was not found.`);
      }
    }
    for (const response of await sendBoth('PATCH', path)) {
      const allow = response.headers.get('allow') ?? '';
      expect(allow.split(', ')).toEqual(expect.arrayContaining(methodsOf(path)));
      const message = `${path} doesn’t take PATCH. It takes ${allow}.`;
      await expectEnvelope(response, 405, 'METHOD_NOT_ALLOWED', message);
    }
  });

  test('anywhere, to one that asks for JSON', async () => {
    for (const response of await sendBoth('GET', '/peering', { accept: 'application/json' })) {
      await expectEnvelope(response, 404, 'NOT_FOUND', 'GET /peering was not found.');
    }
  });

  test('HEAD works wherever GET does', async () => {
    for (const path of [
      '/health',
      '/openapi.json',
      '/caller',
      '/peering-requests',
      `/peering-requests/${id}`,
    ]) {
      const response = await signedFetch(PAYMENTS, journey.endpoints.api + path, { method: 'HEAD' });
      expect([path, response.status, await response.text()]).toEqual([path, 200, '']);
    }
  });
});
