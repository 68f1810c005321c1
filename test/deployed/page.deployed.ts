import { describe, expect, test } from 'vitest';
import { deployment } from './deployment.ts';

const { link = '', decide } = deployment;

const formTokenIn = (page: string): string | undefined => /name="form_token" value="([^"]+)"/.exec(page)?.[1];

describe.skipIf(!link)('the page behind an approver’s link', () => {
  test('shows the request, is not cached or shared, and loads nothing from elsewhere', async () => {
    const response = await fetch(link);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await response.text()).toMatch(/vpc-[0-9a-f]+/);
  });

  test('decides nothing when it is opened', async () => {
    for (const query of ['', '?decision=accept', '?decision=reject&comment=no']) await fetch(link + query);
    expect(formTokenIn(await (await fetch(link)).text())).toBeDefined();
  });

  test('rejects a form with an invalid token', async () => {
    const body = new URLSearchParams({ decision: 'accept', comment: '', form_token: 'A'.repeat(43) });
    expect((await fetch(link, { method: 'POST', body })).status).toBe(403);
  });

  test.skipIf(!decide)('accepts a decision once', async () => {
    const form_token = formTokenIn(await (await fetch(link)).text()) ?? '';
    const form = { decision: decide ?? '', comment: 'npm run test:deployed', form_token };
    const response = await fetch(link, { method: 'POST', body: new URLSearchParams(form) });
    expect(response.status).toBe(200);
    expect(formTokenIn(await (await fetch(link)).text())).toBeUndefined();
  });
});
