import type { Account, Directory } from '../directory/ports.ts';
import type { Register, RegisterEntry, RegisterPosition } from '../register/ports.ts';

/** The most connections that one page shows. */
const PAGE = 50;

export type ConnectionsFilter = { account_id?: string; unmanaged?: boolean; after?: RegisterPosition };

export type ConnectionsBoard = {
  entries: readonly RegisterEntry[];
  next?: RegisterPosition;
  accounts: readonly Account[];
  filter: ConnectionsFilter;
};

/** Loads a page of the connections that EC2 shows. */
export const loadConnections = async (
  filter: ConnectionsFilter,
  { register, directory }: { register: Pick<Register, 'page'>; directory: Pick<Directory, 'accounts'> },
): Promise<ConnectionsBoard> => {
  const { after, ...wanted } = filter;
  const [{ items, next }, accounts] = await Promise.all([
    register.page(wanted, PAGE, after),
    directory.accounts(),
  ]);
  return { entries: items, ...(next && { next }), accounts, filter };
};
