import { CHANGE_PREFIX, EVENT_PREFIX } from './adapters/table.ts';

/** How many records a reader gets at most at once. */
export const BATCH_SIZE = 100;

/**
 * The functions that read the table's stream, as data by which what each of them gets is filtered: new items whose sort
 * key begins with one of these. A function is named by its file, relative to this folder and without its extension.
 */
export const TABLE_READERS: Readonly<Record<string, readonly string[]>> = {
  'streams/announce': [EVENT_PREFIX],
  // Only the archive has the directory's changes, too.
  'streams/archive-events': [EVENT_PREFIX, CHANGE_PREFIX],
  'streams/publish-status-changes': [EVENT_PREFIX],
};
