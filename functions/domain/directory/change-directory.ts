import { ConflictError } from '../request/errors.ts';
import type { Actor } from '../request/peering-request.ts';
import type { Clock } from '../request/ports.ts';
import { diff, toRecords } from './diff.ts';
import type { DirectoryDocument, DirectoryDraft } from './document.ts';
import type { DirectoryChange } from './history.ts';
import { normalize } from './normalize.ts';
import type { DirectoryState, DirectoryStore } from './ports.ts';

/** Who changes the directory. */
export type Changer = { actor: Actor; source_ip?: string };

export type ChangeDeps = {
  directoryStore: DirectoryStore;
  clock: Clock;
  defaultReminders: readonly number[];
};

/** A change as it would be written. Without a difference, nothing is. */
export type Planned = { read: DirectoryState; next: DirectoryDocument; changes: readonly DirectoryChange[] };

export const planChange = (
  read: DirectoryState,
  draft: DirectoryDraft,
  { actor }: Changer,
  { clock, defaultReminders }: Omit<ChangeDeps, 'directoryStore'>,
): Planned => {
  const writing = { now: clock(), by: actor.id, reminders: defaultReminders };
  const next = normalize(draft, read.document, writing);
  // Absences that are over are no change.
  return { read, next, changes: diff(normalize(read.document, read.document, writing), next) };
};

/** Writes what was planned; `false` if somebody else changed the directory since it was read. */
export const writeChange = async (
  { read, next, changes }: Planned,
  changer: Changer,
  { directoryStore, clock }: Pick<ChangeDeps, 'directoryStore' | 'clock'>,
): Promise<boolean> => {
  if (changes.length === 0) return true;
  const origin = { version: read.version + 1, at: clock().toISOString(), ...changer };
  return directoryStore.write(read, next, toRecords(changes, origin, read));
};

const ATTEMPTS = 5;

/**
 * Changes a part of the directory that doesn't depend on the rest, whatever others change at the same time.
 *
 * @param change is called again with a newer directory if somebody else was first
 * @param check is called with each plan before it is written
 * @throws ConflictError, and whatever `change` and `check` throw
 */
export const changeDirectory = async (
  change: (document: DirectoryDocument) => DirectoryDraft,
  changer: Changer,
  deps: ChangeDeps,
  check: (planned: Planned) => void = () => undefined,
): Promise<Planned> => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const read = await deps.directoryStore.read();
    const planned = planChange(read, change(read.document), changer, deps);
    check(planned);
    if (await writeChange(planned, changer, deps)) return planned;
  }
  throw new ConflictError('Others kept changing the directory. Try again.', {}, '');
};
