import type { Directory } from '../domain/directory/ports.ts';
import { NotFoundError } from '../domain/request/errors.ts';
import { accountView } from '../edge/account-view.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { assertNetworkTeam } from '../edge/caller.ts';
import { deleteAccount as contract } from '../edge/contract/accounts.ts';
import { callerRules, directory } from '../wiring.ts';

/** @throws ForbiddenError, NotFoundError */
export const deleteAccount = async (
  { params: { account_id }, caller }: Call<typeof contract>,
  deps: { directory: Directory },
): Promise<Success<typeof contract>> => {
  assertNetworkTeam(caller);
  const removed = await deps.directory.remove(account_id);
  if (!removed) throw new NotFoundError(`Account ${account_id}`);
  return { data: accountView(removed) };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  deleteAccount(call, { directory: directory() }),
);
