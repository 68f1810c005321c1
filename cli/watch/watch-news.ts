import { hasEnded } from '../../functions/domain/request/status.ts';
import type { PeeringRequest } from '../client/api-types.ts';
import { paintStatus } from '../views/paint.ts';
import { oneLine } from '../views/printable.ts';
import { showDecision } from '../views/request-details.ts';
import { countdown, showTime } from '../views/time.ts';

/** Active for good or ended: nothing more is to come of itself. */
export const isSettled = ({ status, teardown }: PeeringRequest): boolean =>
  hasEnded(status) || (status === 'active' && !teardown);

/** What a person is told when the request looks different from before: a line for each difference. */
export const newsOf = (before: PeeringRequest | undefined, now: PeeringRequest): string[] => {
  const news: string[] = [];
  const tell = (at: string, text: string) => news.push(`${showTime(at)}  ${text}`);
  const approved = before?.approvals.length ?? 0;
  for (const [index, approval] of now.approvals.entries()) {
    if (index < approved || now.required_approvals === 1) continue;
    tell(approval.at, `${wordsOf(approval)} (${index + 1} of ${now.required_approvals})`);
  }
  for (const decided of ['decision', 'teardown'] as const) {
    const decision = now[decided];
    if (decision && !before?.[decided]) tell(decision.at, `${decided}: ${wordsOf(decision)}`);
  }
  if (now.status !== before?.status) {
    const until = now.status === 'pending-acceptance' && now.window;
    tell(now.updated_at, `${paintStatus(now.status)}${until ? ` until ${showTime(until.expires_at)}` : ''}`);
  }
  if (now.failure && !before?.failure) {
    tell(now.updated_at, `${oneLine(now.failure.code)}: ${oneLine(now.failure.message)}`);
  }
  return news;
};

const wordsOf = (decision: NonNullable<PeeringRequest['decision']>): string =>
  showDecision(decision).replace(/ at \S+ \S+ UTC/, '');

/** What is worth a line to a machine. The time that is left is not: it always changes. */
export const essence = (request: PeeringRequest): string =>
  JSON.stringify([
    request.status,
    request.window?.expires_at,
    request.vpc_peering_connection_id,
    request.approvals.length,
    request.decision,
    request.teardown,
    request.failure,
  ]);

/** The line that counts down. `sinceMs` is how long ago the request looked so. */
export const countingLine = (request: PeeringRequest, sinceMs: number): string => {
  const { status, window, approvals, required_approvals, decision, teardown } = request;
  if (status === 'active' && teardown) return 'active, being torn down…';
  if (status !== 'pending-acceptance' || !window) return `${status}…`;
  if (decision) return `${status}, and decided: ${decision.kind}…`;
  const left = Math.max(0, window.remaining_seconds - sinceMs / 1000);
  const approved = required_approvals > 1 ? ` · ${approvals.length} of ${required_approvals} approvals` : '';
  return `${countdown(left)} left to decide${approved}`;
};
