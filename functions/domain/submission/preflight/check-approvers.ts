import { findMissingQuorum, type RequesterNames } from '../../directory/approvers.ts';
import type { Account } from '../../directory/ports.ts';
import { ValidationError } from '../../request/errors.ts';
import type { Side } from '../../request/peering-request.ts';
import { type Finding, fail, pass, unknown } from './finding.ts';

export const checkApprovers = (
  requester: Side,
  { owner_id }: Side,
  names: RequesterNames,
  account: Account | undefined,
): Finding => {
  const check = 'approvers';
  if (!account || account.approvers.length === 0)
    return unknown(check, `Account ${owner_id} has no approvers to count.`);
  const { required_approvals } = account;
  const missing = findMissingQuorum(account, { ...names, requester, required_approvals });
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
