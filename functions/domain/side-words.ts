import type { Accounts } from './accounts.ts';
import type { PeeringRequest } from './peering-request.ts';
import type { Account } from './ports.ts';
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
