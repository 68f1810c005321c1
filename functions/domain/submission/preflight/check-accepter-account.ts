import type { Account } from '../../directory/ports.ts';
import { ValidationError } from '../../request/errors.ts';
import type { Side } from '../../request/peering-request.ts';
import { type Finding, fail, pass } from './finding.ts';

export const checkAccepterAccount = ({ owner_id }: Side, account: Account | undefined): Finding => {
  const check = 'accepter-account';
  const invalid = (message: string) =>
    fail(
      check,
      message,
      'Ask the network team to add the account and its approvers to the directory.',
      new ValidationError([{ path: 'peer_owner_id', message }]),
    );
  if (!account) return invalid(`Account ${owner_id} isn’t in the directory.`);
  if (account.approvers.length === 0) return invalid(`Account ${owner_id} has no approvers.`);
  if (account.onboarded) return pass(check, `Account ${owner_id} (${account.name}) has approvers.`);
  return {
    check,
    result: 'warn',
    message: `Peerway has no role in account ${owner_id} (${account.name}), so its approvers must accept in their own account.`,
    remedy: 'Ask the network team to onboard the account.',
  };
};
