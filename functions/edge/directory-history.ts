import type * as z from 'zod/mini';
import type { ChangeRecord } from '../domain/directory/history.ts';
import type { DirectoryStore } from '../domain/directory/ports.ts';
import type { Cursors } from '../domain/request/ports.ts';
import type { listDirectoryEvents } from './contract/directory.ts';
import { hashContext, openCursor } from './list-cursor.ts';

const DEFAULT_LIMIT = 25;

/** The sequence number of the last record that the pages so far have read. */
type Position = { after: number };

/**
 * A page of the directory's history, or of that of one account. It reads the same number of records in both cases, so
 * that an account's pages can be short.
 *
 * @throws ValidationError
 */
export const directoryHistory = async (
  { limit, cursor }: z.infer<(typeof listDirectoryEvents)['query']>,
  deps: { directoryStore: DirectoryStore; cursors: Cursors },
  accountId?: string,
): Promise<z.infer<(typeof listDirectoryEvents)['data']>> => {
  const context = hashContext({ directory_events_of: accountId ?? 'all' });
  const { after } = (await openCursor<Position>(cursor, context, deps.cursors)) ?? { after: 0 };
  const { head, sequence } = await deps.directoryStore.read();
  const records = await deps.directoryStore.changes(after, Number(limit ?? DEFAULT_LIMIT));
  const last = records.at(-1)?.sequence ?? sequence;
  return {
    head,
    events: records.flatMap((record) => eventsOf(record, accountId)),
    next_cursor: last < sequence ? await deps.cursors.seal({ after: last }, context) : null,
  };
};

type Event = z.infer<(typeof listDirectoryEvents)['data']>['events'][number];

const eventsOf = (record: ChangeRecord, accountId: string | undefined): Event[] => {
  const changes = record.changes.filter(
    ({ what, name }) => accountId === undefined || (what === 'account' && name === accountId),
  );
  return changes.length > 0 ? [{ ...record, changes }] : [];
};
