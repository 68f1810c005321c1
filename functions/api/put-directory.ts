import { type ChangeDeps, planChange, writeChange } from '../domain/directory/change-directory.ts';
import type { DirectoryDocument } from '../domain/directory/document.ts';
import { findDefects } from '../domain/directory/find-defects.ts';
import { findTopicDefect } from '../domain/directory/find-topic-defect.ts';
import { merge } from '../domain/directory/merge.ts';
import type { DirectoryState, DirectoryStore } from '../domain/directory/ports.ts';
import { testRules } from '../domain/directory/test-rules.ts';
import { ConflictError, ValidationError } from '../domain/request/errors.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { assertNetworkTeam } from '../edge/caller.ts';
import { putDirectory as contract } from '../edge/contract/directory.ts';
import { changeView, readDirectory } from '../edge/directory-view.ts';
import { callerRules, clock, defaultReminders, directoryStore, partition } from '../wiring.ts';

/**
 * Changes the whole directory at once, or says what would change.
 *
 * @throws ForbiddenError, ValidationError, ConflictError
 */
export const putDirectory = async (
  { body: { directory, version, prune = false, dry_run = false }, caller, source_ip }: Call<typeof contract>,
  deps: ChangeDeps & { partition: string },
): Promise<Success<typeof contract>> => {
  assertNetworkTeam(caller);
  if (version === undefined && !dry_run) {
    const message = '`version` is required: the one that `dry_run` returned.';
    throw new ValidationError([{ path: 'version', message }]);
  }
  const read = await deps.directoryStore.read();
  const draft = merge(read.document, readDirectory(directory), prune);
  const topics = Object.entries(draft.accounts).flatMap(([id, { announce_to }]) => {
    const message = announce_to && findTopicDefect(announce_to, id, deps.partition);
    return message ? [{ path: `accounts.${id}.announce_to`, message }] : [];
  });
  const defects = [...topics, ...findDefects(draft)];
  const changer = { actor: { kind: 'caller', id: caller.arn }, source_ip } as const;
  const planned = defects.length === 0 ? planChange(read, draft, changer, deps) : undefined;
  // What is there already can be put again: the answer to the first call may have been lost.
  if (version !== undefined && version !== read.version && planned?.changes.length !== 0) {
    throw await changedSince(read, deps.directoryStore);
  }
  if (!planned) {
    throw new ValidationError(defects.map(({ path, message }) => ({ path: `directory.${path}`, message })));
  }
  assertTestsPass(planned.next, deps.clock());
  if (!dry_run && !(await writeChange(planned, changer, deps))) {
    throw await changedSince(await deps.directoryStore.read(), deps.directoryStore);
  }
  const isWritten = !dry_run && planned.changes.length > 0;
  return {
    data: { version: read.version + Number(isWritten), dry_run, changes: planned.changes.map(changeView) },
  };
};

/** @throws ValidationError */
const assertTestsPass = (document: DirectoryDocument, now: Date): void => {
  const failed = testRules(document, now).flatMap(({ test, passed, ruling }, index) => {
    if (passed) return [];
    const rule = ruling.rule ? `rule ${ruling.rule.name}` : 'no rule';
    const expected = test.rule === undefined ? test.expect : `${test.expect} by rule ${test.rule}`;
    const message = `The test ${test.name} fails: the result is ${ruling.then} by ${rule}, and ${expected} is expected.`;
    return [{ path: `directory.tests.${index}`, message }];
  });
  if (failed.length > 0) throw new ValidationError(failed);
};

const changedSince = async (
  { sequence, version }: DirectoryState,
  directoryStore: DirectoryStore,
): Promise<ConflictError> => {
  const [last] = await directoryStore.changes(sequence - 1, 1);
  const by = last ? ` by ${last.actor.id} at ${last.at}` : '';
  return new ConflictError(
    `The directory was changed${by}: it has version ${version} now. Plan again.`,
    {},
    'version',
  );
};

export const handler = apiHandler(contract, callerRules, (call) =>
  putDirectory(call, {
    directoryStore: directoryStore(),
    clock,
    defaultReminders: defaultReminders(),
    partition: partition(),
  }),
);
