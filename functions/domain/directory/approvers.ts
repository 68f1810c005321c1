import { ForbiddenError } from '../request/errors.ts';
import { parseMemberSession } from '../request/member-session.ts';
import type { Decision, PeeringRequest } from '../request/peering-request.ts';
import { isSamePerson, toPerson } from '../request/person.ts';
import type { DecideBy } from './document.ts';
import { entryFor, type RequestFacts } from './entry-for.ts';
import type { Account } from './ports.ts';
import { acceptsByRule } from './rules.ts';

/** The names by which a requester is recognized among the approvers. */
export type RequesterNames = Pick<PeeringRequest, 'submitted_by' | 'submitter_address'>;

/** What of a request says who may decide about it. */
export type Decidable = RequesterNames & RequestFacts;

/**
 * Who may decide: the accepter account's approvers in the directory, except the requester. A requester is
 * recognized by their verified address, and by the name they submitted with: a role session or a token's subject.
 * The contact is whomever the requester names, and removes nobody. An entry may spell one person in two ways: they
 * are one approver, as spelled first.
 */
export const listApprovers = (account: Account | undefined, request: Decidable): string[] => {
  const approvers = account ? entryFor(account, request).approvers : [];
  const people = new Map(approvers.toReversed().map((approver) => [toPerson(approver), approver]));
  for (const name of [request.submitter_address, submitterName(request)]) people.delete(toPerson(name ?? ''));
  return [...people.values()].reverse();
};

/** Whether this is the address of somebody who approves for the account. */
export const isApproverOf = ({ approvers }: Account, address: string): boolean =>
  approvers.some((approver) => isSamePerson(approver, address));

/** Whether this person may decide, however the directory spells their address. */
export const mayDecide = (account: Account | undefined, request: Decidable, person: string): boolean =>
  listApprovers(account, request).some((approver) => isSamePerson(approver, person));

/** Whether this person accepted already, which isn't a decision yet if more approvals are required. */
export const hasApproved = ({ approvals }: Pick<PeeringRequest, 'approvals'>, person: string): boolean =>
  approvals.some(({ by }) => isSamePerson(by.id, person));

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

/** A token's subject can contain any character. No issuer contains `#`, and no name in an ARN contains `/`. */
export const submitterName = ({ submitted_by }: Pick<RequesterNames, 'submitted_by'>): string | undefined =>
  submitted_by.startsWith('jwt:')
    ? submitted_by.slice(submitted_by.indexOf('#') + 1)
    : (parseMemberSession(submitted_by)?.name ?? submitted_by.split('/').at(-1));

type Approvable = Decidable & Pick<PeeringRequest, 'required_approvals'>;

/**
 * How many approvals a request requires: as many as when it was submitted, or more if the directory requires more
 * now. A lower number in the directory is for new requests.
 */
export const countRequired = (
  account: Account | undefined,
  request: RequestFacts & Pick<PeeringRequest, 'required_approvals'>,
): number =>
  Math.max(request.required_approvals, account ? entryFor(account, request).required_approvals : 1);

/** How many approvals a request requires, and how many there are or can still be. */
export type Quorum = { required: number; possible: number };

/**
 * The approvals that a request can't get, as the directory is now; `undefined` if it can get enough. A rule accepts
 * alone, and so does anyone who accepts in an account where Peerway has no role.
 */
export const findMissingQuorum = (account: Account | undefined, request: Approvable): Quorum | undefined => {
  if (acceptsByRule(account, request)) return undefined;
  const required = account?.onboarded === false ? 1 : countRequired(account, request);
  const possible = listApprovers(account, request).length;
  return possible < required ? { required, possible } : undefined;
};
