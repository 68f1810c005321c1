import type { DynamoDBRecord } from 'aws-lambda';
import type { Chained } from '../domain/request/audit.ts';
import { streamHandler } from '../edge/stream-handler.ts';
import { archive, auditEventOf, directoryChangeOf } from '../wiring.ts';

/** The folder of the directory's changes. A request's events are in a folder that is called as its ID. */
const DIRECTORY = 'directory';

const chainedIn = (record: DynamoDBRecord): { folder: string; event: Chained } | undefined => {
  const event = auditEventOf(record);
  if (event) return { folder: event.request_id, event };
  const change = directoryChangeOf(record);
  return change && { folder: DIRECTORY, event: change };
};

/**
 * Copies every audit event, and every change of the directory, to the archive as it is written. Someone who later
 * rewrites a trail, even with all of its hashes, can't rewrite the copies.
 */
export const handler = streamHandler('ArchiveEvents', {
  take: chainedIn,
  prepare: async () => undefined,
  run: ({ folder, event }) => archive().keep(folder, event),
});
