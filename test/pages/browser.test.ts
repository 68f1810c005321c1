import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { SEED_ACCOUNTS, VPC } from '../../local/seed.ts';
import {
  ACROSS,
  ANALYTICS,
  DAY,
  HOUR,
  HUB,
  type Journey,
  PARTNER,
  PAYMENTS,
  startJourney,
} from '../journey/journey.ts';
import { HAS_CHROMIUM, launchChromium } from './chromium.ts';
import { linkIn } from './mail-link.ts';
import { ANALYTICS_ENTRY, ANNA, ARUN, PAT, PRIYA } from './scenes.ts';
import { type Visitor, visitor } from './visitor.ts';

let browser: Browser;
let journey: Journey;

let somebody: Visitor;

/** VPCs with thirty CIDR blocks each, by account. */
const WIDE = {
  [PAYMENTS]: { vpc_id: 'vpc-01111111111111b30', blocks: '100.64' },
  [ANALYTICS]: { vpc_id: 'vpc-02222222222222b30', blocks: '100.65' },
};

const accounts = SEED_ACCOUNTS.map((account) => {
  const { vpc_id, blocks } = WIDE[account.account_id as keyof typeof WIDE] ?? {};
  if (!vpc_id) return account;
  const [first = '', ...others] = Array.from({ length: 30 }, (_, index) => `${blocks}.${index}.0/24`);
  const wide = { vpc_id, name: 'wide', region: 'us-east-1', cidr_blocks: [first, ...others] as const };
  return { ...account, vpcs: [...account.vpcs, wide] };
});

describe.runIf(HAS_CHROMIUM)('in a browser', () => {
  beforeAll(async () => {
    [browser, journey] = await Promise.all([launchChromium(), startJourney({ accounts })]);
    somebody = visitor(browser, journey.endpoints.api);
  });
  afterAll(() => Promise.all([browser.close(), journey.close()]));

  afterEach(async () => {
    expect(await somebody.leave()).toEqual([]);
  });

  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

  /** How many marks in the picture of a request's time lie on another. */
  const overlapping = async (page: Page): Promise<number> => {
    const boxes = await Promise.all(
      (await page.locator('.timeline.slim .dot').all()).map((dot) => dot.boundingBox()),
    );
    expect(boxes.length).toBeGreaterThan(1);
    return boxes.filter((box, index) => {
      const before = boxes[index - 1];
      return box && before && box.x < before.x + before.width;
    }).length;
  };

  test('accept: the page names what was decided, and follows it until it is active', async () => {
    const { id, vpc_peering_connection_id: connection } = await journey.submit();
    const page = await somebody.open(await journey.linkOf(ANNA, id));
    expect(await page.title()).toContain('payments requests VPC peering with analytics');
    for (const fact of [ACROSS.justification, '10.1.0.0/16', '10.21.0.0/16', 'left', 'UTC']) {
      expect(await page.textContent('main')).toContain(fact);
    }
    await page.fill('textarea', 'Fits our plan.');
    await press(page, 'Accept');
    await page.getByRole('heading', { name: 'You accepted payments → analytics' }).waitFor();
    expect(await page.textContent('[role=status]')).toContain('This page updates automatically');
    await journey.pass(HOUR);
    await page.getByText(`${connection} is active`).first().waitFor();
    expect(await journey.request(id)).toMatchObject({
      status: 'active',
      decision: { comment: 'Fits our plan.' },
    });

    const status = await somebody.open(await linkIn(journey, PRIYA, id, 'status'));
    await status.getByRole('img', { name: 'The steps to the connection.' }).waitFor();
    expect(await status.textContent('main')).not.toContain('deadline');
    expect(await overlapping(status)).toBe(0);
    const numbers = await status.locator('.timeline.slim .digit').allTextContents();
    expect(numbers).toEqual(['1', '2', '3', '4', '5']);
    // Mails aren't in the picture, and have no number in the list.
    expect((await status.locator('.marks .number').allTextContents()).filter(Boolean)).toEqual(numbers);

    await page.reload();
    await page.goBack();
    expect((await journey.trail(id)).events.filter(({ type }) => type.startsWith('decision'))).toHaveLength(
      1,
    );
  });

  test('reject: without a comment it asks for one, with one it is done', async () => {
    const { id } = await journey.submit({
      ...ACROSS,
      peer_vpc_id: VPC.analyticsUs,
      peer_region: 'us-east-1',
    });
    const page = await somebody.open(await journey.linkOf(ANNA, id));
    await press(page, 'Reject');
    await page.getByText('Enter a reason for rejecting the request.').waitFor();
    expect(await page.getAttribute('textarea', 'aria-invalid')).toBe('true');
    expect(await page.title()).toBe('Error: payments requests VPC peering with analytics · Peerway');
    expect(await page.evaluate('document.activeElement.id')).toBe('comment');
    expect((await journey.request(id)).decision).toBeNull();

    const findings = 'Before you decide, review this finding';
    expect(await page.textContent('main')).toContain(findings);
    await page.fill('textarea', 'Use the\nPrivateLink.');
    await press(page, 'Reject');
    await page.getByRole('heading', { name: 'You rejected payments → analytics' }).waitFor();
    expect(await page.textContent('main')).not.toContain(findings);
    expect(await page.locator('.panel .good').count()).toBe(0);
    await journey.pass(HOUR);
    expect(await journey.request(id)).toMatchObject({
      status: 'rejected',
      decision: { kind: 'reject', comment: 'Use the\nPrivateLink.' },
    });
  });

  test('two approvers at once: one decides, the other learns who has already decided', async () => {
    const { id } = await journey.submit({
      ...ACROSS,
      peer_vpc_id: VPC.analyticsUs,
      peer_region: 'us-east-1',
    });
    const pages = await Promise.all(
      [ANNA, ARUN].map(async (person) => somebody.open(await journey.linkOf(person, id))),
    );
    await Promise.all(pages.map((page) => press(page, 'Accept')));
    await Promise.all(pages.map((page) => page.getByText('What happens next').waitFor()));
    const { decision } = await journey.request(id);
    const titles = await Promise.all(pages.map((page) => page.textContent('h1')));
    expect(titles.sort()).toEqual(
      ['You accepted payments → analytics', `${decision?.by.id} accepted payments → analytics`].sort(),
    );
    const alerts = await Promise.all(pages.map((page) => page.getByRole('alert').allTextContents()));
    expect(alerts.flat().join()).toContain(`${decision?.by.id} has already decided`);
    await journey.pass(HOUR);
  });

  test('a quorum of two: the first waits for the second', async () => {
    await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, { ...ANALYTICS_ENTRY, required_approvals: 2 });
    const { id } = await journey.submit({ ...ACROSS, vpc_id: VPC.paymentsEu, vpc_region: 'eu-west-1' });
    await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, ANALYTICS_ENTRY);
    const anna = await somebody.open(await journey.linkOf(ANNA, id));
    await press(anna, 'Accept');
    const confirmation = 'You approved this. 1 of 2 approvals; waiting for one more.';
    await anna.getByRole('heading', { name: confirmation }).waitFor();
    expect(await anna.title()).toContain(confirmation);
    expect(await anna.getByRole('status').textContent()).toContain(confirmation);
    expect(await anna.getByRole('button').count()).toBe(0);
    expect((await journey.request(id)).decision).toBeNull();

    const arun = await somebody.open(await journey.linkOf(ARUN, id));
    expect(await arun.textContent('.panel')).toContain('1 of 2 required approvals received');
    await press(arun, 'Accept');
    await arun.getByRole('heading', { name: /^You accepted/ }).waitFor();
    await journey.pass(HOUR);
    expect((await journey.request(id)).status).toBe('active');
  });

  test('without JavaScript: rejected, followed to the end, and resubmitted', async () => {
    const between = {
      ...ACROSS,
      vpc_id: VPC.paymentsEu,
      vpc_region: 'eu-west-1',
      peer_vpc_id: VPC.analyticsUs,
      peer_region: 'us-east-1',
    };
    const { id } = await journey.submit(between);
    const noScript = { javaScriptEnabled: false };
    const page = await somebody.open(await journey.linkOf(ANNA, id), noScript);
    await press(page, 'Reject');
    await page.getByText('Enter a reason for rejecting the request.').waitFor();
    await page.fill('textarea', 'not this month');
    await press(page, 'Reject');
    await page.getByRole('heading', { name: /^You rejected/ }).waitFor();
    await journey.pass(HOUR);
    await page.getByText('We notified the requester').waitFor();

    const status = await somebody.open(await linkIn(journey, PRIYA, id, 'status'), noScript);
    await press(status, 'Resubmit request');
    await status.getByText('Resubmission of').waitFor();
    expect(await status.textContent('main')).toContain(id);
    await status.goBack();
    await status.reload();
    expect(await status.textContent('main')).toContain('You resubmitted this request');
  });

  test('thirty CIDR blocks a side: both answers are on a phone’s first screen', async () => {
    const { id } = await journey.submit({
      ...ACROSS,
      vpc_id: WIDE[PAYMENTS].vpc_id,
      peer_vpc_id: WIDE[ANALYTICS].vpc_id,
      peer_region: 'us-east-1',
    });
    const page = await somebody.open(await journey.linkOf(ANNA, id));
    for (const name of ['Accept', 'Reject']) {
      const box = await page.getByRole('button', { name, exact: true }).boundingBox();
      expect((box?.y ?? Infinity) + (box?.height ?? 0)).toBeLessThanOrEqual(844);
    }
    const visible = (text: string) => page.getByText(text, { exact: true }).isVisible();
    expect(await Promise.all(['100.64.4.0/24', '100.64.5.0/24'].map(visible))).toEqual([true, false]);
    await page.emulateMedia({ media: 'print' });
    for (const text of ['100.64.5.0/24', '100.65.29.0/24', 'Peerway requested the connection from EC2']) {
      expect(await page.getByText(text).isVisible(), `${text} on paper`).toBe(true);
    }
    await page.emulateMedia({ media: 'screen' });
    await page.getByText('25 more').first().click();
    expect(await visible('100.64.29.0/24')).toBe(true);
    await page.getByText('Peerway requested the connection from EC2').waitFor({ state: 'hidden' });

    // What has the focus isn't behind the answers.
    const comment = page.getByLabel('Comment');
    await comment.focus();
    const accept = await page.getByRole('button', { name: 'Accept', exact: true }).boundingBox();
    const field = await comment.boundingBox();
    expect((field?.y ?? Infinity) + (field?.height ?? 0)).toBeLessThanOrEqual(accept?.y ?? 0);

    await press(page, 'Accept');
    await journey.pass(HOUR);
    await page.getByText('Before traffic can flow').waitFor();
    const routes = page.locator('.panel');
    for (const [block, isShown] of [
      ['100.65.4.0/24', true],
      ['100.65.5.0/24', false],
    ] as const) {
      expect(await routes.getByText(block, { exact: true }).isVisible()).toBe(isShown);
    }
    await routes.getByText('25 more CIDR blocks').first().click();
    expect(await routes.getByText('100.65.29.0/24', { exact: true }).isVisible()).toBe(true);

    const status = await somebody.open(await linkIn(journey, PRIYA, id, 'status'));
    const event = status.getByText('Peerway requested the connection from EC2');
    expect(await event.isVisible()).toBe(false);
    await status.getByText(/^\d+ events$/).click();
    expect(await event.isVisible()).toBe(true);
  });

  test('the requester withdraws on their page, resubmits, and gets from the old page to the new', async () => {
    const { id } = await journey.submit({ ...ACROSS, vpc_id: WIDE[PAYMENTS].vpc_id });
    const stale = await somebody.open(await linkIn(journey, PRIYA, id, 'status'));
    const page = await somebody.open(await linkIn(journey, PRIYA, id, 'status'));
    await page.getByRole('img', { name: 'Timeline of the acceptance window.' }).waitFor();
    expect(await overlapping(page)).toBe(0);
    await page.getByText('Withdraw this request').click();
    await press(page, 'Withdraw request');
    await page.getByRole('heading', { name: 'You withdrew payments → analytics' }).waitFor();
    expect(page.url()).toContain('/status/');
    await journey.pass(HOUR);
    expect(await journey.request(id)).toMatchObject({
      status: 'cancelled',
      decision: { kind: 'cancel', by: { kind: 'requester', id: PRIYA } },
    });

    await stale.getByText('Withdraw this request').click();
    await press(stale, 'Withdraw request');
    expect(await stale.getByRole('alert').textContent()).toContain('The request wasn’t withdrawn');
    await press(stale, 'Resubmit request');
    await stale.getByText('Resubmission of').waitFor();
    const anew = await stale.getByText(/^pr-/).allTextContents();

    await page.reload();
    await press(page, 'Open the new request');
    await page.getByText('Resubmission of').waitFor();
    expect(await page.getByText(/^pr-/).allTextContents()).toEqual(anew);
    await journey.pass(HOUR);
  });

  test('who only follows a request can’t withdraw it', async () => {
    const { id } = await journey.submit({
      ...ACROSS,
      vpc_id: WIDE[PAYMENTS].vpc_id,
      peer_vpc_id: VPC.analyticsUs,
      peer_region: 'us-east-1',
    });
    const contact = await linkIn(journey, PRIYA, id, 'status');
    const form_token = await (await somebody.open(contact)).inputValue('[name=form_token]');
    await journey.pass(6 * DAY + 21 * HOUR);
    const follow = await linkIn(journey, ANALYTICS_ENTRY.escalation_email, id, 'status');
    const page = await somebody.open(follow);
    expect(await page.getByRole('button').count()).toBe(0);
    const body = new URLSearchParams({ form_token });
    const url = follow.replace('/status/', '/withdrawals/');
    expect((await fetch(url, { method: 'POST', body })).status).toBe(403);
    expect((await journey.request(id)).decision).toBeNull();
    await journey.pass(DAY);
  });

  test('times are in the reader’s own zone, with UTC beside them; without JavaScript in UTC', async () => {
    const { id } = await journey.submit({ ...ACROSS, vpc_id: WIDE[PAYMENTS].vpc_id });
    const link = await journey.linkOf(ANNA, id);
    const timesOf = async (options: BrowserContextOptions) =>
      (await somebody.open(link, options)).locator('time').allTextContents();
    const there = { timezoneId: 'Asia/Kolkata' };
    for (const time of await timesOf(there)) {
      expect(time).toMatch(/^\w+,? \d+ \w+ \d{4}, \d\d:\d\d\sGMT\+5:30 \((?:.* \d{4}, )?\d\d:\d\d\sUTC\)$/);
    }
    for (const time of await timesOf({ ...there, javaScriptEnabled: false })) {
      expect(time).toMatch(/^\w+, \d+ \w+ \d{4}, \d\d:\d\d\sUTC$/);
    }
  });

  test.each(['America/New_York', 'Asia/Kolkata', 'UTC'])(
    'in %s, the days on the timeline begin at midnight',
    async (timezoneId) => {
      const { id } = await journey.submit({
        ...ACROSS,
        vpc_id: WIDE[PAYMENTS].vpc_id,
        peer_vpc_id: VPC.analyticsUs,
        peer_region: 'us-east-1',
      });
      const page = await somebody.open(await linkIn(journey, PRIYA, id, 'status'), { timezoneId });
      const times = await page.locator('.marks time').all();
      const [from = 0, until = 0] = await Promise.all(
        [times[0], times.at(-1)].map(async (time) =>
          Date.parse((await time?.getAttribute('datetime')) ?? ''),
        ),
      );
      const picture = page.locator('.timeline.slim');
      const { x = 0, width = 0 } = (await picture.boundingBox()) ?? {};
      // The picture is 330 units wide, and its axis begins 16 units from its edges.
      const unit = width / 330;
      const zone = new Intl.DateTimeFormat('en-GB', {
        timeZone: timezoneId,
        hour: 'numeric',
        minute: 'numeric',
      });
      const days = await picture.locator('.tick').all();
      expect(days.length).toBeGreaterThan(2);
      for (const day of days) {
        const box = await day.boundingBox();
        const at = ((box?.x ?? 0) + (box?.width ?? 0) / 2 - x) / unit - 16;
        const [hour = 0, minute = 0] = zone
          .format(from + (at / 298) * (until - from))
          .split(':')
          .map(Number);
        const fromMidnight = Math.min(hour * 60 + minute, 24 * 60 - hour * 60 - minute);
        expect(fromMidnight).toBeLessThan(60);
      }
      await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
      await journey.pass(HOUR);
    },
  );

  test('by keyboard alone', async () => {
    const { id } = await journey.submit({ ...ACROSS, peer_vpc_id: VPC.partnerEu, peer_owner_id: PARTNER });
    await journey.call(HUB, 'PUT', `/accounts/${PARTNER}`, {
      name: 'partner',
      approvers: [PAT],
      onboarded: true,
    });
    const page = await somebody.open(await journey.linkOf(PAT, id));
    const focused = () =>
      page.evaluate(
        "(document.activeElement.textContent.trim() || document.activeElement.id).split('\\n')[0].slice(0, 30)",
      );
    const walked: unknown[] = [];
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press('Tab');
      walked.push(await focused());
      if (walked.at(-1) === 'comment') await page.keyboard.type('Typed.');
      if (walked.at(-1) === 'Reject') break;
    }
    expect(walked).toEqual([
      'Go to your decision',
      PRIYA,
      expect.stringMatching(/checks? passed/),
      'comment',
      'Accept',
      'Reject',
    ]);
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineWidth');
    expect(outline).toBe('3px');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^You rejected/ }).waitFor();
    expect((await journey.request(id)).decision).toMatchObject({ kind: 'reject', comment: 'Typed.' });
  });

  test('commands for an account without our role are copied by their buttons', async () => {
    await journey.call(HUB, 'PUT', `/accounts/${PARTNER}`, {
      name: 'partner',
      approvers: [PAT],
      onboarded: false,
    });
    const { id, vpc_peering_connection_id: connection } = await journey.submit({
      ...ACROSS,
      peer_vpc_id: VPC.partnerUs,
      peer_owner_id: PARTNER,
      peer_region: 'us-east-1',
    });
    const page = await somebody.open(await journey.linkOf(PAT, id), {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.getByRole('button', { name: 'Copy command line', exact: true }).click();
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      `aws ec2 accept-vpc-peering-connection --region us-east-1 --vpc-peering-connection-id ${connection}`,
    );
  });

  test('a link whose window is over, and one that is none', async () => {
    await journey.call(HUB, 'PUT', `/accounts/${PARTNER}`, {
      name: 'partner',
      approvers: [PAT],
      onboarded: true,
    });
    const { id } = await journey.submit(
      {
        ...ACROSS,
        vpc_id: VPC.analyticsEu,
        vpc_region: 'eu-west-1',
        peer_vpc_id: VPC.partnerUs,
        peer_owner_id: PARTNER,
        peer_region: 'us-east-1',
        contact_email: ANNA,
      },
      ANALYTICS,
    );
    const link = await journey.linkOf(PAT, id);
    const before = await somebody.open(link);
    await journey.pass(7 * DAY - 29);
    await press(before, 'Accept');
    await before.getByText('Your response came too late').waitFor();
    await journey.pass(HOUR);
    const after = await somebody.open(link);
    expect(await after.textContent('h1')).toBe('Expired: analytics → partner');
    expect(await after.getByRole('button').count()).toBe(0);
    expect((await journey.request(id)).decision).toBeNull();

    const dead = await somebody.open(`${link.slice(0, -43)}${'A'.repeat(43)}`);
    expect(await dead.textContent('h1')).toBe('This link doesn’t work');
    expect(await dead.title()).toBe('Error: This link doesn’t work · Peerway');
  });
});
