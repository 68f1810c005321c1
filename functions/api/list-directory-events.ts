import type { DirectoryStore } from '../domain/directory/ports.ts';
import type { Cursors } from '../domain/request/ports.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { assertNetworkTeam } from '../edge/caller.ts';
import { listDirectoryEvents as contract } from '../edge/contract/directory.ts';
import { directoryHistory } from '../edge/directory-history.ts';
import { callerRules, cursors, directoryStore } from '../wiring.ts';

/** @throws ForbiddenError, ValidationError */
export const listDirectoryEvents = async (
  { query, caller }: Call<typeof contract>,
  deps: { directoryStore: DirectoryStore; cursors: Cursors },
): Promise<Success<typeof contract>> => {
  assertNetworkTeam(caller);
  return { data: await directoryHistory(query, deps) };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  listDirectoryEvents(call, { directoryStore: directoryStore(), cursors: cursors() }),
);
