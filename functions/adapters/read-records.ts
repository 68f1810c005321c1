import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { findDefect } from '../domain/request/find-defect.ts';
import type { PeeringRequest, RequestId } from '../domain/request/peering-request.ts';
import { backOff, THROTTLED_PAUSE_MS } from './back-off.ts';
import { reportUnreadable } from './report-unreadable.ts';
import { fromItem } from './request-item.ts';
import { requestKey } from './table.ts';

/** The most keys that BatchGetItem accepts. */
const BATCH = 100;

/**
 * Reads the records of these requests, in this order. As with the indexes, reads are eventually consistent. A damaged
 * record is reported and left out.
 */
export const readRecords = async (
  db: DynamoDBDocumentClient,
  TableName: string,
  ids: readonly RequestId[],
): Promise<PeeringRequest[]> => {
  const found = new Map<string, PeeringRequest>();
  for (let waiting = ids; waiting.length > 0; ) {
    const batch = waiting.slice(0, BATCH);
    const { Responses, UnprocessedKeys } = await db.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys: batch.map(requestKey) } } }),
    );
    for (const item of Responses?.[TableName] ?? []) {
      const record = fromItem(item);
      const defect = findDefect(record);
      if (defect) reportUnreadable(String(item['pk']), defect);
      else found.set(record.id, record);
    }
    const left = new Set((UnprocessedKeys?.[TableName]?.Keys ?? []).map(({ pk }) => pk as string));
    // DynamoDB leaves some unread when it throttles, but never all of them.
    if (left.size > 0) await backOff(1, THROTTLED_PAUSE_MS);
    waiting = [...batch.filter((id) => left.has(requestKey(id).pk)), ...waiting.slice(BATCH)];
  }
  return ids.flatMap((id) => found.get(id) ?? []);
};
