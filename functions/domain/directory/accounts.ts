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

/** The same of many requests, from one read of the directory, in which those who ask at the same moment share. */
export const loadAccountsOfMany = async (
  requests: readonly Sides[],
  directory: Directory,
): Promise<(sides: Sides) => Accounts> => {
  const ids = requests.flatMap(({ requester, accepter }) => [requester.owner_id, accepter.owner_id]);
  const found = await loadById(ids, directory);
  return ({ requester, accepter }) => ({
    requesterAccount: found.get(requester.owner_id),
    accepterAccount: found.get(accepter.owner_id),
  });
};

/** The directory's entries, by ID, of the accepter accounts of those requests that wait for a decision. */
export const loadDeciders = async (
  requests: readonly PeeringRequest[],
  directory: Directory,
): Promise<Map<string, Account>> =>
  loadById(
    requests.filter(isWaiting).map(({ accepter }) => accepter.owner_id),
    directory,
  );

const loadById = async (ids: readonly string[], directory: Directory): Promise<Map<string, Account>> => {
  const found = await Promise.all([...new Set(ids)].map((id) => directory.account(id)));
  return new Map(found.flatMap((account) => (account ? [[account.account_id, account]] : [])));
};
