import { streamHandler } from '../edge/stream-handler.ts';
import { archive, auditEventOf } from '../wiring.ts';

/**
 * Copies every audit event to the archive as it is written. Someone who later rewrites a trail, even with all of
 * its hashes, can't rewrite the copies.
 */
export const handler = streamHandler('ArchiveEvents', async (record) => {
  const event = auditEventOf(record);
  if (event) await archive().keep(event);
});
