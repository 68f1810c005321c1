import { budgetHour } from '../request/budget-hour.ts';
import { LimitExceededError } from '../request/errors.ts';
import type { Viewer } from '../request/may-learn-of.ts';
import type { Budgets, Clock } from '../request/ports.ts';
import { formatUtc } from '../wording/times.ts';

/** Peerway's own limits on one account. */
export type Limits = {
  /** Requests that the account submitted and that have no outcome yet. */
  open_requests: number;
  /** Submissions, resubmissions, preflights and looks at the connectivity in an hour. */
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

export type BudgetDeps = {
  budgets: Budgets;
  clock: Clock;
  limits: Pick<Limits, 'submissions_per_hour'>;
};

/**
 * As spendBudget, for what does nothing without it.
 *
 * @throws LimitExceededError when the budget is used up
 */
export const requireBudget = async (viewer: Viewer, { limits, ...deps }: BudgetDeps): Promise<void> => {
  const spent = await spendBudget(viewer, limits, deps);
  if (spent) throw spent;
};

/**
 * Counts a preflight of the account, or a look at the connectivity, which call EC2 about ten times, in accounts that others use too. The network
 * team has no limit, because it submits for every account and repairs what members did.
 *
 * @returns the error to refuse it with when the budget is used up
 */
export const spendBudget = async (
  { account_id, is_network_team }: Viewer,
  { submissions_per_hour }: BudgetDeps['limits'],
  { budgets, clock }: Pick<BudgetDeps, 'budgets' | 'clock'>,
): Promise<LimitExceededError | undefined> => {
  if (is_network_team) return undefined;
  const now = clock();
  const { start, end } = budgetHour(now);
  if (await budgets.spendSubmission(account_id, start, submissions_per_hour)) return undefined;
  return new LimitExceededError(
    `Account ${account_id} has reached its limit of ${submissions_per_hour} submissions, preflights and connectivity checks in an hour. Try again after ${formatUtc(end.toISOString())}.`,
    Math.ceil((end.getTime() - now.getTime()) / 1000),
  );
};
