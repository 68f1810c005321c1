import { changeDirectory } from '../../functions/domain/directory/change-directory.ts';
import type { EntryDraft } from '../../functions/domain/directory/document.ts';
import { DEFAULT_REMINDERS } from '../../functions/domain/request/window.ts';

/** Changes fields of an account's entry in the running stack, past the API. */
export const changeEntry = async (accountId: string, fields: Partial<EntryDraft>): Promise<void> => {
  const { directoryStore, clock } = await import('../../functions/wiring.ts');
  await changeDirectory(
    ({ accounts, ...rest }) => {
      const entry = accounts[accountId];
      if (!entry) throw new Error(`${accountId} is not in the directory`);
      return { ...rest, accounts: { ...accounts, [accountId]: { ...entry, ...fields } } };
    },
    { actor: { kind: 'caller', id: 'a test' } },
    { directoryStore: directoryStore(), clock, defaultReminders: DEFAULT_REMINDERS },
  );
};
