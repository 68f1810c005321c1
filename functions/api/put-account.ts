import { type ChangeDeps, changeDirectory } from '../domain/directory/change-directory.ts';
import type { Entry, FullEntry } from '../domain/directory/document.ts';
import { findDefectsOfEntry } from '../domain/directory/find-defects.ts';
import { findTopicDefect } from '../domain/directory/find-topic-defect.ts';
import { findEntry } from '../domain/directory/resolve.ts';
import { ConflictError, ValidationError } from '../domain/request/errors.ts';
import { accountView } from '../edge/account-view.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { assertNetworkTeam } from '../edge/caller.ts';
import { putAccount as contract } from '../edge/contract/accounts.ts';
import { requestedEntry } from '../edge/requested-entry.ts';
import { callerRules, clock, defaultReminders, directoryStore, partition } from '../wiring.ts';

/**
 * Adds an account to the directory, or replaces it.
 *
 * @throws ForbiddenError, ValidationError, ConflictError
 */
export const putAccount = async (
  { params: { account_id }, body, caller, source_ip }: Call<typeof contract>,
  deps: ChangeDeps & { partition: string },
): Promise<Success<typeof contract>> => {
  assertNetworkTeam(caller);
  const topicDefect = body.announce_to && findTopicDefect(body.announce_to, account_id, deps.partition);
  if (topicDefect) throw new ValidationError([{ path: 'announce_to', message: topicDefect }]);
  const { updated_at, ...requested } = body;
  const entry = requestedEntry(requested);
  const { next } = await changeDirectory(
    (document) => {
      const draft = { ...document, accounts: { ...document.accounts, [account_id]: entry } };
      const defects = findDefectsOfEntry(draft, account_id);
      if (defects.length > 0) throw new ValidationError(defects);
      return draft;
    },
    { actor: { kind: 'caller', id: caller.arn }, source_ip },
    deps,
    ({ read, changes }) => {
      // What is there already can be put again: the answer to the first call may have been lost.
      if (updated_at === undefined || changes.length === 0) return;
      assertUnchanged(account_id, read.document.accounts[account_id], updated_at);
    },
  );
  return { data: accountView(account_id, findEntry(next, account_id) as FullEntry) };
};

/** @throws ConflictError if the entry isn't the one that was read */
const assertUnchanged = (account_id: string, entry: Entry | undefined, updated_at: string | null): void => {
  if ((entry?.updated_at ?? null) === updated_at) return;
  const what = entry ? `changed by ${entry.updated_by} at ${entry.updated_at}` : 'removed from the directory';
  throw new ConflictError(`Account ${account_id} was ${what}. Read it again.`, {}, 'updated_at');
};

export const handler = apiHandler(contract, callerRules, (call) =>
  putAccount(call, {
    directoryStore: directoryStore(),
    clock,
    defaultReminders: defaultReminders(),
    partition: partition(),
  }),
);
