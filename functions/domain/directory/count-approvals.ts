import { type Approval, isWaiting, type PeeringRequest } from '../request/peering-request.ts';
import { isSamePerson } from '../request/person.ts';
import { countRequired, isApproverOf, mayDecide } from './approvers.ts';
import { entryFor } from './entry-for.ts';
import type { Account } from './ports.ts';

/** Whose approval doesn't count, and why. */
export type Lapsed = { who: string; why: 'no-approver' | 'requester' | 'same-person' };

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
  const lapsed: Lapsed[] = [];
  const approvals = request.approvals.map(({ counts: _, ...approval }, index): Approval => {
    const why = whyNot(account, request, index);
    if (!why) return approval;
    lapsed.push({ who: approval.by.id, why });
    return { ...approval, counts: false };
  });
  const counted = approvals.length - lapsed.length;
  return { required: countRequired(account, request), counted, approvals, lapsed };
};

/** Why one of the approvals doesn't count; `undefined` if it does. */
const whyNot = (
  account: Account | undefined,
  request: PeeringRequest,
  index: number,
): Lapsed['why'] | undefined => {
  const { kind, id } = request.approvals[index]?.by ?? {};
  if (kind === 'rule' || id === undefined) return undefined;
  if (!account || !isApproverOf(entryFor(account, request), id)) return 'no-approver';
  if (!mayDecide(account, request, id)) return 'requester';
  const earlier = request.approvals.slice(0, index);
  return earlier.some(({ by }) => isSamePerson(by.id, id)) ? 'same-person' : undefined;
};

const countThen = ({ approvals, required_approvals }: PeeringRequest): Tally => ({
  required: required_approvals,
  counted: approvals.filter(({ counts }) => counts !== false).length,
  approvals,
  lapsed: [],
});
