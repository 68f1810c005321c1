import { budgetHour } from '../request/budget-hour.ts';
import { LimitExceededError } from '../request/errors.ts';
import type { Viewer } from '../request/may-learn-of.ts';
import type { Budgets, Clock } from '../request/ports.ts';
import { formatUtc } from '../wording/times.ts';

/** Peerway's own limits on one account. */
export type Limits = {
  /** Requests that the account submitted and that have no outcome yet. */
  open_requests: number;
  /** Submissions, resubmissions and preflights in an hour. */
  submissions_per_hour: number;
};

/** As many as EC2's default of 25 pending requests allows in six Regions. */
const DEFAULT_OPEN_REQUESTS = 150;

/** As many as may be open, each with a preflight before. The API accepts 7,200 an hour from all accounts together. */
const DEFAULT_SUBMISSIONS_PER_HOUR = 300;

export const DEFAULT_LIMITS: Limits = {
  open_requests: DEFAULT_OPEN_REQUESTS,
  submissions_per_hour: DEFAULT_SUBMISSIONS_PER_HOUR,
};

/**
 * Counts a preflight of the account, which calls EC2 about ten times, in accounts that others use too. The network
 * team has no limit, because it submits for every account and repairs what members did.
 *
 * @returns the error to refuse it with when the budget is used up
 */
export const spendBudget = async (
  { account_id, is_network_team }: Viewer,
  { submissions_per_hour }: Limits,
  { budgets, clock }: { budgets: Budgets; clock: Clock },
): Promise<LimitExceededError | undefined> => {
  if (is_network_team) return undefined;
  const now = clock();
  const { start, end } = budgetHour(now);
  if (await budgets.spendSubmission(account_id, start, submissions_per_hour)) return undefined;
  return new LimitExceededError(
    `Account ${account_id} has reached its limit of ${submissions_per_hour} submissions and preflights in an hour. Try again after ${formatUtc(end.toISOString())}.`,
    Math.ceil((end.getTime() - now.getTime()) / 1000),
  );
};
