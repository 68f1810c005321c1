import type { Countable } from '../directory/count-approvals.ts';
import type { Account } from '../directory/ports.ts';
import type { Away, Decidable } from '../directory/seats.ts';
import { inTheirSeat } from '../directory/their-seat.ts';
import { type Actor, listActedFor } from '../request/peering-request.ts';
import { formatShortTime } from './times.ts';

type Asked = Decidable & Partial<Countable>;

/** For whom this person decides, who are away. */
const findStandIn = (account: Account | undefined, request: Asked, person: string): Actor =>
  inTheirSeat(
    account,
    { approvals: [], required_approvals: 1, ...request },
    { kind: 'approver', id: person },
  );

/**
 * `You decide for anna@…, who is away until 5 Dec, 10:00 UTC.` Nothing for somebody who decides for themselves alone.
 */
export const describeStandIn = (
  account: Account | undefined,
  request: Asked,
  person: string,
): string | undefined => {
  const standIn = findStandIn(account, request, person);
  const others = listActedFor(standIn).map(
    (other) => `for ${other.person}, who is away until ${formatShortTime(other.until, account?.time_zone)}`,
  );
  if (others.length === 0) return undefined;
  return `You ${standIn.for ? '' : 'also '}decide ${others.join(', and ')}.`;
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
  const { for: first } = findStandIn(account, request, person);
  return first
    ? `You received this email because you decide for ${first.person}, an approver for ${accepter}.`
    : listedAsApprover(accepter);
};

export const listedAsApprover = (accepter: string): string =>
  `You received this email because the account directory lists you as an approver for ${accepter}.`;
