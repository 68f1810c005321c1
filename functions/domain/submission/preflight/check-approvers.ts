import { decidesFor } from '../../directory/approvers.ts';
import { entryFor } from '../../directory/entry-for.ts';
import { findMissingQuorum } from '../../directory/missing-quorum.ts';
import type { Account } from '../../directory/ports.ts';
import { findAcceptingRule, isWritten, type RequestFacts } from '../../directory/rules.ts';
import { submitterName } from '../../directory/seats.ts';
import { ValidationError } from '../../request/errors.ts';
import { toPerson } from '../../request/person.ts';
import { capitalize } from '../../wording/statuses.ts';
import type { Applicant } from './applicant.ts';
import { type Finding, fail, pass, unknown } from './finding.ts';

const CHECK = 'approvers';

/** Whether enough people can approve the request, none of whom has a part in it on the requester's side. */
export const checkApprovers = (
  about: RequestFacts,
  applicant: Applicant,
  account: Account | undefined,
  required_approvals: number,
): Finding => {
  const { requester, accepter } = about;
  const { owner_id } = accepter;
  if (!account || account.approvers.length === 0)
    return unknown(CHECK, `Account ${owner_id} has no approvers to count.`);
  const accepting = findAcceptingRule(account, about);
  if (accepting) {
    return pass(
      CHECK,
      isWritten(accepting)
        ? `Rule ${accepting.name} accepts the request without asking the approvers.`
        : `Account ${owner_id} (${account.name}) accepts requests from ${requester.owner_id} automatically.`,
    );
  }
  const entry = entryFor(account, about);
  // Within one account, the submitter and the contact may well be approvers of it.
  const isOneAccount = requester.owner_id === owner_id;
  return (
    (!isOneAccount && findUnverifiedApprover(applicant, entry)) ||
    ((!isOneAccount || applicant.is_contact) && findApprovingContact(applicant, entry)) ||
    countApprovers(about, applicant, account, required_approvals)
  );
};

const nameOf = ({ account_id, name }: Account): string => `account ${account_id} (${name})`;

const invalid = (path: string, message: string, remedy: string): Finding =>
  fail(CHECK, message, remedy, new ValidationError([{ path, message }]));

/** A submitter whose name is an approver's, and whom nothing verifies: anybody could choose that name. */
const findUnverifiedApprover = (applicant: Applicant, account: Account): Finding | undefined => {
  const name = submitterName(applicant) ?? '';
  return applicant.submitter_address || !decidesFor(account, name)
    ? undefined
    : invalid(
        'peer_owner_id',
        `Peerway can’t verify that the submitter is ${toPerson(name)}, who is an approver of ${nameOf(account)}.`,
        'Have someone else submit the request.',
      );
};

const findApprovingContact = ({ contact_email }: Applicant, account: Account): Finding | undefined =>
  contact_email && decidesFor(account, contact_email)
    ? invalid(
        'contact_email',
        `Contact email must not be the address of an approver of ${nameOf(account)}.`,
        'Enter the address of somebody who doesn’t decide the request.',
      )
    : undefined;

const countApprovers = (
  about: RequestFacts,
  applicant: Applicant,
  account: Account,
  required_approvals: number,
): Finding => {
  const named = capitalize(nameOf(account));
  const missing = findMissingQuorum(account, { ...applicant, ...about, required_approvals, approvals: [] });
  if (!missing) return pass(CHECK, `${named} has enough approvers.`);
  const { required, possible } = missing;
  const isForUnverified =
    !applicant.submitter_address && required > entryFor(account, about).required_approvals;
  const approvals = `${required} ${required === 1 ? 'approval' : 'approvals'}`;
  const some = possible === 0 ? 'none' : `only ${possible}`;
  return invalid(
    'peer_owner_id',
    isForUnverified
      ? `${named} requires ${approvals}, because Peerway can’t verify who submits the request, but ${some} of its approvers can approve this request.`
      : `${named} requires ${approvals}, but ${some} of its approvers can approve this request: requesters can’t approve their own.`,
    'Have someone else submit the request, or ask the network team to add approvers.',
  );
};
