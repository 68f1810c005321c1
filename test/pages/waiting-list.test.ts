import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { VPC } from '../../local/seed.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { PAIRS, scrambledId } from '../api/many-requests.ts';
import { rawTable } from '../api/raw-table.ts';
import { aRequest } from '../domain/a-request.ts';
import { type FaultyStack, startFaultyStack } from '../faults/faulty-stack.ts';
import {
  ACROSS,
  ANALYTICS,
  DAY,
  HOUR,
  HUB,
  type Journey,
  MINUTE,
  PARTNER,
  PAYMENTS,
  startJourney,
} from '../journey/journey.ts';
import { linkIn } from './mail-link.ts';
import { ANALYTICS_ENTRY, ANNA, ARUN } from './scenes.ts';

const US = { peer_vpc_id: VPC.analyticsUs, peer_region: 'us-east-1' };
const EU = { vpc_id: VPC.paymentsEu, vpc_region: 'eu-west-1' };

const formTokenOf = (html: string): string => /name="form_token" value="([^"]+)"/.exec(html)?.[1] ?? '';

const shown = async (link: string): Promise<string> => (await fetch(link)).text();

const othersOn = async (link: string): Promise<string | undefined> =>
  /<h2 id="others">([^<]*)</.exec(await shown(link))?.[1];

/** Sends the form under a page, as a browser does. */
const sendList = async (link: string, form_token?: string): Promise<Response> => {
  const body = new URLSearchParams({ form_token: form_token ?? formTokenOf(await shown(link)) });
  return fetch(`${link}/list`, { method: 'POST', body, redirect: 'manual' });
};

describe('what waits for an approver', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await startJourney();
  });
  afterAll(() => journey.close());

  /** The mails that are about no request in particular. */
  const listsTo = async (person: string) =>
    (await journey.inbox.emails()).filter(
      ({ destination, subject }) => destination.to.includes(person) && !subject.includes('pr-'),
    );

  const putAccount = (account: string, entry: object) =>
    journey.call(HUB, 'PUT', `/accounts/${account}`, entry);

  test('is counted on each page, and mailed once, with a link of its own to each request', async () => {
    await putAccount(PARTNER, { name: 'partner', approvers: ['anna+p@analytics.example'], onboarded: true });
    const first = await journey.submit();
    await journey.pass(HOUR);
    const second = await journey.submit({ ...ACROSS, ...US });
    // She has approved one, another isn't hers to decide, and a third one is decided.
    await putAccount(ANALYTICS, { ...ANALYTICS_ENTRY, required_approvals: 2 });
    const approved = await journey.submit({ ...ACROSS, ...EU });
    await journey.decide(await linkIn(journey, ANNA, approved.id, 'decisions'), 'accept');
    await putAccount(ANALYTICS, ANALYTICS_ENTRY);
    const toPayments = {
      ...ACROSS,
      vpc_id: VPC.analyticsOverlap,
      peer_vpc_id: VPC.paymentsEu,
      contact_email: ANNA,
    };
    await journey.submit({ ...toPayments, peer_owner_id: PAYMENTS }, ANALYTICS);
    const decided = await journey.submit({ ...ACROSS, ...EU, ...US });
    await journey.decide(await linkIn(journey, ARUN, decided.id, 'decisions'), 'reject', 'no');
    // She approves for another account too.
    const third = await journey.submit({
      ...ACROSS,
      peer_vpc_id: VPC.partnerUs,
      peer_owner_id: PARTNER,
      peer_region: 'us-east-1',
    });

    const link = await linkIn(journey, ANNA, second.id, 'decisions');
    const page = await shown(link);
    expect(page).toContain('2 more requests wait for you');
    for (const { id } of [first, approved, decided, third]) expect(page).not.toContain(id);
    expect(await othersOn(await linkIn(journey, ANNA, approved.id, 'decisions'))).toBe(
      '3 more requests wait for you',
    );
    expect(await othersOn(await linkIn(journey, ARUN, first.id, 'decisions'))).toBe(
      '2 more requests wait for you',
    );

    for (const method of ['GET', 'HEAD']) {
      const followed = await fetch(`${link}/list`, { method });
      expect([followed.status, followed.url]).toEqual([200, link]);
    }
    expect(await listsTo(ANNA)).toEqual([]);

    const form_token = formTokenOf(page);
    const sent = await sendList(link, form_token);
    expect([sent.status, new URL(sent.headers.get('location') ?? '', `${link}/list`).href]).toEqual([
      303,
      `${link}#others`,
    ]);
    const [mail, ...more] = await listsTo(ANNA);
    expect(more).toEqual([]);
    expect(mail?.subject).toMatch(/^Approve 3 requests, first by \d+ \w+, \d\d:\d\d UTC$/);
    const text = mail?.body.text ?? '';
    expect([...text.matchAll(/\((pr-\w+)\)/g)].map(([, id]) => id)).toEqual([first.id, second.id, third.id]);
    expect(text).toContain(`  payments-us → analytics-us\n  ${ACROSS.vpc_id} → ${US.peer_vpc_id}`);
    const links = [...text.matchAll(/https?:\/\/\S+\/decisions\/[\w-]+/g)].map(([url]) => url);
    expect(links).toHaveLength(3);
    expect(links).not.toContain(link);
    for (const [index, { id }] of [first, second, third].entries()) {
      expect(await shown(links[index] ?? '')).toContain(id);
    }

    expect(await shown(link)).toContain('We mailed you the list on ');
    expect(await shown(link)).not.toContain('Mail me the list');
    // A second click, another page, and the form of a page that was open before: nothing more is sent.
    const ofFirst = await linkIn(journey, ANNA, first.id, 'decisions');
    const responses = [
      await sendList(link, form_token),
      await sendList(ofFirst, formTokenOf(await shown(ofFirst))),
    ];
    expect(responses.map(({ status }) => status)).toEqual([303, 303]);
    expect(await listsTo(ANNA)).toHaveLength(1);

    await journey.decide(links[2] ?? '', 'reject', 'not this one');
    expect((await journey.request(third.id)).decision).toMatchObject({
      by: { id: 'anna+p@analytics.example' },
    });
    await journey.pass(HOUR);
    expect((await sendList(link)).status).toBe(303);
    expect((await listsTo(ANNA)).map(({ subject }) => subject.slice(0, 18))).toEqual([
      'Approve 3 requests',
      'Approve 2 requests',
    ]);
  });

  test('is mailed by its form alone, and only to who may still decide', async () => {
    const before = (await journey.inbox.emails()).length;
    const { id } = await journey.submit({ ...ACROSS, ...EU, ...US });
    const link = await linkIn(journey, ARUN, id, 'decisions');
    const mails = (await journey.inbox.emails()).length;
    expect(mails).toBeGreaterThan(before);
    for (const form_token of [
      '',
      'A'.repeat(43),
      formTokenOf(await shown(await linkIn(journey, ANNA, id, 'decisions'))),
    ]) {
      const refused = await sendList(link, form_token);
      expect(refused.status).toBe(403);
      const page = await refused.text();
      expect(page).toContain('The list wasn’t sent');
      expect(page).toContain(id);
    }
    const form_token = formTokenOf(await shown(link));
    await putAccount(ANALYTICS, { ...ANALYTICS_ENTRY, approvers: [ANNA] });
    expect(await othersOn(link)).toBeUndefined();
    expect((await sendList(link, form_token)).status).toBe(303);
    expect((await sendList(`${link.slice(0, -43)}${'A'.repeat(43)}`, form_token)).status).toBe(404);
    await putAccount(ANALYTICS, ANALYTICS_ENTRY);
    expect((await journey.inbox.emails()).length).toBe(mails);
  });

  test('is cut after fifty requests, which are those with the earliest deadlines', async () => {
    await journey.pass(8 * DAY);
    const { id } = await journey.submit();
    const at = (seconds: number) => new Date(journey.clock.now().getTime() + seconds * 1000).toISOString();
    const [requester, accepter] = PAIRS[0];
    const many = Array.from({ length: 60 }, (_, n) =>
      aRequest({
        id: scrambledId(n),
        requester,
        accepter,
        status: 'pending-acceptance',
        opened_at: at(0),
        expires_at: at(HOUR + n * MINUTE),
      }),
    );
    await rawTable(journey.endpoints.dynamodb).put(many);
    const link = await linkIn(journey, ANNA, id, 'decisions');
    expect(await othersOn(link)).toBe('At least 50 more requests wait for you');
    expect((await sendList(link)).status).toBe(303);
    const mail = (await listsTo(ANNA)).at(-1);
    expect(mail?.subject).toMatch(/^Approve more than 50 requests, first by /);
    expect(mail?.body.text).toContain('the 50 requests with the earliest deadlines');
    const ids = [...(mail?.body.text ?? '').matchAll(/\((pr-\w+)\)/g)].map(([, listed]) => listed);
    expect(ids).toEqual(many.slice(0, 50).map((request) => request.id));
  });
});

describe('if a service fails', () => {
  let stack: FaultyStack;
  let link: string;
  beforeAll(async () => {
    stack = await startFaultyStack();
    const { api } = stack.local.endpoints;
    for (const body of [ACROSS, { ...ACROSS, ...US }]) {
      await signedFetch(PAYMENTS, `${api}/peering-requests`, { method: 'POST', body: JSON.stringify(body) });
      await stack.local.clock.advance(MINUTE * 1000);
    }
    const texts = (await stack.local.inbox.emails()).map(({ body }) => body.text ?? '');
    link = texts.flatMap((text) => /https?:\S+\/decisions\/[\w-]+/.exec(text)?.[0] ?? [])[0] ?? '';
  });
  afterEach(() => stack.layer.setRule(undefined));
  afterAll(() => stack.close());

  test('the page is shown without the count, and decides', async () => {
    stack.layer.setRule(({ operation }) => (operation === 'BatchGetItem' ? 'throttled' : undefined));
    const response = await fetch(link);
    expect(response.status).toBe(200);
    const page = await response.text();
    expect(page).toContain('Accept');
    expect(page).not.toContain('1 more request');
  });

  test('the list can be sent by the same form once mail works again', async () => {
    expect(await othersOn(link)).toBe('1 more request waits for you');
    const form_token = formTokenOf(await shown(link));
    stack.layer.setRule(({ operation }) => (operation === 'SendEmail' ? 'throttled' : undefined));
    const failed = await sendList(link, form_token);
    expect(failed.status).toBe(502);
    expect(await failed.text()).toContain('Peerway couldn’t send the email. Try again later.');
    stack.layer.setRule(undefined);
    const before = (await stack.local.inbox.emails()).length;
    expect((await sendList(link, form_token)).status).toBe(303);
    expect((await stack.local.inbox.emails()).length).toBe(before + 1);
  });
});
