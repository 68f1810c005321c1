import { acceptsByRule, findMissingQuorum, isApproverOf } from '../../directory/approvers.ts';
import type { Account } from '../../directory/ports.ts';
import { ValidationError } from '../../request/errors.ts';
import type { Side } from '../../request/peering-request.ts';
import { type Finding, fail, pass, unknown } from './finding.ts';
import type { Applicant } from './preflight.ts';

export const checkApprovers = (
  requester: Side,
  { owner_id }: Side,
  applicant: Applicant,
  account: Account | undefined,
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
  const { contact_email, is_contact } = applicant;
  // Within one account, the contact may well be one of its approvers.
  const isOneAccount = requester.owner_id === owner_id && !is_contact;
  if (contact_email && !isOneAccount && isApproverOf(account, contact_email)) {
    const message = `Contact email must not be the address of an approver of account ${owner_id} (${account.name}).`;
    return fail(
      check,
      message,
      'Enter the address of somebody who doesn’t decide the request.',
      new ValidationError([{ path: 'contact_email', message }]),
    );
  }
  const { required_approvals } = account;
  const missing = findMissingQuorum(account, { ...applicant, requester, required_approvals });
  if (!missing) return pass(check, `Account ${owner_id} (${account.name}) has enough approvers.`);
  const { required, possible } = missing;
  const message = `Account ${owner_id} (${account.name}) requires ${required} ${required === 1 ? 'approval' : 'approvals'}, but ${possible === 0 ? 'none' : `only ${possible}`} of its approvers can approve this request: requesters can’t approve their own.`;
  return fail(
    check,
    message,
    'Have someone else submit the request, or ask the network team to add approvers.',
    new ValidationError([{ path: 'peer_owner_id', message }]),
  );
};
