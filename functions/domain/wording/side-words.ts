import type { Accounts } from '../directory/accounts.ts';
import type { Account } from '../directory/ports.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import { oneLine } from './user-text.ts';

/** What the directory calls an account. */
export const accountName = (account: Account | undefined, accountId: string): string =>
  account ? oneLine(account.name) : `account ${accountId}`;

/** What the directory calls both sides. */
export const namesOf = ({
  request: { requester, accepter },
  requesterAccount,
  accepterAccount,
}: Accounts & { request: PeeringRequest }) => ({
  requester: accountName(requesterAccount, requester.owner_id),
  accepter: accountName(accepterAccount, accepter.owner_id),
});
