import type { Accounts } from '../directory/accounts.ts';
import { listApprovers } from '../directory/approvers.ts';
import { linkTo } from '../links/link-to.ts';
import type { Link, Links } from '../links/ports.ts';
import { isWaiting, type PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import type { ComposedMail } from './content.ts';
import { countNotifications, type DueMail, dueMails } from './due-mails.ts';
import type { MailContext } from './parts.ts';
import type { Mailer } from './ports.ts';
import { approvalMail, escalationMail, reminderMail, waitingMail } from './request-mails.ts';
import { isSettled, sendOnce, skipOnce } from './send-once.ts';

export type SendDueMailsDeps = {
  requests: Requests;
  links: Links;
  mailer: Mailer;
  clock: Clock;
  decisionUrl: (token: string) => string;
  statusUrl: (token: string) => string;
};

/**
 * Sends the mails that are due to the approvers, the requester and the escalation contacts, each once. A mail that
 * fails doesn't stop the others, and is due again at the next check.
 *
 * @param sentBy the Task state or schedule that sends
 * @param dueBy leaves out what became due later
 * @returns the record after that
 */
export const sendDueMails = async (
  request: PeeringRequest,
  accounts: Accounts,
  sentBy: string,
  deps: SendDueMailsDeps,
  dueBy: Date = deps.clock(),
): Promise<PeeringRequest> => {
  let latest = request;
  for (const group of dueMails(request, accounts.accepterAccount, dueBy)) {
    for (const due of group) {
      // The request may have been decided, or have ended, while the previous mail went out.
      if (!isWaiting(latest)) return latest;
      const context: MailContext = { request: latest, ...accounts };
      latest =
        due.mail === 'none'
          ? await skipOnce(latest, due, due.why, sentBy, deps.requests)
          : await sendOnce(latest, due, sentBy, () => compose(due, context, deps), deps);
      if (!isSettled(latest, due)) break;
    }
  }
  return latest;
};

const compose = async (
  due: Exclude<DueMail, { mail: 'none' }>,
  context: MailContext,
  { links, clock, decisionUrl, statusUrl }: SendDueMailsDeps,
): Promise<ComposedMail> => {
  const mint = (purpose: Link['purpose']) =>
    links.mint({
      ...linkTo(context.request),
      purpose,
      person: due.to,
      expires_at: context.request.expires_at ?? clock().toISOString(),
    });
  const approvers = listApprovers(context.accepterAccount, context.request);
  switch (due.mail) {
    case 'approval':
      return approvalMail(context, decisionUrl(await mint('decide')), due.to);
    case 'reminder': {
      const notifications = countNotifications(context.request, due.to);
      return reminderMail(context, decisionUrl(await mint('decide')), due.to, notifications);
    }
    case 'waiting':
      return waitingMail(context, statusUrl(await mint('view')), approvers);
    case 'escalation':
      return escalationMail(context, statusUrl(await mint('view')), approvers);
    default:
      return due satisfies never;
  }
};
