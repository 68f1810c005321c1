import type { Directory } from '../domain/directory/ports.ts';
import { accountView } from '../edge/account-view.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { assertNetworkTeam } from '../edge/caller.ts';
import { listAccounts as contract } from '../edge/contract/accounts.ts';
import { callerRules, directory } from '../wiring.ts';

/** @throws ForbiddenError */
export const listAccounts = async (
  { caller }: Call<typeof contract>,
  deps: { directory: Directory },
): Promise<Success<typeof contract>> => {
  assertNetworkTeam(caller);
  return { data: { items: (await deps.directory.accounts()).map(accountView) } };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  listAccounts(call, { directory: directory() }),
);
