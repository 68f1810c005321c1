import type { DirectoryStore } from '../domain/directory/ports.ts';
import { findEntry } from '../domain/directory/resolve.ts';
import { NotFoundError } from '../domain/request/errors.ts';
import { accountView } from '../edge/account-view.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { assertNetworkTeam } from '../edge/caller.ts';
import { getAccount as contract } from '../edge/contract/accounts.ts';
import { callerRules, directoryStore } from '../wiring.ts';

/** @throws ForbiddenError, NotFoundError */
export const getAccount = async (
  { params: { account_id }, caller }: Call<typeof contract>,
  { directoryStore }: { directoryStore: DirectoryStore },
): Promise<Success<typeof contract>> => {
  assertNetworkTeam(caller);
  const entry = findEntry((await directoryStore.read()).document, account_id);
  if (!entry) throw new NotFoundError(`Account ${account_id}`);
  return { data: accountView(account_id, entry) };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  getAccount(call, { directoryStore: directoryStore() }),
);
