import type { Account, Directory } from '../../directory/ports.ts';
import type { LimitExceededError } from '../../request/errors.ts';
import type { Viewer } from '../../request/may-learn-of.ts';
import type { PeeringRequest, Sides } from '../../request/peering-request.ts';
import type { Budgets, Clock, Requests } from '../../request/ports.ts';
import { type Limits, spendBudget } from '../spend-budget.ts';

/** What Peerway itself knows of the two sides. */
export type Begun = {
  /** The requester account's requests without an outcome, counted up to the limit. */
  open: number;
  /** The request that holds the pair of VPCs. */
  holder: PeeringRequest | undefined;
  /** The entries of the accepter and of the requester in the directory. */
  account: Account | undefined;
  requesterAccount: Account | undefined;
  /** The budget of the viewer's account is used up, so EC2 must not be called. */
  over_budget: LimitExceededError | undefined;
};

export type BeginDeps = {
  requests: Requests;
  directory: Directory;
  budgets: Budgets;
  limits: Limits;
  clock: Clock;
};

/** Counts a preflight against the budget of the viewer's account, and reads what Peerway knows. */
export const beginPreflight = async (
  { requester, accepter }: Sides,
  viewer: Viewer,
  deps: BeginDeps,
): Promise<Begun> => {
  const { requests, directory, limits } = deps;
  const [open, holder, account, requesterAccount, over_budget] = await Promise.all([
    requests.countOpen(requester.owner_id, limits.open_requests),
    requests.holderOf(requester.vpc_id, accepter.vpc_id),
    directory.account(accepter.owner_id),
    directory.account(requester.owner_id),
    spendBudget(viewer, limits, deps),
  ]);
  return { open, holder, account, requesterAccount, over_budget };
};
