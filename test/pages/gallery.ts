import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { invokeFunction } from '../../local/functions.ts';
import { startStack } from '../../local/stack.ts';
import { launchChromium } from './chromium.ts';
import { tour } from './tour.ts';

/**
 * `npx node test/pages/gallery.ts DIRECTORY [NAME…]` takes a picture of every page and mail, as on a phone and a
 * desktop, light and dark; with names, of those that begin with one.
 */
const [directory = 'gallery', ...names] = process.argv.slice(2);

const DEVICES = [
  { device: 'phone', viewport: { width: 390, height: 844 } },
  { device: 'desktop', viewport: { width: 1280, height: 900 } },
];
const SCHEMES = ['light', 'dark'] as const;

const isWanted = (name: string): boolean =>
  names.length === 0 || names.some((start) => name.startsWith(start));

const ATTEMPTS = 3;

/** Now and then the browser cannot take a long picture, and a new one can. */
const shoot = async (name: string, show: (page: Page) => Promise<unknown>, attempt = 1): Promise<void> => {
  const browser = await launchChromium();
  try {
    for (const { device, viewport } of DEVICES) {
      for (const colorScheme of SCHEMES) {
        const page = await browser.newPage({ viewport, colorScheme });
        await show(page);
        await page.screenshot({ path: `${directory}/${name}-${device}-${colorScheme}.png`, fullPage: true });
        await page.close();
      }
    }
  } catch (error) {
    if (attempt === ATTEMPTS) throw error;
    return shoot(name, show, attempt + 1);
  } finally {
    await browser.close();
  }
};

mkdirSync(directory, { recursive: true });
const stack = await startStack({ speed: 0, schedules: false });
try {
  for await (const { name, url, act } of tour(stack)) {
    if (!isWanted(name)) continue;
    await shoot(name, async (page) => {
      await page.goto(url);
      await act?.(page);
    });
  }
  await invokeFunction('schedules/digest', {});
  const seen = new Set<string>();
  for (const { subject, body } of await stack.inbox.emails()) {
    const news = subject.replace(/ (?:by|until) .*? UTC|: .*/g, '');
    const instead = body.text?.includes('\nYou decide for ') ? '-instead' : '';
    const name = `mail-${news.toLowerCase().replaceAll(/[^a-z\d]+/g, '-')}${instead}`;
    if (seen.has(name) || !isWanted(name)) continue;
    seen.add(name);
    await shoot(name, (page) => page.setContent(body.html ?? ''));
  }
} finally {
  await stack.close();
}
