import { ForbiddenError } from '../request/errors.ts';
import type { Decision, PeeringRequest } from '../request/peering-request.ts';
import { distinctPeople, isSamePerson } from '../request/person.ts';
import type { DecideBy } from './document.ts';
import type { Account } from './ports.ts';
import { type Decidable, findOwnAbsence, seatsOf } from './seats.ts';

/**
 * Who may decide: the approver of each seat, or whoever decides for them while they are away. Everybody is listed once,
 * approvers before those who decide for others only.
 */
export const listApprovers = (account: Account | undefined, request: Decidable): string[] => {
  const seats = seatsOf(account, request);
  const [others, own] = [seats.filter(({ until }) => until), seats.filter(({ until }) => !until)];
  return distinctPeople([...own, ...others].map(({ decider }) => decider));
};

/** Whether this is the address of somebody who approves for the account. */
export const isApproverOf = ({ approvers }: Pick<Account, 'approvers'>, address: string): boolean =>
  approvers.some((approver) => isSamePerson(approver, address));

/** Whether this is an approver, or somebody who decides for one now. */
export const decidesFor = (
  { approvers, away = [] }: Pick<Account, 'approvers' | 'away'>,
  person: string,
): boolean =>
  isApproverOf({ approvers }, person) || away.some(({ instead }) => isSamePerson(instead, person));

/** Whether this person decides about some requests to the account, also if only a rule names them. */
export const mayDecideSome = (account: Account, person: string): boolean =>
  decidesFor(account, person) ||
  (account.rules ?? []).some(({ approvers = [] }) => isApproverOf({ approvers }, person));

/** Whether this person may decide, however the directory spells their address. */
export const mayDecide = (account: Account | undefined, request: Decidable, person: string): boolean =>
  seatsOf(account, request).some(({ decider }) => isSamePerson(decider, person));

/**
 * Refuses a decision of somebody who isn't an approver, or whom somebody else replaces while they are away.
 *
 * @param who says who may decide
 * @throws ForbiddenError
 */
export const assertMayDecide = (
  account: Account | undefined,
  request: Decidable,
  person: string,
  who: string,
): void => {
  if (mayDecide(account, request, person)) return;
  const absence = findOwnAbsence(account, request, person);
  throw new ForbiddenError(
    absence
      ? `You’re away until ${absence.until}, and ${absence.instead} decides instead. To decide, end your absence on the page of any of your links.`
      : who,
  );
};

/** Whether the account's approvers may decide in this way. */
export const mayDecideBy = (account: Account | undefined, way: DecideBy): boolean =>
  (account?.decide_by ?? ['link']).includes(way);

/**
 * Refuses a decision that was made in another way than the account's entry allows.
 *
 * @param calls the commands that make a signed call
 * @throws ForbiddenError
 */
export const assertMayDecideBy = (
  account: Account | undefined,
  { accepter }: Pick<PeeringRequest, 'accepter'>,
  { signed }: Pick<Decision, 'signed'>,
  calls: string,
): void => {
  if (mayDecideBy(account, signed ? 'signed' : 'link')) return;
  const how = signed ? 'the link in their mail' : `a signed call: ${calls}`;
  throw new ForbiddenError(`Approvers of account ${accepter.owner_id} decide with ${how}.`);
};
