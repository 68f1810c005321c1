import type { Account } from '../../directory/ports.ts';
import { ValidationError } from '../../request/errors.ts';
import type { Side } from '../../request/peering-request.ts';
import { type Finding, fail, pass } from './finding.ts';

/** @param networkTeamAddress the one of the configuration: the directory's people are nobody's business */
export const checkAccepterAccount = (
  { owner_id }: Side,
  account: Account | undefined,
  networkTeamAddress: string,
): Finding => {
  const check = 'accepter-account';
  const ask = `Ask the network team (${networkTeamAddress}) to`;
  const invalid = (message: string) => {
    const remedy = `${ask} add the account and its approvers to the directory.`;
    const error = new ValidationError([{ path: 'peer_owner_id', message: `${message} ${remedy}` }]);
    return fail(check, message, remedy, error);
  };
  if (!account) return invalid(`Account ${owner_id} isn’t in the directory.`);
  if (account.approvers.length === 0) return invalid(`Account ${owner_id} has no approvers.`);
  if (account.onboarded) return pass(check, `Account ${owner_id} (${account.name}) has approvers.`);
  return {
    check,
    result: 'warn',
    message: `Peerway has no role in account ${owner_id} (${account.name}), so its approvers must accept in their own account.`,
    remedy: `${ask} onboard the account.`,
  };
};
