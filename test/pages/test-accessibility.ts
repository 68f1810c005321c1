import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { type Journey, startJourney } from '../journey/journey.ts';
import { HAS_CHROMIUM, launchChromium } from './chromium.ts';
import { tour } from './tour.ts';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 900 };

/** What axe asks of a page that is all there is; a mail stands within a mail program. */
const OF_WHOLE_PAGES = ['landmark-one-main', 'region'];

/** Pages of the tour, as many as are wanted, and the mails that were sent meanwhile. */
export const testAccessibility = (pages: number, mails: number): void => {
  describe.runIf(HAS_CHROMIUM)('to axe, and on any screen', () => {
    let browser: Browser;
    let journey: Journey;
    let page: Page;
    beforeAll(async () => {
      [browser, journey] = await Promise.all([launchChromium(), startJourney()]);
      page = await (await browser.newContext()).newPage();
      // A page that waits for EC2 reloads itself, and axe must not lose it while it looks.
      await page.route('**/*', async (route) => {
        const response = await route.fetch();
        const { refresh: _, ...headers } = response.headers();
        await route.fulfill({ response, headers });
      });
    });
    afterAll(() => Promise.all([browser.close(), journey.close()]));

    const complaints = async (axe: AxeBuilder): Promise<string[]> => {
      // Legacy as to frames, of which there are none: it would open a page for them each time.
      const { violations } = await axe.setLegacyMode().analyze();
      return violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' ')}`,
      );
    };

    /** Light in full; what dark changes is colours. */
    const inBothSchemes = async (
      show: () => Promise<unknown>,
      leaveOut: string[] = [],
    ): Promise<string[]> => {
      await page.emulateMedia({ colorScheme: 'light' });
      await show();
      const light = await complaints(new AxeBuilder({ page }).disableRules(leaveOut));
      await page.emulateMedia({ colorScheme: 'dark' });
      return [...light, ...(await complaints(new AxeBuilder({ page }).withRules(['color-contrast'])))];
    };

    const overflow = async (screen: { width: number; height: number }): Promise<number> => {
      await page.setViewportSize(screen);
      return (await page.evaluate<number>('document.documentElement.scrollWidth')) - screen.width;
    };

    test('no page has a fault', async () => {
      const seen: string[] = [];
      for await (const { name, url, act } of tour(journey)) {
        await page.setViewportSize(PHONE);
        const found = await inBothSchemes(async () => {
          await page.goto(url);
          await act?.(page);
        });
        expect(found, name).toEqual([]);
        expect(await overflow(PHONE), name).toBeLessThanOrEqual(0);
        expect(await overflow(DESKTOP), name).toBeLessThanOrEqual(0);
        seen.push(name);
        if (seen.length === pages) break;
      }
      expect(seen.length).toBe(pages);
    });

    test('and no mail', async () => {
      await invokeFunction('schedules/digest', {});
      const emails = await journey.inbox.emails();
      const kinds = new Map(
        emails.map((mail) => [mail.subject.replace(/ (?:by|until) .*? UTC|: .*/g, ''), mail]),
      );
      expect(kinds.size).toBeGreaterThanOrEqual(mails);
      for (const [news, { body }] of kinds) {
        await page.setViewportSize(PHONE);
        // The policy of the page before would hold for what is written over it.
        await page.goto('about:blank');
        const found = await inBothSchemes(() => page.setContent(body.html ?? ''), OF_WHOLE_PAGES);
        expect(found, news).toEqual([]);
        expect(await overflow(PHONE), news).toBeLessThanOrEqual(0);
        expect(await overflow({ width: 600, height: 800 }), news).toBeLessThanOrEqual(0);
      }
    });
  });
};
