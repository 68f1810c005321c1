import type { Countable } from '../directory/count-approvals.ts';
import type { Account } from '../directory/ports.ts';
import type { Away, Decidable, Seat } from '../directory/seats.ts';
import { findSeat } from '../directory/their-seat.ts';
import { formatShortTime } from './times.ts';

type Asked = Decidable & Partial<Countable>;

/** Whose decision it is that this person makes, if it is somebody's who is away. */
const findStandIn = (
  account: Account | undefined,
  request: Asked,
  person: string,
): Required<Seat> | undefined => {
  const seat = findSeat(account, { approvals: [], required_approvals: 1, ...request }, person);
  return seat?.until ? { ...seat, until: seat.until } : undefined;
};

/** `You decide for anna@…, who is away until 5 Dec, 10:00 UTC.` Nothing for somebody who decides for themselves. */
export const describeStandIn = (
  account: Account | undefined,
  request: Asked,
  person: string,
): string | undefined => {
  const seat = findStandIn(account, request, person);
  return (
    seat &&
    `You decide for ${seat.person}, who is away until ${formatShortTime(seat.until, account?.time_zone)}.`
  );
};

/** What somebody who is away reads where they would decide. */
export const describeOwnAbsence = ({ until, instead }: Away, account: Account | undefined): string =>
  `You’re away until ${formatShortTime(until, account?.time_zone)}. Until then, ${instead} decides instead.`;

/** Why somebody is asked, below the mail that asks. */
export const describeWhyAsked = (
  account: Account | undefined,
  request: Asked,
  person: string,
  accepter: string,
): string => {
  const seat = findStandIn(account, request, person);
  return seat
    ? `You received this email because you decide for ${seat.person}, an approver for ${accepter}.`
    : listedAsApprover(accepter);
};

export const listedAsApprover = (accepter: string): string =>
  `You received this email because the account directory lists you as an approver for ${accepter}.`;
