import { type ChangeDeps, changeDirectory } from '../domain/directory/change-directory.ts';
import type { FullEntry } from '../domain/directory/document.ts';
import { findEntry } from '../domain/directory/resolve.ts';
import { NotFoundError } from '../domain/request/errors.ts';
import { accountView } from '../edge/account-view.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { assertNetworkTeam } from '../edge/caller.ts';
import { deleteAccount as contract } from '../edge/contract/accounts.ts';
import { callerRules, clock, defaultReminders, directoryStore } from '../wiring.ts';

/** @throws ForbiddenError, NotFoundError, ConflictError */
export const deleteAccount = async (
  { params: { account_id }, caller, source_ip }: Call<typeof contract>,
  deps: ChangeDeps,
): Promise<Success<typeof contract>> => {
  assertNetworkTeam(caller);
  const { read } = await changeDirectory(
    (document) => {
      if (!findEntry(document, account_id)) throw new NotFoundError(`Account ${account_id}`);
      const { [account_id]: _, ...accounts } = document.accounts;
      return { ...document, accounts };
    },
    { actor: { kind: 'caller', id: caller.arn }, source_ip },
    deps,
  );
  return { data: accountView(account_id, findEntry(read.document, account_id) as FullEntry) };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  deleteAccount(call, { directoryStore: directoryStore(), clock, defaultReminders: defaultReminders() }),
);
