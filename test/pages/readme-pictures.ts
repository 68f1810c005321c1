import { startStack } from '../../local/stack.ts';
import { launchChromium } from './chromium.ts';
import type { Sight } from './scenes.ts';
import { tour } from './tour.ts';

/** `npx node test/pages/readme-pictures.ts` takes the README's pictures of the pages into docs/images/. */
const DIRECTORY = new URL('../../docs/images/', import.meta.url).pathname;

type Picture = {
  file: string;
  width: number;
  scale: number /** Down to the end of this element. */;
  to: string;
};

const PICTURES: Readonly<Record<string, Picture>> = {
  'decision-open': { file: 'decision-phone.png', width: 390, scale: 1.25, to: '.actions' },
  'status-half-way': { file: 'status.png', width: 800, scale: 1.25, to: '[aria-labelledby=window]' },
  board: { file: 'board.png', width: 1120, scale: 1, to: '.board' },
};

const MARGIN = 8;

const take = async ({ url }: Sight, { file, width, scale, to }: Picture): Promise<void> => {
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width, height: 900 }, deviceScaleFactor: scale });
  await page.goto(url);
  const { y = 0, height = 0 } = (await page.locator(to).first().boundingBox()) ?? {};
  const clip = { x: 0, y: 0, width, height: y + height + MARGIN };
  await page.screenshot({ path: `${DIRECTORY}${file}`, clip, fullPage: true });
  await browser.close();
};

const stack = await startStack({ speed: 0, schedules: false });
try {
  for await (const sight of tour(stack)) {
    const picture = PICTURES[sight.name];
    if (picture) await take(sight, picture);
  }
} finally {
  await stack.close();
}
