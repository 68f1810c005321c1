import { describe, expect, it } from 'vitest';
import type { Actor, Decision } from '../../../functions/domain/request/peering-request.ts';
import { aRequest } from '../a-request.ts';
import { anAccount } from '../an-account.ts';
import { BASE, everyMail, NETWORK_TEAM } from './every-mail.ts';

const CONTACT = 'r&d+peering@payments.example';
const MAILTO = 'mailto:r%26d%2Bpeering@payments.example?subject=Peering%20request%20pr-';

const decidedBy = (by: Actor): Decision => ({ kind: 'accept', by, at: '2026-03-03T09:00:00.000Z' });

const mailsWith = (submitted_by: string, decision?: Decision) =>
  everyMail({
    request: aRequest({
      contact_email: CONTACT,
      submitted_by,
      expires_at: '2026-12-02T10:00:00.000Z',
      preflight: [{ check: 'dns', result: 'warn', message: 'DNS support is off.' }],
      ...(decision && { decision, teardown: decision }),
    }),
    requesterAccount: anAccount({ account_id: '111111111111', name: 'payments' }),
    accepterAccount: anAccount(),
  });

const SESSION = 'arn:aws:sts::111111111111:assumed-role/Developer/rosa';
const TOKEN = 'jwt:https://id.example#rosa';

const mails = await mailsWith(SESSION);
const ofApprovers = /^(?:approval|reminder|escalation|extension|(?:outcome-\S+|drift|end) to an approver)$/;

describe.each([...mails])('the mail %s', (kind, { text, html, reply_to }) => {
  const isWithLink = text.includes(`${BASE}/`);

  it('has its link before the details and again at the end, where it has one', () => {
    const details = text.indexOf('Requester: payments');
    if (!isWithLink || details < 0) return;
    expect(text.indexOf(BASE)).toBeLessThan(details);
    expect(text.lastIndexOf(BASE)).toBeGreaterThan(text.indexOf('Accepter: '));
    expect(html.match(/href="https:/g)).toHaveLength(2);
  });

  it('names the contact to the accepter’s side alone', () => {
    expect(html.includes(MAILTO)).toBe(ofApprovers.test(kind));
    expect(text.includes(`rite to ${CONTACT}.`)).toBe(ofApprovers.test(kind));
  });

  it('takes replies to the contact only if no link would be quoted in them', () => {
    const withoutLink = kind === 'absence' ? NETWORK_TEAM : ofApprovers.test(kind) ? CONTACT : undefined;
    expect(reply_to).toBe(isWithLink ? undefined : withoutLink);
  });

  it('says what to know before a decision only before it', () => {
    expect(text.includes('Before you decide')).toBe(/^(?:approval|reminder)$/.test(kind));
  });
});

it.each([SESSION, TOKEN])('no mail names %s as it is', async (id) => {
  for (const [kind, { subject, text }] of await mailsWith(id, decidedBy({ kind: 'caller', id }))) {
    expect(`${subject}\n${text}`, kind).not.toMatch(/arn:aws|jwt:/);
  }
});

it('no mail has a sentence that ends in nothing', async () => {
  const { contact_email: _, ...bare } = aRequest();
  const context = { request: bare, requesterAccount: undefined, accepterAccount: undefined };
  for (const [kind, { text }] of await everyMail(context)) {
    expect(text, kind).not.toMatch(/undefined|\S:\s*(?:\.|\n\n-- )|: *\.|\(\)| {2,}\S+:$/);
  }
});

describe('times', () => {
  const timesIn = async (requesterZone: string, accepterZone: string) => {
    const context = {
      request: aRequest({ contact_email: CONTACT, expires_at: '2026-12-02T23:30:00.000Z' }),
      requesterAccount: anAccount({ account_id: '111111111111', name: 'payments', time_zone: requesterZone }),
      accepterAccount: anAccount({ time_zone: accepterZone }),
    };
    const every = await everyMail(context);
    const timesOf = (kind: string) => {
      const { subject = '', text = '' } = every.get(kind) ?? {};
      return [
        /by (.+?)(?: \(reminder 10\))?: /.exec(subject)?.[1],
        /deadline .*?is (.+?)\.\s/.exec(text)?.[1],
      ];
    };
    return { approval: timesOf('approval'), reminder: timesOf('reminder'), waiting: timesOf('waiting') };
  };

  it('are in the time zone of the reader’s account, and in UTC beside it', async () => {
    const { approval, reminder, waiting } = await timesIn('America/New_York', 'Asia/Kolkata');
    const inKolkata = ['3 Dec, 05:00 GMT+5:30', 'Thu, 3 Dec 2026, 05:00 GMT+5:30 (2 Dec, 23:30 UTC)'];
    expect([approval, reminder]).toEqual([inKolkata, inKolkata]);
    expect(waiting).toEqual(['2 Dec, 18:30 GMT-5', 'Wed, 2 Dec 2026, 18:30 GMT-5 (23:30 UTC)']);
  });

  it('are in UTC alone where the zone says no more, or is none', async () => {
    const { approval, waiting } = await timesIn('Nowhere/At_All', 'Europe/London');
    const utc = ['2 Dec, 23:30 UTC', 'Wed, 2 Dec 2026, 23:30 UTC'];
    expect([approval, waiting]).toEqual([utc, utc]);
  });
});
