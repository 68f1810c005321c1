import { listApprovers } from '../directory/approvers.ts';
import { entryFor } from '../directory/entry-for.ts';
import type { Account } from '../directory/ports.ts';
import { findOwnAbsence, isRequester } from '../directory/seats.ts';
import { findEarlierApproval } from '../directory/their-seat.ts';
import { isWaiting, type PeeringRequest } from '../request/peering-request.ts';
import { isSamePerson } from '../request/person.ts';
import { passedReminders } from '../request/window.ts';
import { type Delivery, findUnsent, isSent, isSettled } from './send-once.ts';

/** A mail that is due while a request waits for a decision, or one that is skipped, and why. */
export type DueMail = Delivery &
  (
    | { mail: 'waiting' | 'approval' }
    /** `before` is in seconds before the window's end. */
    | { mail: 'reminder' | 'escalation'; before: number }
    | { mail: 'none'; why: string }
  );

/**
 * The mails that are due while a request waits for a decision, and aren't settled. In each group, a mail goes out
 * only after the one before it is settled. Approvers come first, because the other mails name them.
 */
export const dueMails = (request: PeeringRequest, account: Account | undefined, now: Date): DueMail[][] => {
  const { opened_at = '', expires_at } = request;
  const at = now.toISOString();
  if (!isWaiting(request) || !expires_at || at >= expires_at || at < opened_at) return [];
  // An account that was removed from the directory has nobody to remind.
  const reminders = account?.reminders ?? [];
  const passed = passedReminders(request, now, reminders);
  const allowed = listApprovers(account, request);
  const approvers = account ? entryFor(account, request).approvers : [];
  const groups: DueMail[][] = [
    ...[...new Set([...approvers, ...allowed])].map((to) =>
      allowed.includes(to)
        ? forApprover(account, request, to, passed)
        : [{ kind: 'approval', to, mail: 'none', why: whyNotAsked(account, request, to) } as const],
    ),
    request.contact_email ? [{ kind: 'waiting', to: request.contact_email, mail: 'waiting' }] : [],
    ...(account?.escalate_to ?? []).map((to) => forEscalation(to, allowed, passed, Math.min(...reminders))),
  ];
  return groups
    .map((group) => group.filter((due) => !isSettled(request, due)))
    .filter(({ length }) => length);
};

const whyNotAsked = (account: Account | undefined, request: PeeringRequest, to: string): string => {
  if (isRequester(request, to)) return 'the recipient is the requester';
  const absence = findOwnAbsence(account, request, to);
  return absence
    ? `the recipient is away until ${absence.until}, and ${absence.instead} decides instead`
    : 'the recipient is asked at another spelling of their address';
};

const forApprover = (
  account: Account | undefined,
  request: PeeringRequest,
  to: string,
  passed: readonly number[],
): DueMail[] => {
  const earlier = findEarlierApproval(account, request, to);
  const others = earlier && !isSamePerson(earlier.by.id, to) ? earlier : undefined;
  const approval: DueMail = { kind: 'approval', to, mail: 'approval' };
  const wasAsked = isSent(request, approval);
  const isUnreachable = findUnsent(request, approval)?.final;
  // Whoever decides for somebody whose approval is there already has nothing to do.
  if (others && !wasAsked) return [];
  const last = passed.at(-1);
  return [
    approval,
    ...passed.map((before): DueMail => {
      const reminder = { kind: `reminder-${before}`, to };
      if (isUnreachable) return { ...reminder, mail: 'none', why: 'the approval request didn’t arrive' };
      if (!wasAsked)
        return { ...reminder, mail: 'none', why: 'the recipient was notified after the reminder’s time' };
      if (earlier)
        return {
          ...reminder,
          mail: 'none',
          why: others
            ? `${others.by.id} has approved for the same approver`
            : 'the recipient has already approved',
        };
      if (before !== last) return { ...reminder, mail: 'none', why: 'a later reminder is due' };
      return { ...reminder, mail: 'reminder', before };
    }),
  ];
};

/** With the last reminder, the escalation contacts are notified too. */
const forEscalation = (
  to: string,
  approvers: readonly string[],
  passed: readonly number[],
  last: number,
): DueMail[] => {
  if (passed.at(-1) !== last) return [];
  const escalation = { kind: `escalation-${last}`, to };
  return approvers.some((approver) => isSamePerson(approver, to))
    ? [{ ...escalation, mail: 'none', why: 'the recipient is reminded as an approver' }]
    : [{ ...escalation, mail: 'escalation', before: last }];
};

/** How often a person was asked to decide: by the first mail and by reminders. */
export const countNotifications = ({ sent_mails }: PeeringRequest, person: string): number =>
  sent_mails.filter((key) => /^(?:approval|reminder-\d+):/.test(key) && key.endsWith(`:${person}`)).length;

/** How often the approver with the most notifications was notified. */
export const countMostNotifications = (request: PeeringRequest): number =>
  Math.max(0, ...listNotifiedApprovers(request).map((person) => countNotifications(request, person)));

/** In the order in which they were notified. */
export const listNotifiedApprovers = ({ sent_mails }: PeeringRequest): string[] =>
  sent_mails.filter((key) => key.startsWith('approval:')).map((key) => key.slice('approval:'.length));
