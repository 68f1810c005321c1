import { findMissingQuorum } from '../directory/missing-quorum.ts';
import type { Account } from '../directory/ports.ts';
import type { Stuck } from '../mail/network-team-mails.ts';
import { describeUnsent, listUnsentMails } from '../mail/unsent-mails.ts';
import { isWaiting, type PeeringRequest } from '../request/peering-request.ts';
import { isOpen } from '../request/status.ts';
import { getAccountName } from '../wording/account-names.ts';
import { describeStatus } from '../wording/statuses.ts';
import { isBeingTornDown, isConcluded } from './conclude.ts';
import { executionNumber } from './resume.ts';

const MINUTE_MS = 60_000;

/** EC2 takes seconds for each of these steps, and the sweep runs every 15 minutes. */
const TOO_LONG_MS = 30 * MINUTE_MS;

const MOST_NAMED = 5;

/** One execution may be lost to a transient fault; a third one means that something is wrong. */
const TOO_MANY_EXECUTIONS = 3;

/**
 * Explains to people why an unfinished request is stuck; `undefined` if it isn't.
 *
 * @param account the accepter's
 */
export const explainStuck = (
  request: PeeringRequest,
  account: Account | undefined,
  now: Date,
): Stuck | undefined => {
  const missing = explainMissingQuorum(request, account, now);
  if (missing) return missing;
  const why = explainDelay(request, account, now);
  return why ? { why } : undefined;
};

const explainMissingQuorum = (
  request: PeeringRequest,
  account: Account | undefined,
  now: Date,
): Stuck | undefined => {
  const isOver = now.getTime() >= Date.parse(request.expires_at ?? '');
  const missing = isWaiting(request) && !isOver && findMissingQuorum(account, request);
  if (!missing) return undefined;
  const { required, possible } = missing;
  const { owner_id } = request.accepter;
  return {
    why: `it requires ${required} ${required === 1 ? 'approval' : 'approvals'}, but the approvers of ${getAccountName(account, owner_id)} can give ${possible === 0 ? 'none' : `only ${possible}`}`,
    remedy: `To have the request approved, add approvers to account ${owner_id} with peerway accounts put. Peerway emails them within 15 minutes. A requester can’t approve their own request.`,
  };
};

const explainDelay = (
  request: PeeringRequest,
  account: Account | undefined,
  now: Date,
): string | undefined => {
  const since = (time: string | undefined) =>
    time !== undefined && now.getTime() - Date.parse(time) >= TOO_LONG_MS;
  const { status, decision, expires_at, created_at, updated_at, ec2_error } = request;
  const why = ec2_error ? ` (EC2’s last error: ${ec2_error.code})` : '';
  if (status === 'submitted' && since(created_at)) return `EC2 hasn’t opened the acceptance window${why}`;
  if (status === 'pending-acceptance' && !expires_at && since(created_at))
    return 'it has no deadline on record';
  if (status === 'pending-acceptance' && since(expires_at))
    return 'the deadline has passed, but no outcome is recorded';
  if (status === 'pending-acceptance' && decision && since(decision.at)) {
    return `the decision to ${decision.kind === 'cancel' ? 'withdraw' : decision.kind} hasn’t been carried out${why}`;
  }
  if (status === 'provisioning' && since(updated_at)) return 'EC2 hasn’t activated the connection';
  if (isBeingTornDown(request) && since(request.teardown?.at))
    return `the connection hasn’t been deleted${why}`;
  const missed = listUnsentMails(request, account, now).filter((mail) => since(mail.since));
  if (missed.length > 0) {
    const people = [...new Map(missed.map((mail) => [mail.to, describeUnsent(mail)])).values()];
    return `Peerway couldn’t email ${people.slice(0, MOST_NAMED).join(', ')}${people.length > MOST_NAMED ? `, and ${people.length - MOST_NAMED} more` : ''}`;
  }
  if (!isOpen(status) && !isConcluded(request) && since(updated_at)) {
    return `not everyone has been notified of the outcome (${describeStatus(status)})`;
  }
  const executions = executionNumber(request);
  return executions >= TOO_MANY_EXECUTIONS
    ? `the workflow had to be started ${executions} times${why}`
    : undefined;
};
