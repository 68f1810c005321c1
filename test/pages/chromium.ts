import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** Chromium from npm: nothing is installed on the machine for it. */
export const launchChromium = async (): Promise<Browser> =>
  playwright.launch({
    executablePath: await chromium.executablePath(),
    // Not the package's own flags: they switch web security off.
    args: [
      '--no-sandbox',
      '--no-zygote',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
    ],
    headless: true,
  });

/** The package holds a build for this platform alone. */
export const HAS_CHROMIUM = process.platform === 'linux' && process.arch === 'x64';
