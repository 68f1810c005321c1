import { listApprovers } from '../directory/approvers.ts';
import type { Account } from '../directory/ports.ts';
import { isWaiting, type PeeringRequest, type UnsentMail } from '../request/peering-request.ts';
import { isOpen } from '../request/status.ts';
import { dueMails } from './due-mails.ts';

/** The state machine's Retry tries for minutes. What lasts longer is left to the sweep. */
const PASSES_WITHIN_MS = 2 * 60_000;

/** The mails that failed and that people still miss: those before the decision, or those about the outcome. */
export const listUnsentMails = (
  request: PeeringRequest,
  account: Account | undefined,
  now: Date,
): UnsentMail[] => {
  const { unsent_mails = [], status, contact_email } = request;
  if (isWaiting(request)) {
    const due = dueMails(request, account, now)
      .flat()
      .filter(({ mail }) => mail !== 'none');
    const people = [...listApprovers(account, request), contact_email];
    return unsent_mails.filter(({ kind, to, final }) =>
      final ? people.includes(to) : due.some((mail) => mail.kind === kind && mail.to === to),
    );
  }
  if (isOpen(status)) return [];
  return unsent_mails.filter(
    ({ kind }) => kind === `outcome-${status}` || (kind === 'approval' && status === 'expired'),
  );
};

/** Whether a mail failed a moment ago, for a cause that may pass within minutes. */
export const isWorthQuickRetry = ({ since, refused, final }: UnsentMail, now: Date): boolean =>
  !refused && !final && now.getTime() - Date.parse(since) < PASSES_WITHIN_MS;

/** `anna@analytics.example (Email address is not verified)` */
export const describeUnsent = ({ to, cause }: UnsentMail): string => `${to} (${cause})`;
