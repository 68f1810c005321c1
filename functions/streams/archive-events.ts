import { streamHandler } from '../edge/stream-handler.ts';
import { archive, auditEventOf, directoryChangeOf } from '../wiring.ts';

/** The folder of the directory's changes. A request's events are in a folder that is called as its ID. */
const DIRECTORY = 'directory';

/**
 * Copies every audit event, and every change of the directory, to the archive as it is written. Someone who later
 * rewrites a trail, even with all of its hashes, can't rewrite the copies.
 */
export const handler = streamHandler('ArchiveEvents', async (record) => {
  const event = auditEventOf(record);
  if (event) await archive().keep(event.request_id, event);
  const change = directoryChangeOf(record);
  if (change) await archive().keep(DIRECTORY, change);
});
