import { type Actor, type Approval, isWaiting, type PeeringRequest } from '../request/peering-request.ts';
import { isSamePerson } from '../request/person.ts';
import { countRequired, isApproverOf } from './approvers.ts';
import { entryFor } from './entry-for.ts';
import type { Account } from './ports.ts';
import { type Decidable, isRequester, seatOf } from './seats.ts';

/** Whose approval doesn't count, and why. Of two approvals for one approver, one counts. */
export type Lapsed = { by: Actor; why: 'no-approver' | 'requester' | 'same-person' | 'same-approver' };

/** What of a request is needed to count its approvals. */
export type Countable = Decidable & Pick<PeeringRequest, 'required_approvals' | 'approvals'>;

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

/** Counts the approvals by the directory as it is now. */
export const countNow = (account: Account | undefined, request: Countable): Tally => {
  const lapsed: Lapsed[] = [];
  const counted: Approval[] = [];
  const approvals = request.approvals.map(({ counts: _, ...approval }): Approval => {
    const why = whyNot(account, request, approval, counted);
    if (why) {
      lapsed.push({ by: approval.by, why });
      return { ...approval, counts: false };
    }
    counted.push(approval);
    return approval;
  });
  const required = countRequired(account, request, counted.map(seatOf));
  return { required, counted: counted.length, approvals, lapsed };
};

/**
 * Why one of the approvals doesn't count; `undefined` if it does. What somebody decided for an approver counts for as
 * long as that one is an approver, also after they are back.
 */
const whyNot = (
  account: Account | undefined,
  request: Countable,
  approval: Approval,
  earlier: readonly Approval[],
): Lapsed['why'] | undefined => {
  const { kind, id } = approval.by;
  if (kind === 'rule') return undefined;
  const person = seatOf(approval);
  if (!account || !isApproverOf(entryFor(account, request), person)) return 'no-approver';
  if (isRequester(request, id) || isRequester(request, person)) return 'requester';
  if (earlier.some(({ by }) => isSamePerson(by.id, id))) return 'same-person';
  return earlier.some((each) => isSamePerson(seatOf(each), person)) ? 'same-approver' : undefined;
};

const countThen = ({ approvals, required_approvals }: PeeringRequest): Tally => ({
  required: required_approvals,
  counted: approvals.filter(({ counts }) => counts !== false).length,
  approvals,
  lapsed: [],
});
