import type { FullEntry } from '../domain/directory/document.ts';
import type { DirectoryStore } from '../domain/directory/ports.ts';
import { findEntry } from '../domain/directory/resolve.ts';
import { accountView } from '../edge/account-view.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { assertNetworkTeam } from '../edge/caller.ts';
import { listAccounts as contract } from '../edge/contract/accounts.ts';
import { callerRules, directoryStore } from '../wiring.ts';

/** @throws ForbiddenError */
export const listAccounts = async (
  { caller }: Call<typeof contract>,
  { directoryStore }: { directoryStore: DirectoryStore },
): Promise<Success<typeof contract>> => {
  assertNetworkTeam(caller);
  const { document } = await directoryStore.read();
  const items = Object.keys(document.accounts)
    .sort()
    .map((id) => accountView(id, findEntry(document, id) as FullEntry));
  return { data: { items } };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  listAccounts(call, { directoryStore: directoryStore() }),
);
