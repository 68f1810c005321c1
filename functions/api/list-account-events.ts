import type { DirectoryStore } from '../domain/directory/ports.ts';
import type { Cursors } from '../domain/request/ports.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { assertNetworkTeam } from '../edge/caller.ts';
import { listAccountEvents as contract } from '../edge/contract/directory.ts';
import { directoryHistory } from '../edge/directory-history.ts';
import { callerRules, cursors, directoryStore } from '../wiring.ts';

/** @throws ForbiddenError, ValidationError */
export const listAccountEvents = async (
  { params: { account_id }, query, caller }: Call<typeof contract>,
  deps: { directoryStore: DirectoryStore; cursors: Cursors },
): Promise<Success<typeof contract>> => {
  assertNetworkTeam(caller);
  return { data: await directoryHistory(query, deps, account_id) };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  listAccountEvents(call, { directoryStore: directoryStore(), cursors: cursors() }),
);
