import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mayLearnOf } from '../domain/request/may-learn-of.ts';
import type { PeeringRequest, RequestId } from '../domain/request/peering-request.ts';
import type { Position, RequestFilter, RequestLists, Watched } from '../domain/request/ports.ts';
import { isOpen, type RequestStatus } from '../domain/request/status.ts';
import {
  type Bound,
  boundBefore,
  partitionOf,
  readPage,
  readPositions,
  type Source,
  shardsOf,
} from './positions.ts';
import { readRecords } from './read-records.ts';
import { ALL, CONNECTED, ENDING, HELD_PAIR, type Item, UNFINISHED } from './request-item.ts';
import { INDEXES, orderKey, parseOrderKey } from './table.ts';

/** Lists of requests in DynamoDB: one query for each partition, merged into one order. */
export const dynamodbLists = (db: DynamoDBDocumentClient, TableName: string): RequestLists => ({
  page: async (filter, limit, after) => {
    const isAscending = filter.sort === 'expiring';
    const bound = isAscending ? boundOfExpiry(filter, after) : boundBefore(after);
    const positions = readPositions<RequestId>(db, TableName, sourcesOf(filter), bound, isAscending, limit);
    return readPage(
      positions,
      limit,
      (ids) => readRecords(db, TableName, ids),
      (request) => matches(request, filter),
    );
  },

  countPending: async (expires_before) => {
    const { name, partition, sort } = INDEXES.byStatus;
    const { condition, values } = boundOfExpiry(expires_before ? { expires_before } : {});
    // One page of each shard: as many keys as fit into a megabyte.
    const counts = await Promise.all(
      shardsOf(INDEXES.byStatus, 'pending-acceptance').map(({ value }) =>
        db.send(
          new QueryCommand({
            TableName,
            IndexName: name,
            Select: 'COUNT',
            KeyConditionExpression: ['#partition = :partition', condition].filter(Boolean).join(' AND '),
            ExpressionAttributeNames: { '#partition': partition, ...(condition && { '#order': sort }) },
            ExpressionAttributeValues: { ':partition': value, ...values },
          }),
        ),
      ),
    );
    return {
      count: counts.reduce((sum, { Count = 0 }) => sum + Count, 0),
      is_cut: counts.some(({ LastEvaluatedKey }) => LastEvaluatedKey !== undefined),
    };
  },

  watched: async (which, bookmark) => {
    const partitions = WATCHED[which].flatMap((label) => shardsOf(INDEXES.byStatus, label));
    const { place: partition, key }: Bookmark = bookmark ? JSON.parse(bookmark) : { place: 0 };
    const { Items = [], LastEvaluatedKey } = await db.send(
      new QueryCommand({
        TableName,
        IndexName: INDEXES.byStatus.name,
        KeyConditionExpression: '#partition = :partition',
        ExpressionAttributeNames: { '#partition': INDEXES.byStatus.partition },
        ExpressionAttributeValues: { ':partition': partitions[partition]?.value },
        Limit: WATCHED_PAGE,
        ...(key && { ExclusiveStartKey: key }),
      }),
    );
    const next = LastEvaluatedKey ? { place: partition, key: LastEvaluatedKey } : { place: partition + 1 };
    const isLast = next.place === partitions.length;
    const ids = Items.map((item) => parseOrderKey(item[INDEXES.byStatus.sort] as string).id);
    return { ids, ...(!isLast && { bookmark: JSON.stringify(next) }) };
  },

  due: async (now) => {
    // A sort key is a time followed by an id: what is due at this very moment is below the next millisecond.
    const before = {
      condition: '#order < :to',
      values: { ':to': new Date(now.getTime() + 1).toISOString() },
    };
    const sources = shardsOf(INDEXES.byStatus, ENDING);
    const ids: RequestId[] = [];
    for await (const { id } of readPositions<RequestId>(db, TableName, sources, before, true, WATCHED_PAGE)) {
      ids.push(id);
      if (ids.length === DUE_MOST) break;
    }
    return ids;
  },
});

/** The labels under which the index by status has what is watched. */
const WATCHED: Record<Watched, readonly string[]> = {
  unfinished: ['pending-acceptance', UNFINISHED],
  active: ['active'],
  pairs: [HELD_PAIR],
  connected: [CONNECTED],
};

const WATCHED_PAGE = 200;

/** The next sweep finds the others. */
const DUE_MOST = 1000;

/** The position of a partition among those watched, and the last key read from it. */
type Bookmark = { place: number; key?: Item };

/** The smallest partitions that contain everything the filter can match. */
const sourcesOf = (filter: RequestFilter): Source[] =>
  filter.visible_to === undefined ? sourcesOfAll(filter) : sourcesOfAccount(filter, filter.visible_to);

/**
 * Only the account's own requests, whatever the filter: the length of a list must not reveal anything about other
 * accounts' requests.
 */
const sourcesOfAccount = (
  { sort, requester_owner_id, peer_owner_id }: RequestFilter,
  own: string,
): Source[] => {
  const { byRequester, byAccepter, pendingByRequester, pendingByAccepter } = INDEXES;
  const [asRequester, asAccepter] =
    sort === 'expiring'
      ? [partitionOf(pendingByRequester, own), partitionOf(pendingByAccepter, own)]
      : [partitionOf(byRequester, own), partitionOf(byAccepter, own)];
  if (requester_owner_id === own || (peer_owner_id && peer_owner_id !== own)) return [asRequester];
  if (peer_owner_id === own || requester_owner_id) return [asAccepter];
  return [asRequester, asAccepter];
};

const sourcesOfAll = (filter: RequestFilter): Source[] => {
  const { byStatus, byTime, byRequester, byAccepter, pendingByRequester, pendingByAccepter } = INDEXES;
  const { sort, status, vpc_id, requester_owner_id, peer_owner_id } = filter;
  if (sort === 'expiring') {
    if (requester_owner_id) return [partitionOf(pendingByRequester, requester_owner_id)];
    if (peer_owner_id) return [partitionOf(pendingByAccepter, peer_owner_id)];
    return shardsOf(byStatus, 'pending-acceptance');
  }
  if (vpc_id) return [{ partition: 'pk', value: `VPC#${vpc_id}` }];
  if (requester_owner_id) return [partitionOf(byRequester, requester_owner_id)];
  if (peer_owner_id) return [partitionOf(byAccepter, peer_owner_id)];
  if (status && isByCreation(status)) {
    return labelsOf(status).flatMap((label) => shardsOf(byStatus, label));
  }
  return shardsOf(byTime, ALL);
};

/** The index has pending requests by the end of their window instead. */
const isByCreation = (status: RequestStatus): boolean => status !== 'pending-acceptance';

const labelsOf = (status: RequestStatus): string[] => (isOpen(status) ? [UNFINISHED] : [status, UNFINISHED]);

const matches = (request: PeeringRequest, filter: RequestFilter): boolean => {
  const { requester, accepter, status, expires_at } = request;
  const { visible_to } = filter;
  const touches = [requester.vpc_id, accepter.vpc_id].includes(filter.vpc_id ?? requester.vpc_id);
  return (
    (visible_to === undefined || mayLearnOf({ account_id: visible_to }, request)) &&
    touches &&
    // Indexes are eventually consistent.
    (filter.sort === 'newest' || status === 'pending-acceptance') &&
    status === (filter.status ?? status) &&
    requester.owner_id === (filter.requester_owner_id ?? requester.owner_id) &&
    accepter.owner_id === (filter.peer_owner_id ?? accepter.owner_id) &&
    (filter.expires_before === undefined || (expires_at ?? '') <= filter.expires_before)
  );
};

/** Sorts after the keys of all records with this time. */
const endOf = (time: string): string => `${time}~`;

const boundOfExpiry = (
  { expires_before }: Pick<RequestFilter, 'expires_before'>,
  after?: Position,
): Bound => {
  // BETWEEN includes both ends. A key with one more character is the next one after it.
  const from = after && `${orderKey(after.at, after.id)}!`;
  const to = expires_before && endOf(expires_before);
  if (from && to) return { condition: '#order BETWEEN :from AND :to', values: { ':from': from, ':to': to } };
  if (from) return { condition: '#order >= :from', values: { ':from': from } };
  return to ? { condition: '#order <= :to', values: { ':to': to } } : {};
};
