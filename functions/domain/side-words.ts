import type { PeeringRequest } from './peering-request.ts';
import type { Account } from './ports.ts';
import { oneLine } from './user-text.ts';

/** The directory's entries for both sides of a request. */
export type Accounts = { requesterAccount: Account | undefined; accepterAccount: Account | undefined };

/** What the directory calls an account. */
export const accountName = (account: Account | undefined, accountId: string): string =>
  account ? oneLine(account.name) : `account ${accountId}`;

/** What the directory calls both sides. */
export const namesOf = (
  { requester, accepter }: PeeringRequest,
  { requesterAccount, accepterAccount }: Accounts,
) => ({
  requester: accountName(requesterAccount, requester.owner_id),
  accepter: accountName(accepterAccount, accepter.owner_id),
});
