import { describe, expect, it } from 'vitest';
import type { Account } from '../../../functions/domain/directory/ports.ts';
import {
  countNotifications,
  dueMails,
  listNotifiedApprovers,
} from '../../../functions/domain/mail/due-mails.ts';
import type { PeeringRequest } from '../../../functions/domain/request/peering-request.ts';
import { aRequest } from '../a-request.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

const ANNA = 'anna@analytics.example';
const ARUN = 'arun@analytics.example';
const ABOVE = 'head-of-data@analytics.example';

const OPENED = Date.parse('2026-03-02T09:00:00.000Z');
const at = (seconds: number): Date => new Date(OPENED + seconds * 1000);

const account = (found: Partial<Account> = {}): Account => ({
  account_id: '222222222222',
  name: 'analytics',
  approvers: [ANNA, ARUN],
  onboarded: true,
  auto_accept_from: [],
  required_approvals: 1,
  reminders: [3 * DAY, DAY, 4 * HOUR],
  escalate_to: [],
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  updated_by: 'arn:aws:iam::999999999999:user/nora',
  ...found,
});

const pending = (found: Partial<PeeringRequest> = {}): PeeringRequest =>
  aRequest({
    status: 'pending-acceptance',
    opened_at: at(0).toISOString(),
    expires_at: at(7 * DAY).toISOString(),
    ...found,
  });

const askedBoth = { sent_mails: [`approval:${ANNA}`, `approval:${ARUN}`] };

/** Each due mail in a line: `reminder-86400 to anna@…`, and why not. */
const due = (request: PeeringRequest, seconds: number, entry: Partial<Account> = {}): string[] =>
  dueMails(request, account(entry), at(seconds))
    .flat()
    .map((mail) => `${mail.kind} to ${mail.to}${mail.mail === 'none' ? `: ${mail.why}` : ''}`);

describe('the mails that are due', () => {
  it('at the opening: the approvers are asked, and then the requester is told', () => {
    expect(due(pending({ contact_email: 'rosa@payments.example' }), 0)).toEqual([
      `approval to ${ANNA}`,
      `approval to ${ARUN}`,
      'waiting to rosa@payments.example',
    ]);
    expect(due(pending(askedBoth), DAY)).toEqual([]);
  });

  it('at a reminder: to those who were asked, once', () => {
    expect(due(pending(askedBoth), 4 * DAY - 1)).toEqual([]);
    expect(due(pending(askedBoth), 4 * DAY)).toEqual([
      `reminder-259200 to ${ANNA}`,
      `reminder-259200 to ${ARUN}`,
    ]);
    const sent_mails = [...askedBoth.sent_mails, `reminder-259200:${ANNA}`];
    expect(due(pending({ sent_mails }), 4 * DAY)).toEqual([`reminder-259200 to ${ARUN}`]);
  });

  it('leave out a reminder that a later one has overtaken', () => {
    expect(due(pending(askedBoth), 6 * DAY, { approvers: [ANNA] })).toEqual([
      `reminder-259200 to ${ANNA}: a later reminder is due`,
      `reminder-86400 to ${ANNA}`,
    ]);
    const mail_notes = [`skipped:reminder-259200:${ANNA}`];
    expect(due(pending({ ...askedBoth, mail_notes }), 6 * DAY, { approvers: [ANNA] })).toEqual([
      `reminder-86400 to ${ANNA}`,
    ]);
  });

  it('ask who joined late, without the reminders from before', () => {
    const sent_mails = [`approval:${ANNA}`, `reminder-259200:${ANNA}`];
    expect(due(pending({ sent_mails }), 5 * DAY)).toEqual([
      `approval to ${ARUN}`,
      `reminder-259200 to ${ARUN}: the recipient was notified after the reminder’s time`,
    ]);
  });

  it('remind nobody who has approved, and ask no requester', () => {
    const approvals = [
      { kind: 'accept', by: { kind: 'approver', id: ANNA }, at: at(HOUR).toISOString() },
    ] as const;
    expect(due(pending({ ...askedBoth, approvals }), 4 * DAY)).toEqual([
      `reminder-259200 to ${ANNA}: the recipient has already approved`,
      `reminder-259200 to ${ARUN}`,
    ]);
    const submitted_by = `arn:aws:sts::111111111111:assumed-role/Developer/${ANNA}`;
    expect(due(pending({ submitted_by }), 0)).toEqual([
      `approval to ${ANNA}: the recipient is the requester`,
      `approval to ${ARUN}`,
    ]);
  });

  it('are due to an approver who was skipped as the contact, when that still removed them', () => {
    const skipped = pending({ contact_email: ANNA, mail_notes: [`skipped:approval:${ANNA}`] });
    expect(due(skipped, 0)).toEqual([`approval to ${ANNA}`, `approval to ${ARUN}`, `waiting to ${ANNA}`]);
  });

  it('with the last reminder go above the approvers, unless that is one of them', () => {
    const sent_mails = ['reminder-259200', 'reminder-86400', 'approval'].map((kind) => `${kind}:${ANNA}`);
    const late = (entry: Partial<Account>) =>
      due(pending({ sent_mails }), 7 * DAY - 4 * HOUR, { approvers: [ANNA], ...entry });
    expect(late({})).toEqual([`reminder-14400 to ${ANNA}`]);
    expect(late({ escalate_to: [ABOVE] })).toEqual([
      `reminder-14400 to ${ANNA}`,
      `escalation-14400 to ${ABOVE}`,
    ]);
    expect(late({ escalate_to: [ANNA] })).toEqual([
      `reminder-14400 to ${ANNA}`,
      `escalation-14400 to ${ANNA}: the recipient is reminded as an approver`,
    ]);
    expect(due(pending({ sent_mails }), 6 * DAY, { escalate_to: [ABOVE], approvers: [ANNA] })).toEqual([]);
  });

  it('are none once it is decided, or its window is over, or not open yet', () => {
    const decision = {
      kind: 'accept',
      by: { kind: 'approver', id: ANNA },
      at: at(HOUR).toISOString(),
    } as const;
    expect(due(pending({ ...askedBoth, decision }), 6 * DAY)).toEqual([]);
    expect(due(pending(askedBoth), 7 * DAY)).toEqual([]);
    expect(due(aRequest(), 0)).toEqual([]);
    for (const status of ['provisioning', 'active', 'rejected', 'expired'] as const) {
      expect(due(pending({ ...askedBoth, status }), 6 * DAY)).toEqual([]);
    }
  });

  it('are still due when they failed or were refused, and not when they were given up', () => {
    // Older records have the notes alone.
    for (const note of ['failed', 'refused']) {
      expect(due(pending({ mail_notes: [`${note}:approval:${ANNA}`] }), 0)).toContain(`approval to ${ANNA}`);
    }
    const unsent = { kind: 'approval', to: ANNA, since: at(0).toISOString(), cause: 'refused' };
    const sent_mails = [`approval:${ARUN}`, `reminder-259200:${ARUN}`];
    expect(due(pending({ sent_mails, unsent_mails: [unsent] }), 4 * DAY)).toContain(`approval to ${ANNA}`);
    expect(due(pending({ sent_mails, unsent_mails: [{ ...unsent, final: true }] }), 4 * DAY)).toEqual([
      `reminder-259200 to ${ANNA}: the approval request didn’t arrive`,
    ]);
  });
});

describe('how often somebody was asked', () => {
  const sent_mails = [
    `approval:${ANNA}`,
    `reminder-259200:${ANNA}`,
    `approval:${ARUN}`,
    `outcome-expired:${ANNA}`,
  ];

  it('counts the request and its reminders, each for whom it was', () => {
    expect(countNotifications(pending({ sent_mails }), ANNA)).toBe(2);
    expect(countNotifications(pending({ sent_mails }), ARUN)).toBe(1);
    expect(countNotifications(pending({ sent_mails }), 'a@analytics.example')).toBe(0);
    expect(listNotifiedApprovers(pending({ sent_mails }))).toEqual([ANNA, ARUN]);
  });
});
