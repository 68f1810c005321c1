import { changeDirectory } from '../../functions/domain/directory/change-directory.ts';
import type {
  DirectoryDocument,
  DirectoryDraft,
  EntryDraft,
} from '../../functions/domain/directory/document.ts';
import { DEFAULT_REMINDERS } from '../../functions/domain/request/window.ts';

/** Changes fields of an account's entry in the running stack, past the API. */
export const changeEntry = (accountId: string, fields: Partial<EntryDraft>): Promise<void> =>
  changeDocument(({ accounts, ...rest }) => {
    const entry = accounts[accountId];
    if (!entry) throw new Error(`${accountId} is not in the directory`);
    return { ...rest, accounts: { ...accounts, [accountId]: { ...entry, ...fields } } };
  });

/** Changes the directory in the running stack, past the API. */
export const changeDocument = async (
  change: (document: DirectoryDocument) => DirectoryDraft,
): Promise<void> => {
  const { directoryStore, clock } = await import('../../functions/wiring.ts');
  await changeDirectory(
    change,
    { actor: { kind: 'caller', id: 'a test' } },
    { directoryStore: directoryStore(), clock, defaultReminders: DEFAULT_REMINDERS },
  );
};
