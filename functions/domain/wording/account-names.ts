import type { Accounts } from '../directory/accounts.ts';
import type { Account } from '../directory/ports.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import { cleanLine, VISIBLE } from './user-text.ts';

/** An account's name in the directory; its ID if it has no entry, or an old one with an invisible name. */
export const getAccountName = (account: Account | undefined, accountId: string): string =>
  account && VISIBLE.test(account.name) ? cleanLine(account.name) : `account ${accountId}`;

/** The names of both accounts of a request. */
export const getAccountNames = ({
  request: { requester, accepter },
  requesterAccount,
  accepterAccount,
}: Accounts & { request: PeeringRequest }) => ({
  requester: getAccountName(requesterAccount, requester.owner_id),
  accepter: getAccountName(accepterAccount, accepter.owner_id),
});
