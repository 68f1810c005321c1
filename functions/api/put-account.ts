import { type ChangeDeps, changeDirectory } from '../domain/directory/change-directory.ts';
import type { FullEntry } from '../domain/directory/document.ts';
import { findDefectsOfEntry } from '../domain/directory/find-defects.ts';
import { findTopicDefect } from '../domain/directory/find-topic-defect.ts';
import { findEntry } from '../domain/directory/resolve.ts';
import { ValidationError } from '../domain/request/errors.ts';
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
  const entry = requestedEntry(body);
  const { next } = await changeDirectory(
    (document) => {
      const draft = { ...document, accounts: { ...document.accounts, [account_id]: entry } };
      const defects = findDefectsOfEntry(draft, account_id);
      if (defects.length > 0) throw new ValidationError(defects);
      return draft;
    },
    { actor: { kind: 'caller', id: caller.arn }, source_ip },
    deps,
  );
  return { data: accountView(account_id, findEntry(next, account_id) as FullEntry) };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  putAccount(call, {
    directoryStore: directoryStore(),
    clock,
    defaultReminders: defaultReminders(),
    partition: partition(),
  }),
);
