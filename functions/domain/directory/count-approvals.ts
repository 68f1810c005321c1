import { type Approval, isWaiting, type PeeringRequest } from '../request/peering-request.ts';
import { countRequired, listApprovers } from './approvers.ts';
import type { Account } from './ports.ts';

/** Whose approval doesn't count, and why. */
export type Lapsed = { who: string; why: 'no-approver' | 'requester' };

/** The approvals of a request, and how many of them count. */
export type Tally = {
  required: number;
  counted: number;
  approvals: readonly Approval[];
  lapsed: readonly Lapsed[];
};

/**
 * Counts the approvals of a request. While it waits, the directory as it is now says whose approvals count, and how
 * many are required; once it is decided, it stays as it was counted then.
 *
 * @param account the accepter's
 */
export const countApprovals = (account: Account | undefined, request: PeeringRequest): Tally =>
  isWaiting(request) ? countNow(account, request) : countThen(request);

const countNow = (account: Account | undefined, request: PeeringRequest): Tally => {
  const allowed = listApprovers(account, request);
  const approvals = request.approvals.map(({ counts: _, ...approval }): Approval => {
    const counts = approval.by.kind === 'rule' || allowed.includes(approval.by.id);
    return counts ? approval : { ...approval, counts };
  });
  const whyNot = (who: string): Lapsed['why'] =>
    account?.approvers.includes(who) ? 'requester' : 'no-approver';
  return {
    required: countRequired(account, request),
    counted: countThen({ ...request, approvals }).counted,
    approvals,
    lapsed: approvals
      .filter(({ counts }) => counts === false)
      .map(({ by }) => ({ who: by.id, why: whyNot(by.id) })),
  };
};

const countThen = ({ approvals, required_approvals }: PeeringRequest): Tally => ({
  required: required_approvals,
  counted: approvals.filter(({ counts }) => counts !== false).length,
  approvals,
  lapsed: [],
});
