import type { DirectoryStore } from '../domain/directory/ports.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { assertNetworkTeam } from '../edge/caller.ts';
import { getDirectory as contract } from '../edge/contract/directory.ts';
import { directoryFile } from '../edge/directory-view.ts';
import { callerRules, directoryStore } from '../wiring.ts';

/** @throws ForbiddenError */
export const getDirectory = async (
  { caller }: Call<typeof contract>,
  deps: { directoryStore: DirectoryStore },
): Promise<Success<typeof contract>> => {
  assertNetworkTeam(caller);
  const { version, document } = await deps.directoryStore.read();
  return { data: { version, directory: directoryFile(document) } };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  getDirectory(call, { directoryStore: directoryStore() }),
);
