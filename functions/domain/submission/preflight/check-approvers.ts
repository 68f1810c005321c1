import { acceptsByRule, findMissingQuorum, isApproverOf, submitterName } from '../../directory/approvers.ts';
import type { Account } from '../../directory/ports.ts';
import { ValidationError } from '../../request/errors.ts';
import type { Side } from '../../request/peering-request.ts';
import { toPerson } from '../../request/person.ts';
import type { Applicant } from './applicant.ts';
import { type Finding, fail, pass, unknown } from './finding.ts';

export const checkApprovers = (
  requester: Side,
  { owner_id }: Side,
  applicant: Applicant,
  account: Account | undefined,
  required_approvals: number,
): Finding => {
  const check = 'approvers';
  if (!account || account.approvers.length === 0)
    return unknown(check, `Account ${owner_id} has no approvers to count.`);
  if (acceptsByRule(account, requester.owner_id)) {
    return pass(
      check,
      `Account ${owner_id} (${account.name}) accepts requests from ${requester.owner_id} automatically.`,
    );
  }
  const named = `account ${owner_id} (${account.name})`;
  const { contact_email, is_contact, submitter_address } = applicant;
  // Within one account, the submitter and the contact may well be approvers of it.
  const isOneAccount = requester.owner_id === owner_id;
  const name = submitterName(applicant) ?? '';
  if (!submitter_address && !isOneAccount && isApproverOf(account, name)) {
    const message = `Peerway can’t verify that the submitter is ${toPerson(name)}, who is an approver of ${named}.`;
    return fail(
      check,
      message,
      'Have someone else submit the request.',
      new ValidationError([{ path: 'peer_owner_id', message }]),
    );
  }
  if (contact_email && (is_contact || !isOneAccount) && isApproverOf(account, contact_email)) {
    const message = `Contact email must not be the address of an approver of ${named}.`;
    return fail(
      check,
      message,
      'Enter the address of somebody who doesn’t decide the request.',
      new ValidationError([{ path: 'contact_email', message }]),
    );
  }
  const missing = findMissingQuorum(account, { ...applicant, requester, required_approvals });
  if (!missing) return pass(check, `Account ${owner_id} (${account.name}) has enough approvers.`);
  const { required, possible } = missing;
  const isForUnverified = !submitter_address && required > account.required_approvals;
  const approvals = `${required} ${required === 1 ? 'approval' : 'approvals'}`;
  const some = possible === 0 ? 'none' : `only ${possible}`;
  const message = isForUnverified
    ? `Account ${owner_id} (${account.name}) requires ${approvals}, because Peerway can’t verify who submits the request, but ${some} of its approvers can approve this request.`
    : `Account ${owner_id} (${account.name}) requires ${approvals}, but ${some} of its approvers can approve this request: requesters can’t approve their own.`;
  return fail(
    check,
    message,
    'Have someone else submit the request, or ask the network team to add approvers.',
    new ValidationError([{ path: 'peer_owner_id', message }]),
  );
};
