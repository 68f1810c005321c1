import type { PeeringRequest } from '../request/peering-request.ts';
import type { Account, Directory } from './ports.ts';

/** The directory's entries for both accounts of a request, if it has them. */
export type Accounts = { requesterAccount: Account | undefined; accepterAccount: Account | undefined };

export const loadAccounts = async (
  { requester, accepter }: PeeringRequest,
  directory: Directory,
): Promise<Accounts> => {
  const [requesterAccount, accepterAccount] = await Promise.all([
    directory.account(requester.owner_id),
    directory.account(accepter.owner_id),
  ]);
  return { requesterAccount, accepterAccount };
};
