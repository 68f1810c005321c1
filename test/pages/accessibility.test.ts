import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Journey, startJourney } from '../journey/journey.ts';
import { HAS_CHROMIUM, launchChromium } from './chromium.ts';
import { tour } from './tour.ts';

const VIEWS = [
  { colorScheme: 'light', viewport: { width: 390, height: 844 } },
  { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
  { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
] as const;

describe.runIf(HAS_CHROMIUM)('every page', () => {
  let browser: Browser;
  let journey: Journey;
  beforeAll(async () => {
    [browser, journey] = await Promise.all([launchChromium(), startJourney()]);
  });
  afterAll(() => Promise.all([browser.close(), journey.close()]));

  test('gives axe nothing to complain of, and is no wider than its screen', {
    timeout: 180_000,
  }, async () => {
    const seen: string[] = [];
    for await (const { name, url, act } of tour(journey)) {
      for (const view of VIEWS) {
        const context = await browser.newContext(view);
        const page = await context.newPage();
        await page.goto(url);
        await act?.(page);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
        expect(found, `${name} ${view.colorScheme}`).toEqual([]);
        const width = await page.evaluate<number>('document.documentElement.scrollWidth');
        expect(width, name).toBeLessThanOrEqual(view.viewport.width);
        await context.close();
      }
      seen.push(name);
    }
    expect(seen.length).toBeGreaterThan(20);
  });

  test('and so does every mail', { timeout: 120_000 }, async () => {
    const mails = new Map(
      (await journey.inbox.emails()).map((mail) => [mail.subject.replace(/ \[.*/, ''), mail]),
    );
    expect(mails.size).toBeGreaterThan(8);
    for (const [subject, { body }] of mails) {
      for (const view of VIEWS) {
        const context = await browser.newContext(view);
        const page = await context.newPage();
        await page.setContent(body.html ?? '');
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
          subject,
        ).toEqual([]);
        await context.close();
      }
    }
  });
});
