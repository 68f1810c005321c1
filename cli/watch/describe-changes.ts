import { hasEnded } from '../../functions/domain/request/status.ts';
import type { PeeringRequest } from '../client/api-types.ts';
import { paintStatus } from '../views/paint.ts';
import { oneLine } from '../views/printable.ts';
import { countApprovals, DECISION_WORDS, showDecision, showDeletion } from '../views/request-details.ts';
import { countdown, showTime } from '../views/time.ts';

/** Active or ended: nothing changes until somebody acts. */
export const isSettled = ({ status, teardown }: PeeringRequest): boolean =>
  hasEnded(status) || (status === 'active' && !teardown);

/** A line for each change of the request. */
export const describeChanges = (before: PeeringRequest | undefined, now: PeeringRequest): string[] => {
  const changes: string[] = [];
  const add = (at: string, text: string) => changes.push(`${showTime(at)}  ${text}`);
  const approved = before?.approvals.length ?? 0;
  for (const [index, approval] of now.approvals.entries()) {
    if (index < approved || now.required_approvals === 1) continue;
    const counted = countApprovals({ approvals: now.approvals.slice(0, index + 1) });
    add(approval.at, `${withoutTime(showDecision(approval))} (${counted} of ${now.required_approvals})`);
  }
  for (const [index, { counts, reason }] of now.approvals.entries()) {
    if (reason && counts !== before?.approvals[index]?.counts) add(now.updated_at, oneLine(reason));
  }
  const { decision, teardown } = now;
  if (decision && !before?.decision) add(decision.at, withoutTime(showDecision(decision)));
  if (teardown && !before?.teardown) {
    add(teardown.at, `deletion ${withoutTime(showDeletion(teardown))}`);
  }
  if (now.status !== before?.status) {
    const until = now.status === 'pending-acceptance' && now.window;
    add(now.updated_at, `${paintStatus(now.status)}${until ? ` until ${showTime(until.expires_at)}` : ''}`);
  }
  if (now.failure && !before?.failure) {
    add(now.updated_at, `${oneLine(now.failure.code)}: ${oneLine(now.failure.message)}`);
  }
  return changes;
};

const withoutTime = (text: string): string => text.replace(/ at \S+ \S+ UTC/, '');

/** What counts as a change. The time that is left doesn't: it always changes. */
export const changeKey = (request: PeeringRequest): string =>
  JSON.stringify([
    request.status,
    request.window?.expires_at,
    request.vpc_peering_connection_id,
    request.approvals.map(({ counts }) => counts),
    request.required_approvals,
    request.decision,
    request.teardown,
    request.failure,
  ]);

/** The status line while waiting. `sinceMs` is the age of `request`. */
export const progressLine = (request: PeeringRequest, sinceMs: number): string => {
  const { status, window, required_approvals, decision, teardown } = request;
  if (status === 'active' && teardown) return 'active, deleting the connection…';
  if (status !== 'pending-acceptance' || !window) return `${status}…`;
  if (decision) return `${status}, ${DECISION_WORDS[decision.kind]}…`;
  const left = Math.max(0, window.remaining_seconds - sinceMs / 1000);
  const approved =
    required_approvals > 1 ? ` · ${countApprovals(request)} of ${required_approvals} approvals` : '';
  return `${countdown(left)} left to decide${approved}`;
};
