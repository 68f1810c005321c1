import type { Actor, Approval } from '../request/peering-request.ts';
import { isSamePerson, toPerson } from '../request/person.ts';
import { type Countable, countNow } from './count-approvals.ts';
import { type CountedPanel, isFree, takeSeats } from './panels.ts';
import type { Account } from './ports.ts';
import { type Seat, seatsHeldBy } from './seats.ts';

/** The seat that a person decides first: one without an approval before the others, and their own first. */
const firstOf = (held: readonly Seat[], panels: readonly CountedPanel[]): Seat | undefined =>
  held.find(({ person }) => isFree(panels, person)) ?? held[0];

/** An approver who decides, with everybody for whom they do, if that is somebody else. */
export const inTheirSeat = (account: Account | undefined, request: Countable, by: Actor): Actor => {
  if (by.kind !== 'approver') return by;
  const { panels } = countNow(account, request);
  const held = seatsHeldBy(account, request, by.id);
  const seat = firstOf(held, panels);
  if (!seat) return by;
  const first = seat.until ? { ...by, for: { person: seat.person, until: seat.until } } : by;
  return takeSeats(first, [seat.person], held, panels);
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
  const { approvals, panels } = countNow(account, request);
  const counting = approvals.filter(({ counts }) => counts !== false);
  const own = counting.find(({ by }) => isSamePerson(by.id, person));
  const seat = firstOf(seatsHeldBy(account, request, person), panels);
  if (own || !seat || isFree(panels, seat.person)) return own;
  const takers = panels.flatMap(({ taken }) => taken.get(toPerson(seat.person)) ?? []);
  return counting.find(({ by }) => takers.includes(by.id));
};
