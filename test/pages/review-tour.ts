import type { Page } from 'playwright-core';
import { invokeFunction } from '../../local/functions.ts';
import type { Stack } from '../../local/stack.ts';
import {
  ANALYTICS_ENTRY,
  ANNA,
  ARUN,
  actors,
  DAY,
  HOUR,
  INES,
  PRIYA,
  type SideName,
  type Sight,
} from './scenes.ts';

const FROM = ['paymentsUs', 'paymentsEu', 'paymentsLedger', 'paymentsLegacy'] as const satisfies SideName[];
const TO = ['analyticsUs', 'analyticsEu', 'analyticsLake'] as const satisfies SideName[];

const WHY = [
  'Settlement files for the month’s close go to the lake every night.',
  'The fraud model reads the last 90 days of transactions, and writes its scores back. Security review by Ines, ticket NET-4711.',
  'Old reports.',
];

/** A review of up to twelve connections: before any answer, with a fault in it, and answered by two people. */
export async function* reviewTour(stack: Stack): AsyncGenerator<Sight> {
  const { pass, submit, linkOf, send, putAccount, isAway } = actors(stack);
  const entry = { ...ANALYTICS_ENTRY, auto_accept_from: ['111111111111'], review_every: 'P90D' };
  await putAccount('222222222222', entry);
  const ids: string[] = [];
  for (const [index, [from, to]] of FROM.flatMap((each) =>
    TO.map((peer) => [each, peer] as const),
  ).entries()) {
    // Some pairs may have a connection already.
    const connect = index % 4 === 1 && { connect: { routes: true } };
    const id = await submit(from, to, WHY[index % WHY.length] ?? '', { ...connect }).catch(() => undefined);
    if (id) ids.push(id);
  }
  await pass(HOUR);
  await invokeFunction('schedules/review-connections', {});
  const url = await reviewLinkOf(stack, ANNA);
  yield { name: 'review', url };
  const [first = '', second = '', third = ''] = ids;
  const choose = async (page: Page, id: string, answer: string) => {
    await page.locator(`[name="answer-${id}"][value=${answer}]`).check();
  };
  yield {
    name: 'review-without-a-reason',
    url,
    act: async (page) => {
      await choose(page, second, 'keep');
      await choose(page, first, 'remove');
      await Promise.all([
        page.waitForNavigation(),
        page.getByRole('button', { name: 'Save answers' }).click(),
      ]);
    },
  };
  await send(url, {
    [`answer-${first}`]: 'remove',
    [`reason-${first}`]: 'The lake moved to account 444444444444 in May, and nothing reads this any more.',
    [`answer-${second}`]: 'keep',
  });
  await send(await reviewLinkOf(stack, ARUN), {
    [`answer-${third}`]: 'remove',
    [`reason-${third}`]: 'Switched off.',
  });
  yield { name: 'review-answered-in-part', url };
  await invokeFunction('schedules/sweep', {});
  yield { name: 'status-removal-planned', url: await linkOf(PRIYA, first, 'status') };
  await isAway(ANNA, INES);
  await pass(DAY);
  await invokeFunction('schedules/review-connections', {});
  yield { name: 'review-away', url };
  yield { name: 'review-instead', url: await reviewLinkOf(stack, INES) };
  await putAccount('222222222222', { ...entry, approvers: [ARUN] });
  yield { name: 'review-no-longer-approver', url };
}

const reviewLinkOf = async ({ inbox }: Stack, person: string): Promise<string> => {
  const mail = (await inbox.emails()).findLast(
    ({ destination, subject }) => destination.to.includes(person) && subject.startsWith('Review '),
  );
  const url = /https?:\S+\/reviews\/[\w-]+/.exec(mail?.body.text ?? '')?.[0];
  if (!url) throw new Error(`${person} has no link to a review`);
  return url;
};
