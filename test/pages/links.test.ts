import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VPC } from '../../local/seed.ts';
import {
  ACROSS,
  ANALYTICS,
  DAY,
  HOUR,
  HUB,
  type Journey,
  PAYMENTS,
  startJourney,
} from '../journey/journey.ts';
import { boardLink, linkIn, stateOf } from './mail-link.ts';
import { ANNA, ARUN, PRIYA } from './scenes.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const PAIRS = {
  forged: { ...ACROSS, peer_vpc_id: VPC.analyticsUs, peer_region: 'us-east-1' },
  other: { ...ACROSS, vpc_id: VPC.paymentsEu, vpc_region: 'eu-west-1' },
  ended: {
    ...ACROSS,
    vpc_id: VPC.paymentsEu,
    vpc_region: 'eu-west-1',
    peer_vpc_id: VPC.analyticsUs,
    peer_region: 'us-east-1',
  },
};

const formTokenOf = async (link: string): Promise<string> =>
  /name="form_token" value="([^"]+)"/.exec(await (await fetch(link)).text())?.[1] ?? '';

const post = (link: string, fields: Record<string, string>): Promise<Response> =>
  fetch(link, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });

describe('a link that is none', () => {
  let id: string;
  let decide: string;
  let view: string;

  beforeAll(async () => {
    ({ id } = await journey.submit(PAIRS.forged));
    decide = await linkIn(journey, ANNA, id, 'decisions');
    view = await linkIn(journey, PRIYA, id, 'status');
  });

  const token = (link: string) => link.slice(-43);
  const to = (path: string, secret: string) => `${journey.endpoints.api}/${path}/${secret}`;

  test('forged, cut, lengthened, swapped between pages, or sent as its hash: all are answered alike', async () => {
    const board = await boardLink(journey);
    const wrong = [
      to('decisions', 'A'.repeat(43)),
      to('decisions', token(decide).slice(0, -1)),
      to('decisions', `${token(decide)}A`),
      to('decisions', token(decide).toLowerCase()),
      to('decisions', token(view)),
      to('decisions', token(board)),
      to('status', token(decide)),
      to('status', token(board)),
      to('board', token(decide)),
      to('board', token(view)),
      to('decisions', encodeURIComponent('../status')),
      to('decisions', 'x'.repeat(2000)),
    ];
    const answers = await Promise.all(
      wrong.map(async (url) => {
        const response = await fetch(url);
        const { date: _, ...headers } = Object.fromEntries(response.headers);
        return { status: response.status, headers, body: await response.text() };
      }),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.status).toBe(404);
    expect(answers[0]?.body).toContain('This link doesn’t work');
  });

  test('decides nothing, whatever form is sent to it', async () => {
    const before = await stateOf(journey, id);
    const form_token = await formTokenOf(decide);
    const fields = { decision: 'accept', comment: '', form_token };
    for (const secret of [
      token(view),
      'A'.repeat(43),
      token(decide).slice(0, -1),
      token(await boardLink(journey)),
    ]) {
      expect((await post(to('decisions', secret), fields)).status).toBe(404);
    }
    for (const secret of [token(decide), 'A'.repeat(43)]) {
      expect((await post(to('status', secret), { form_token })).status).toBe(404);
    }
    expect(await stateOf(journey, id)).toEqual(before);
  });

  test('a form with no token, a wrong one, another link’s or another request’s decides nothing', async () => {
    const { id: other } = await journey.submit(PAIRS.other);
    const before = [await stateOf(journey, id), await stateOf(journey, other)];
    const right = await formTokenOf(decide);
    const wrong = [
      '',
      'A'.repeat(43),
      right.slice(0, -1),
      `${right}A`,
      token(decide),
      await formTokenOf(await linkIn(journey, ARUN, id, 'decisions')),
      await formTokenOf(await linkIn(journey, ANNA, other, 'decisions')),
    ];
    for (const form_token of wrong) {
      expect((await post(decide, { decision: 'accept', comment: '', form_token })).status).toBe(403);
      expect((await post(decide, { decision: 'reject', comment: 'no', form_token })).status).toBe(403);
    }
    expect((await post(decide, { decision: 'accept', comment: '' })).status).toBe(400);
    expect((await post(decide, { decision: 'cancel', comment: '', form_token: right })).status).toBe(400);
    expect([await stateOf(journey, id), await stateOf(journey, other)]).toEqual(before);
  });

  test('a form is good for one use: sent again, it changes nothing', async () => {
    await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, {
      name: 'analytics',
      approvers: [ANNA, ARUN],
      onboarded: true,
      required_approvals: 2,
    });
    const { id: quorum } = await journey.submit(PAIRS.ended);
    const link = await linkIn(journey, ANNA, quorum, 'decisions');
    const form_token = await formTokenOf(link);
    expect((await post(link, { decision: 'accept', comment: 'yes', form_token })).status).toBe(303);
    const after = await stateOf(journey, quorum);
    expect(after.request.approvals).toHaveLength(1);
    for (const decision of ['accept', 'reject']) {
      // What is so already is shown, and not an error.
      expect((await post(link, { decision, comment: 'again', form_token })).status).toBe(303);
    }
    expect(await stateOf(journey, quorum)).toEqual(after);
  });
});

test('a link of an ended request shows how it ended, decides nothing, and is dead in the end', async () => {
  const { id } = await journey.submit();
  const link = await linkIn(journey, ANNA, id, 'decisions');
  const form_token = await formTokenOf(link);
  await journey.pass(8 * DAY);
  const after = await stateOf(journey, id);
  expect(after.request.status).toBe('expired');

  const shown = await fetch(link);
  expect(shown.status).toBe(200);
  const page = await shown.text();
  expect(page).toContain('Expired: payments → analytics');
  expect(page).not.toContain('<form');
  const late = await post(link, { decision: 'accept', comment: '', form_token });
  expect(late.status).toBe(410);
  expect(await late.text()).toContain('Your response came too late');
  expect((await journey.request(id)).decision).toBeNull();
  const { events } = await journey.trail(id);
  expect(events.slice(after.trail.events.length).map(({ type }) => type)).toEqual(['decision-refused']);

  await journey.pass(31 * DAY);
  expect((await fetch(link)).status).toBe(404);
});

describe('the board', () => {
  test('is the network team’s to open', async () => {
    expect((await journey.call(PAYMENTS, 'POST', '/board-links')).status).toBe(403);
    expect((await journey.call(undefined, 'POST', '/board-links')).status).toBe(403);
  });

  test('opens for eight hours', async () => {
    const link = await boardLink(journey);
    await journey.pass(8 * HOUR - 60);
    expect((await fetch(link)).status).toBe(200);
    await journey.pass(60);
    expect((await fetch(link)).status).toBe(404);
  });
});
