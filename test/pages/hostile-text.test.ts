import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compose } from '../../functions/domain/mail/compose.ts';
import { approvalMail } from '../../functions/domain/mail/request-mails.ts';
import { waitingListMail } from '../../functions/domain/mail/waiting-list-mail.ts';
import type { Email } from '../../local/inbox.ts';
import { aRequest } from '../domain/a-request.ts';
import { anAccount } from '../domain/an-account.ts';
import { ACROSS, ANALYTICS, HOUR, HUB, type Journey, PAYMENTS, startJourney } from '../journey/journey.ts';
import { ANNA, ARUN, PRIYA } from './scenes.ts';

const SCRIPT = `<script>alert(1)</script><img src=x onerror=alert(1)>"'><a href="javascript:alert(1)">here</a>`;
const RIGHT_TO_LEFT = 'safe \u202Egnp.exe\u202C \u2066mixed\u2069 \u200Fעברית';
const LINK = 'Decide here: https://evil.example/decisions/AAAA or www.evil.example';
const HEADER = 'fine\nBcc: everybody@evil.example\n\nSubject: injected';

/** All of it, within the thousand characters that a justification may have. */
const HOSTILE = [SCRIPT, RIGHT_TO_LEFT, LINK, HEADER, `\${process.env.SECRET} {{title}} %s`].join('\n');

/** What would be a tag, an attribute or an address of theirs in our HTML. */
const expectHarmless = (html: string) => {
  expect(html).not.toMatch(/<script[^>]*>(?!\{\n {2}const format)/);
  expect(html).not.toMatch(/<img|javascript:alert\(1\)"(?!>here)|<a href="javascript/);
  expect(html).toContain('&lt;script&gt;');
  expect(html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
};

test('what would harm is seen', () => {
  const harmless = '<p>&lt;script&gt;</p>';
  expectHarmless(harmless);
  for (const planted of ['<script>alert(1)</script>', '<img src="x">', '<a href="javascript:x">', 'a\u202eb'])
    expect(() => expectHarmless(harmless + planted), planted).toThrow();
});

describe('what a requester and an approver write', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await startJourney();
    await journey.call(HUB, 'PUT', `/accounts/${PAYMENTS}`, {
      name: 'pay<b>ments\nBcc: x@evil.example',
      approvers: [PRIYA],
      onboarded: true,
    });
  });
  afterAll(() => journey.close());

  test('is rendered harmlessly in every mail and page', async () => {
    const { id } = await journey.submit({ ...ACROSS, justification: HOSTILE });
    const link = await journey.linkOf(ANNA, id);
    expectHarmless(await (await fetch(link)).text());
    const answer = await journey.decide(link, 'reject', HOSTILE);
    expectHarmless(answer.page);
    await journey.pass(HOUR);

    const mails = (await journey.inbox.emails()).filter(({ subject }) => subject.includes(id));
    expect(mails.map(({ destination }) => destination.to[0])).toEqual([ANNA, ARUN, PRIYA, PRIYA, ARUN]);
    const withText = mails.filter(({ subject }) => /Approve|Rejected/.test(subject));
    expect(withText).toHaveLength(4);
    for (const { body } of withText) expectHarmless(body.html ?? '');
    for (const mail of mails) expectOwnHeaders(mail, id);
  });

  test('passes for no address of ours, and for no line of ours', async () => {
    const { id } = await journey.submit({ ...ACROSS, justification: HOSTILE });
    const mails = (await journey.inbox.emails()).filter(({ subject }) => subject.includes(id));
    expect(mails).not.toEqual([]);
    for (const { body } of mails) {
      const addresses = [...`${body.text} ${body.html}`.matchAll(/https?:\/\/[^\s"<]+/g)].map(([url]) => url);
      const foreign = addresses.filter((url) => !url.startsWith(journey.endpoints.api));
      expect(addresses.length).toBeGreaterThan(foreign.length);
      expect(foreign.filter((url) => !url.startsWith('http://www.w3.org/'))).toEqual([]);
      expect(body.text).not.toMatch(/\bwww\./);
      for (const line of (body.text ?? '').split('\n')) {
        if (/Bcc:|injected|evil/.test(line) && !line.includes('pay<b>ments')) expect(line).toMatch(/^> /);
      }
    }
  });

  test('may be of a thousand characters, and no more', async () => {
    const submit = (justification: string) =>
      journey.call(PAYMENTS, 'POST', '/peering-requests', {
        ...ACROSS,
        peer_vpc_id: 'vpc-02222222222222a01',
        peer_region: 'us-east-1',
        justification,
      });
    expect((await submit('x'.repeat(5000))).status).toBe(400);
    expect((await submit('x\r\nBcc: y\u0000')).status).toBe(400);
    expect((await submit('W'.repeat(1000))).status).toBe(201);
  });

  const expectOwnHeaders = ({ subject, headers = [], from }: Email, id: string) => {
    expect(subject).toMatch(
      new RegExp(`^[\\w ,:]+: pay<b>m(?:ents Bcc: x@evil\\[\\.\\]example|[^\\n]*…) → analytics \\(${id}\\)$`),
    );
    expect(from).toBe('Peerway <peerway@network.example>');
    expect(headers.map(({ name }) => name)).toEqual(['Auto-Submitted', 'In-Reply-To', 'References']);
    for (const { value } of headers) expect(value).toMatch(/^[\x21-\x7e]+$/);
  };
});

describe('a mail', () => {
  const told = (justification: string) => ({
    request: aRequest({ justification, expires_at: '2026-03-09T09:00:00.000Z' }),
    requesterAccount: undefined,
    accepterAccount: undefined,
  });
  const URL = 'https://peerway.example/decisions/token';

  test('shortens 5,000 characters, and stays small enough for programs that cut long mails', async () => {
    const { html, text, subject } = await approvalMail(told('<'.repeat(5000)), URL, 'anna@analytics.example');
    expect(text).toContain('…');
    expect(text.length).toBeLessThan(4000);
    // Gmail cuts at 102 kB.
    expect(Buffer.byteLength(html)).toBeLessThan(102_000);
    expect(subject.length).toBeLessThan(200);
  });

  test('with fifty requests whose names are long stays small enough too', async () => {
    const name = '<&"'.repeat(60);
    const accepterAccount = anAccount({ account_id: ANALYTICS, name });
    const { request } = told('');
    const listed = {
      request: {
        ...request,
        vpc_names: { requester: name, accepter: name },
        expires_at: '2026-03-09T09:00:00.000Z',
      },
      requesterAccount: accepterAccount,
      accepterAccount,
      url: URL,
    };
    const { html } = await waitingListMail(Array(50).fill(listed), { is_cut: true });
    expect(Buffer.byteLength(html)).toBeLessThan(102_000);
  });

  test('has one subject line, whatever is in it', async () => {
    const { subject } = await compose({
      subject: `a\r\nBcc: x@evil.example\u2028b\u202Ec ${'x'.repeat(500)}`,
      title: '',
      preview: '',
      blocks: [],
      footer: '',
      people: [],
    });
    expect(subject).toMatch(/^a Bcc: x@evil\[\.\]examplebc x+$/);
  });

  test('says in its text all that its HTML says', async () => {
    const { html, text } = await approvalMail(told('Reports.'), URL, 'anna@analytics.example');
    const words = (from: string) => new Set(from.replaceAll(/<[^>]*>/g, ' ').match(/[\p{L}\d-]{4,}/gu));
    const body = html.slice(html.indexOf('<h1')).replaceAll(/&#?\w+;/g, ' ');
    const missing = [...words(body)].filter((word) => !words(text).has(word));
    // What only HTML needs: Outlook's conditions, and the spare address below the button.
    const needed = missing.filter(
      (word) => !/^(?:endif|quot|nbsp|button|doesn|work|open|this|link)$/.test(word),
    );
    expect(needed).toEqual([]);
  });

  test('loads nothing', async () => {
    const { html } = await approvalMail(told('Reports.'), URL, 'anna@analytics.example');
    expect(html).not.toMatch(/<(?:img|link|iframe|script)|@import|url\(/);
  });

  test('to people of an account that is in no directory, or has no visible name there, names its id', async () => {
    expect((await approvalMail(told('Reports.'), URL, 'anna@analytics.example')).subject).toContain(
      `account ${ANALYTICS}`,
    );
    const accepterAccount = anAccount({ account_id: ANALYTICS, name: '\u200b', approvers: [ANNA] });
    expect(
      (await approvalMail({ ...told('Reports.'), accepterAccount }, URL, 'anna@analytics.example')).subject,
    ).toContain(`account ${ANALYTICS}`);
  });
});
