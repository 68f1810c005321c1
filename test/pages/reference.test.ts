import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenApiDocument } from '../api/api-document.ts';
import { type Journey, startJourney } from '../journey/journey.ts';
import { HAS_CHROMIUM, launchChromium } from './chromium.ts';
import { type Visitor, visitor } from './visitor.ts';

let journey: Journey;
let url: string;
beforeAll(async () => {
  journey = await startJourney();
  url = `${journey.endpoints.api}/docs`;
});
afterAll(() => journey.close());

type Raw = { status: number | undefined; headers: Record<string, unknown>; body: Buffer };

/** As it comes over the wire: fetch would ask for gzip itself, and decode it. */
const get = (encodings?: string): Promise<Raw> =>
  new Promise((resolve, reject) => {
    request(url, { headers: encodings ? { 'accept-encoding': encodings } : {} }, async (response) => {
      const body = Buffer.concat(await response.toArray());
      resolve({ status: response.statusCode, headers: response.headers, body });
    })
      .on('error', reject)
      .end();
  });

test('is public, and compressed for whoever takes gzip', async () => {
  const plain = await get();
  expect(plain.status).toBe(200);
  expect(plain.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    vary: 'accept-encoding',
  });
  expect(plain.headers['content-encoding']).toBeUndefined();
  for (const encodings of ['gzip', 'br, gzip;q=0.8', 'gzip, deflate, br']) {
    const zipped = await get(encodings);
    expect(zipped.headers['content-encoding'], encodings).toBe('gzip');
    expect(gunzipSync(zipped.body).equals(plain.body), encodings).toBe(true);
    expect(zipped.body.length).toBeLessThan(plain.body.length / 5);
  }
  for (const encodings of ['br', 'gzip;q=0', 'identity, gzip; q=0.0']) {
    expect((await get(encodings)).body.equals(plain.body), encodings).toBe(true);
  }
});

test('HEAD answers as GET does, without the page', async () => {
  const [head, page] = await Promise.all([fetch(url, { method: 'HEAD' }), fetch(url)]);
  expect([head.status, await head.text()]).toEqual([200, '']);
  expect(head.headers.get('content-security-policy')).toBe(page.headers.get('content-security-policy'));
});

test('runs no script, and its policy allows its own style alone', async () => {
  const response = await fetch(url);
  const page = await response.text();
  const styles = [...page.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(([, style = '']) => style);
  expect(styles.length).toBe(1);
  expect(page).not.toMatch(/<script|\sstyle="|\son\w+="|<img|<link|javascript:/);
  const hash = createHash('sha256')
    .update(styles[0] ?? '')
    .digest('base64');
  const policy = response.headers.get('content-security-policy')?.split('; ');
  expect(policy?.filter((rule) => rule.includes('-src'))).toEqual([
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
  ]);
});

test('has every operation, field and error code of the document, and no link that leads nowhere', async () => {
  const [page, document] = await Promise.all([
    fetch(url).then((response) => response.text()),
    fetch(`${journey.endpoints.api}/openapi.json`).then(
      (response) => response.json() as Promise<OpenApiDocument>,
    ),
  ]);
  const sections = page.split('<section id="').slice(1);
  const sectionOf = (text: string): string => {
    const found = sections.filter((section) => section.includes(text));
    expect(found.length, text).toBe(1);
    return found[0] ?? '';
  };
  for (const [path, byMethod] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(byMethod)) {
      const section = sectionOf(`<code><b>${method.toUpperCase()}</b> ${path}</code>`);
      for (const { name } of operation.parameters) expect(section).toContain(`<code>${name}</code>`);
      for (const status of Object.keys(operation.responses)) expect(section).toContain(`>${status} `);
    }
  }
  for (const [name, { properties = {} }] of Object.entries(document.components.schemas)) {
    const section = sectionOf(`<h3>${name}</h3>`);
    for (const field of Object.keys(properties)) expect(section).toContain(`<code>${field}</code>`);
  }
  for (const [, code] of document.info.description.matchAll(/^\| `(\w+)`/gm)) {
    expect(page).toContain(`<td><code>${code}</code></td>`);
  }
  const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const links = [...page.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href);
  expect(links.length).toBeGreaterThan(100);
  for (const href of links) expect(href === 'openapi.json' || ids.has(href.slice(1)), href).toBe(true);
});

describe.runIf(HAS_CHROMIUM)('in a browser', () => {
  let browser: Browser;
  let somebody: Visitor;
  beforeAll(async () => {
    browser = await launchChromium();
    somebody = visitor(browser, journey.endpoints.api);
  });
  afterAll(() => browser.close());

  test('the contents lead to an operation, whose errors open, and the browser has no complaint', async () => {
    const page = await somebody.open(url);
    await page.getByRole('link', { name: 'GET /peering-requests/{id}', exact: true }).click();
    const heading = page.getByRole('heading', { name: 'Get a request with its acceptance window' });
    expect((await heading.boundingBox())?.y).toBeLessThan(200);
    const section = page.locator('section').filter({ has: heading });
    const example = section.getByText('"code": "NOT_FOUND"');
    expect(await example.isVisible()).toBe(false);
    await section.getByText('404 NOT_FOUND').click();
    expect(await example.isVisible()).toBe(true);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await somebody.leave()).toEqual([]);
  });
});
