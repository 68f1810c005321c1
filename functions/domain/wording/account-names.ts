import type { Accounts } from '../directory/accounts.ts';
import type { Account } from '../directory/ports.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import { cleanLine } from './user-text.ts';

/** What the directory calls an account. */
export const getAccountName = (account: Account | undefined, accountId: string): string =>
  account ? cleanLine(account.name) : `account ${accountId}`;

/** What the directory calls both sides. */
export const getAccountNames = ({
  request: { requester, accepter },
  requesterAccount,
  accepterAccount,
}: Accounts & { request: PeeringRequest }) => ({
  requester: getAccountName(requesterAccount, requester.owner_id),
  accepter: getAccountName(accepterAccount, accepter.owner_id),
});
