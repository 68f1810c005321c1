import type { DirectoryStore } from '../domain/directory/ports.ts';
import { NotFoundError } from '../domain/request/errors.ts';
import type { Cursors } from '../domain/request/ports.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { assertNetworkTeam } from '../edge/caller.ts';
import { listAccountEvents as contract } from '../edge/contract/directory.ts';
import { directoryHistory } from '../edge/directory-history.ts';
import { callerRules, cursors, directoryStore } from '../wiring.ts';

/**
 * The history of an account that was removed is still there.
 *
 * @throws ForbiddenError, NotFoundError, ValidationError
 */
export const listAccountEvents = async (
  { params: { account_id }, query, caller }: Call<typeof contract>,
  deps: { directoryStore: DirectoryStore; cursors: Cursors },
): Promise<Success<typeof contract>> => {
  assertNetworkTeam(caller);
  const history = await directoryHistory(query, deps, account_id);
  const isAll = query.cursor === undefined && history.next_cursor === null;
  if (
    isAll &&
    history.events.length === 0 &&
    !(await deps.directoryStore.read()).document.accounts[account_id]
  ) {
    throw new NotFoundError(`Account ${account_id}`);
  }
  return { data: history };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  listAccountEvents(call, { directoryStore: directoryStore(), cursors: cursors() }),
);
