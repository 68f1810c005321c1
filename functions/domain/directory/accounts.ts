import { isWaiting, type PeeringRequest, type Sides } from '../request/peering-request.ts';
import type { Account, Directory } from './ports.ts';

/** The directory's entries for both accounts of a request, if it has them. */
export type Accounts = { requesterAccount: Account | undefined; accepterAccount: Account | undefined };

export const loadAccounts = async (
  { requester, accepter }: Sides,
  directory: Directory,
): Promise<Accounts> => {
  const [requesterAccount, accepterAccount] = await Promise.all([
    directory.account(requester.owner_id),
    directory.account(accepter.owner_id),
  ]);
  return { requesterAccount, accepterAccount };
};

/** The directory's entries, by ID, of the accepter accounts of those requests that wait for a decision. */
export const loadDeciders = async (
  requests: readonly PeeringRequest[],
  directory: Directory,
): Promise<Map<string, Account>> => {
  const ids = new Set(requests.filter(isWaiting).map(({ accepter }) => accepter.owner_id));
  const found = await Promise.all([...ids].map((id) => directory.account(id)));
  return new Map(found.flatMap((account) => (account ? [[account.account_id, account]] : [])));
};
