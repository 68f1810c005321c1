import { describe, expect, it } from 'vitest';
import type { Account } from '../../../functions/domain/directory/ports.ts';
import type { Actor, Decision, PeeringRequest } from '../../../functions/domain/request/peering-request.ts';
import { defang } from '../../../functions/domain/wording/user-text.ts';
import { aRequest } from '../a-request.ts';
import { autoLinksIn, shownText } from './auto-links.ts';
import { BASE, everyMail } from './every-mail.ts';

const HOSTILE = [
  'peerway.co/ok',
  'https://evil.example/decisions/AAAA?x=1',
  'HTTP://LOCALHOST:8080/x',
  'http:///evil.com',
  'http://10.0.0.1/x',
  '//10.0.0.1/x',
  'www.evil.com',
  'ftp://evil.example',
  'rosa@evil.co',
  'mailto:rosa@evil.co',
  'evil.рф',
  'xn--e1aybc.xn--p1ai',
  'i❤.ws',
  'a.b.c.co',
  'evil\u200b.co',
  'evil.\u202eco',
  'sub_domain.evil.com',
  '(evil.com)',
  '"evil.com"',
  'see:evil.com,evil.org;evil.net',
] as const;

const CONTACT = 'priya@payments.example';
const ANNA = 'anna@analytics.example';
const ABOVE = 'head-of-data@analytics.example';
const PEOPLE = [CONTACT, ANNA, ABOVE].map((address) => `mailto:${address}`);

const account = (account_id: string, name: string): Account => ({
  account_id,
  name,
  approvers: [ANNA],
  escalate_to: [ABOVE],
  onboarded: account_id === '111111111111',
  auto_accept_from: [],
  required_approvals: 2,
  reminders: [],
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  updated_by: 'arn:aws:iam::999999999999:user/nora',
});

/** A value in every field that somebody else than us writes. */
const requestWith = (value: string, by: Actor): PeeringRequest => {
  const decision: Decision = { kind: 'accept', by, at: '2026-03-03T09:00:00.000Z', comment: value };
  return aRequest({
    justification: `${value}\n${value}`,
    contact_email: CONTACT,
    submitted_by: `arn:aws:sts::111111111111:assumed-role/${value}/${value}`,
    expires_at: '2026-03-09T09:00:00.000Z',
    preflight: [{ check: 'quota', result: 'warn', message: `Look at ${value} first.` }],
    required_approvals: 2,
    approvals: [decision],
    decision,
    teardown: decision,
    failure: { code: value, message: value },
    explanation: {
      cause: `EC2 said ${value}.`,
      overlaps: [{ requester: '10.0.0.0/16', accepter: '10.0.0.0/16' }],
      next: [value],
    },
  });
};

describe.each(HOSTILE)('%j, wherever people can write it', (value) => {
  it('becomes no link in any mail', async () => {
    const session = `arn:aws:sts::111111111111:assumed-role/Developer/${value}`;
    for (const by of [
      { kind: 'caller', id: session },
      { kind: 'approver', id: ANNA },
    ] as const) {
      const mails = await everyMail({
        request: requestWith(value, by),
        requesterAccount: account('111111111111', value),
        accepterAccount: account('222222222222', `analytics ${value}`),
      });
      for (const [mail, { subject, text, html }] of mails) {
        const links = [subject, text, shownText(html)].flatMap(autoLinksIn);
        const foreign = links.filter((url) => !url.startsWith(BASE) && !PEOPLE.includes(url));
        expect(foreign, `${mail}, by ${by.kind}`).toEqual([]);
      }
    }
  });
});

it('the judge sees links where there are some', () => {
  expect(HOSTILE.filter((value) => autoLinksIn(value).length > 0).length).toBeGreaterThan(14);
  expect(autoLinksIn('peerway\u2060.co/ok')).toHaveLength(1);
});

describe('defanging', () => {
  it.each([
    'e.g. this. And that.',
    'i.e. the U.S. office, 9 a.m.',
    'Version 1.2.3, v2.10',
    '10.0.0.0/16 and fd00:1::/56',
    'vpc-01111111111111a01 → pcx-0123456789abcdef0',
    'arn:aws:ec2:eu-west-1:111111111111:vpc/vpc-01111111111111a01',
    'InvalidVpcPeeringConnectionID.NotFound, InvalidVpcID.Malformed',
    'Wait… Really?! and/or 24/7',
    '80.5 % of it.',
  ])('leaves %j as it is', (prose) => {
    expect(defang(prose)).toBe(prose);
  });

  it('stays readable, and does not grow when repeated', () => {
    const once = defang('See https://wiki.corp.example/peering?a=b.c and team.data (README.md).');
    expect(once).toBe('See https[://]wiki[.]corp[.]example/peering?a=b.c and team[.]data (README[.]md).');
    expect(defang(once)).toBe(once);
  });
});
