import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { findDefect } from '../domain/request/find-defect.ts';
import type { PeeringRequest, RequestId } from '../domain/request/peering-request.ts';
import { backOff, THROTTLED_PAUSE_MS } from './back-off.ts';
import { reportUnreadable } from './report-unreadable.ts';
import { fromItem, type Item } from './request-item.ts';
import { type Key, requestKey } from './table.ts';

/** The most keys that BatchGetItem accepts. */
const BATCH = 100;

/** Reads these items, each named once, in no order; with eventual consistency, as that of the indexes, unless told. */
export const readItems = async (
  db: DynamoDBDocumentClient,
  TableName: string,
  keys: readonly Key[],
  ConsistentRead = false,
): Promise<Item[]> => {
  const items: Item[] = [];
  for (let waiting = keys; waiting.length > 0; ) {
    const batch = waiting.slice(0, BATCH);
    const { Responses, UnprocessedKeys } = await db.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [...batch], ConsistentRead } } }),
    );
    items.push(...(Responses?.[TableName] ?? []));
    const left = (UnprocessedKeys?.[TableName]?.Keys ?? []) as Key[];
    // DynamoDB leaves some unread when it throttles, but never all of them.
    if (left.length > 0) await backOff(1, THROTTLED_PAUSE_MS);
    waiting = [...left, ...waiting.slice(BATCH)];
  }
  return items;
};

/** The records of these requests, in this order. A damaged record is reported and left out. */
export const readRecords = async (
  db: DynamoDBDocumentClient,
  TableName: string,
  ids: readonly RequestId[],
): Promise<PeeringRequest[]> => {
  const found = new Map<string, PeeringRequest>();
  for (const item of await readItems(db, TableName, ids.map(requestKey))) {
    const record = fromItem(item);
    const defect = findDefect(record);
    if (defect) reportUnreadable(String(item['pk']), defect);
    else found.set(record.id, record);
  }
  return ids.flatMap((id) => found.get(id) ?? []);
};

/** The records of these requests that exist, by ID, as they are now, even if damaged. */
export const readCurrentRecords = async (
  db: DynamoDBDocumentClient,
  TableName: string,
  ids: readonly RequestId[],
): Promise<Map<RequestId, PeeringRequest>> => {
  // The ID in a damaged record may be another.
  const byPartition = new Map(ids.map((id) => [requestKey(id).pk, id]));
  const items = await readItems(db, TableName, [...byPartition.values()].map(requestKey), true);
  const found = new Map<RequestId, PeeringRequest>();
  for (const item of items) {
    const id = byPartition.get(String(item['pk']));
    if (id) found.set(id, fromItem(item));
  }
  return found;
};
