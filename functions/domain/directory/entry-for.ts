import type { Account } from './ports.ts';
import { type RequestFacts, ruleFor } from './rules.ts';

export type { RequestFacts } from './rules.ts';

/**
 * The accepter account's entry as it applies to one request: the rule that holds may ask others, or more or fewer of
 * them, and any rule can allow less time than the entry.
 */
export const entryFor = (account: Account, request: RequestFacts): Account => {
  if (!account.rules?.length) return account;
  const { rule } = ruleFor(account, request);
  if (!rule) return account;
  const { approvers = account.approvers, required_approvals = account.required_approvals } =
    rule.then === 'ask' ? rule : account;
  const longest = [rule.longest_active_for, account.longest_active_for].filter((each) => each !== undefined);
  return {
    ...account,
    approvers,
    required_approvals,
    ...(longest.length > 0 && { longest_active_for: Math.min(...longest) }),
  };
};
