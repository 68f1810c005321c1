import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { PeeringRequest, RequestId } from '../domain/request/peering-request.ts';
import { backOff, THROTTLED_PAUSE_MS } from './back-off.ts';
import { fromItem } from './request-item.ts';
import { requestKey } from './table.ts';

/** The most keys that BatchGetItem accepts. */
const BATCH = 100;

/** Reads the records of these requests, in this order. As with the indexes, reads are eventually consistent. */
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
    for (const item of Responses?.[TableName] ?? []) found.set(item['id'] as string, fromItem(item));
    const left = new Set((UnprocessedKeys?.[TableName]?.Keys ?? []).map(({ pk }) => pk as string));
    // DynamoDB leaves some unread when it throttles, but never all of them.
    if (left.size > 0) await backOff(1, THROTTLED_PAUSE_MS);
    waiting = [...batch.filter((id) => left.has(requestKey(id).pk)), ...waiting.slice(BATCH)];
  }
  return ids.flatMap((id) => found.get(id) ?? []);
};
