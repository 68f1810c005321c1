import type { Actor, Approval } from '../request/peering-request.ts';
import { isSamePerson } from '../request/person.ts';
import { type Countable, countNow } from './count-approvals.ts';
import type { Account } from './ports.ts';
import { type Seat, seatOf, seatsOf } from './seats.ts';

const listCounting = (account: Account | undefined, request: Countable): Approval[] =>
  countNow(account, request).approvals.filter(({ counts }) => counts !== false);

/** The seat that this person decides now: one without an approval before the others, and their own first. */
export const findSeat = (
  account: Account | undefined,
  request: Countable,
  person: string,
): Seat | undefined => {
  const counting = listCounting(account, request);
  const rank = (seat: Seat) => (isTaken(counting, seat) ? 2 : 0) + (seat.until === undefined ? 0 : 1);
  return seatsOf(account, request)
    .filter(({ decider }) => isSamePerson(decider, person))
    .sort((one, other) => rank(one) - rank(other))[0];
};

const isTaken = (counting: readonly Approval[], { person }: Seat): boolean =>
  counting.some((approval) => isSamePerson(seatOf(approval), person));

/** An approver who decides, with the one for whom they do, if that is somebody else. */
export const inTheirSeat = (account: Account | undefined, request: Countable, by: Actor): Actor => {
  const seat = by.kind === 'approver' ? findSeat(account, request, by.id) : undefined;
  return seat?.until ? { ...by, for: { person: seat.person, until: seat.until } } : by;
};

/**
 * The approval because of which nothing is left to accept for this person: their own, or the one that was given for the
 * approver for whom they decide. It isn't a decision yet if more approvals are required.
 */
export const findEarlierApproval = (
  account: Account | undefined,
  request: Countable,
  person: string,
): Approval | undefined => {
  const counting = listCounting(account, request);
  const seat = findSeat(account, request, person);
  return (
    counting.find(({ by }) => isSamePerson(by.id, person)) ??
    (seat && counting.find((approval) => isSamePerson(seatOf(approval), seat.person)))
  );
};
