import { streamHandler } from '../edge/stream-handler.ts';
import { archive, auditEventOf } from '../wiring.ts';

/**
 * Copies every audit event to the archive, as it was written. Whoever rewrites a trail later, even all of its
 * hashes, cannot rewrite the copies.
 */
export const handler = streamHandler('ArchiveEvents', async (record) => {
  const event = auditEventOf(record);
  if (event) await archive().keep(event);
});
