import { type DynamoDBDocumentClient, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { PeeringRequest } from '../domain/request/peering-request.ts';
import type { Position, RequestFilter, RequestLists, Watched } from '../domain/request/ports.ts';
import { isOpen, type RequestStatus } from '../domain/request/status.ts';
import { merge } from './merge.ts';
import { recordsOf } from './records-of.ts';
import { ALL, HELD_PAIR, type Item, UNFINISHED } from './request-item.ts';
import { INDEXES, orderKey, placeOf, SHARDS, sharded } from './table.ts';

/** How many records a page reads at most for each that it may return, where filters leave some out. */
const READ_FACTOR = 4;

type Index = (typeof INDEXES)[keyof typeof INDEXES];

/** One partition of an index, or of the table, that is read in order. */
type Source = { index?: Index; partition: string; value: string };

/** Lists of requests in DynamoDB: a query for each partition that holds some, merged into one order. */
export const dynamodbLists = (db: DynamoDBDocumentClient, TableName: string): RequestLists => ({
  page: async (filter, limit, after) => {
    const order = filter.sort === 'expiring' ? byExpiry : byCreation;
    const streams = sourcesOf(filter).map((source) => read(db, TableName, source, filter, limit, after));
    const items: PeeringRequest[] = [];
    let looked_at = 0;
    let last: Position | undefined;
    const isFull = () => items.length === limit || looked_at === limit * READ_FACTOR;
    for await (const places of chunks(merge(streams, order), limit)) {
      // That the list goes on is known by its keys: no record is read for it.
      const ids = isFull() ? [] : [...new Set(places.map(({ id }) => id))];
      const records = new Map((await recordsOf(db, TableName, ids)).map((record) => [record.id, record]));
      for (const place of places) {
        if (isFull()) return { items, ...(last && { next: last }) };
        const request = records.get(place.id);
        // A request between two VPCs of one account stands in both of its lists, one behind the other.
        if (request && place.id !== last?.id && isWanted(request, filter)) items.push(request);
        looked_at++;
        last = place;
      }
    }
    return { items };
  },

  watched: async (which, bookmark) => {
    const partitions = WATCHED[which].flatMap((label) => shardsOf(INDEXES.byStatus, label));
    const { place, key }: Bookmark = bookmark ? JSON.parse(bookmark) : { place: 0 };
    const { Items = [], LastEvaluatedKey } = await db.send(
      new QueryCommand({
        TableName,
        IndexName: INDEXES.byStatus.name,
        KeyConditionExpression: '#partition = :partition',
        ExpressionAttributeNames: { '#partition': INDEXES.byStatus.partition },
        ExpressionAttributeValues: { ':partition': partitions[place]?.value },
        Limit: WATCHED_PAGE,
        ...(key && { ExclusiveStartKey: key }),
      }),
    );
    const next = LastEvaluatedKey ? { place, key: LastEvaluatedKey } : { place: place + 1 };
    const isLast = next.place === partitions.length;
    const ids = Items.map((item) => placeOf(item[INDEXES.byStatus.sort] as string).id);
    return { ids, ...(!isLast && { bookmark: JSON.stringify(next) }) };
  },
});

/** How the index by status calls what the sweep watches. */
const WATCHED: Record<Watched, readonly string[]> = {
  unfinished: ['pending-acceptance', UNFINISHED],
  active: ['active'],
  pairs: [HELD_PAIR],
};

const WATCHED_PAGE = 200;

/** A partition of the index, by its place among those watched, and how far it was read. */
type Bookmark = { place: number; key?: Item };

const shardsOf = (index: Index, label: string): Source[] =>
  Array.from({ length: SHARDS }, (_, shard) => ({
    index,
    partition: index.partition,
    value: sharded(label, shard),
  }));

const of = (index: Index, value: string): Source => ({ index, partition: index.partition, value });

/** The narrowest partitions that hold all that the filter may let pass. */
const sourcesOf = (filter: RequestFilter): Source[] =>
  filter.visible_to === undefined ? sourcesOfAll(filter) : sourcesOfAccount(filter, filter.visible_to);

/**
 * Of an account's own requests alone, whatever the filter says: how far a list goes on must tell nothing of
 * what others ask for.
 */
const sourcesOfAccount = (
  { sort, requester_owner_id, peer_owner_id }: RequestFilter,
  own: string,
): Source[] => {
  const { byRequester, byAccepter, pendingByRequester, pendingByAccepter } = INDEXES;
  const [asRequester, asAccepter] =
    sort === 'expiring'
      ? [of(pendingByRequester, own), of(pendingByAccepter, own)]
      : [of(byRequester, own), of(byAccepter, own)];
  if (requester_owner_id === own || (peer_owner_id && peer_owner_id !== own)) return [asRequester];
  if (peer_owner_id === own || requester_owner_id) return [asAccepter];
  return [asRequester, asAccepter];
};

const sourcesOfAll = (filter: RequestFilter): Source[] => {
  const { byStatus, byTime, byRequester, byAccepter, pendingByRequester, pendingByAccepter } = INDEXES;
  const { sort, status, vpc_id, requester_owner_id, peer_owner_id } = filter;
  if (sort === 'expiring') {
    if (requester_owner_id) return [of(pendingByRequester, requester_owner_id)];
    if (peer_owner_id) return [of(pendingByAccepter, peer_owner_id)];
    return shardsOf(byStatus, 'pending-acceptance');
  }
  if (vpc_id) return [{ partition: 'pk', value: `VPC#${vpc_id}` }];
  if (requester_owner_id) return [of(byRequester, requester_owner_id)];
  if (peer_owner_id) return [of(byAccepter, peer_owner_id)];
  if (status && isByCreation(status)) {
    return labelsOf(status).flatMap((label) => shardsOf(byStatus, label));
  }
  return shardsOf(byTime, ALL);
};

/** Pending requests stand in the index by the end of their window. */
const isByCreation = (status: RequestStatus): boolean => status !== 'pending-acceptance';

const labelsOf = (status: RequestStatus): string[] => (isOpen(status) ? [UNFINISHED] : [status, UNFINISHED]);

const isWanted = (request: PeeringRequest, filter: RequestFilter): boolean => {
  const { requester, accepter, status, expires_at } = request;
  const isSide = [requester.owner_id, accepter.owner_id].includes(filter.visible_to ?? requester.owner_id);
  const touches = [requester.vpc_id, accepter.vpc_id].includes(filter.vpc_id ?? requester.vpc_id);
  return (
    isSide &&
    touches &&
    // An index may be a moment behind its records.
    (filter.sort === 'newest' || status === 'pending-acceptance') &&
    status === (filter.status ?? status) &&
    requester.owner_id === (filter.requester_owner_id ?? requester.owner_id) &&
    accepter.owner_id === (filter.peer_owner_id ?? accepter.owner_id) &&
    (filter.expires_before === undefined || (expires_at ?? '') <= filter.expires_before)
  );
};

type Order = (one: Position, other: Position) => number;

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const byExpiry: Order = (one, other) => compare(one.at, other.at) || compare(one.id, other.id);

const byCreation: Order = (one, other) => byExpiry(other, one);

/** As many at a time as are read at once. */
async function* chunks(places: AsyncIterable<Position>, size: number): AsyncGenerator<Position[]> {
  let chunk: Position[] = [];
  for await (const place of places) {
    chunk.push(place);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** A partition's places in the filter's order, from behind `after`. */
async function* read(
  db: DynamoDBDocumentClient,
  TableName: string,
  source: Source,
  filter: RequestFilter,
  pageSize: number,
  after: Position | undefined,
): AsyncGenerator<Position> {
  const isAscending = filter.sort === 'expiring';
  const bound = isAscending ? boundOfExpiry(filter, after) : boundOfCreation(after);
  const order = source.index?.sort ?? 'sk';
  const pages = paginateQuery(
    { client: db, pageSize: pageSize + 1 },
    {
      TableName,
      ...(source.index && { IndexName: source.index.name }),
      KeyConditionExpression: ['#partition = :partition', bound.condition].filter(Boolean).join(' AND '),
      ExpressionAttributeNames: {
        '#partition': source.partition,
        ...(bound.condition && { '#order': order }),
      },
      ExpressionAttributeValues: { ':partition': source.value, ...bound.values },
      ScanIndexForward: isAscending,
    },
  );
  for await (const { Items = [] } of pages) {
    yield* Items.map((item) => placeOf(item[order] as string));
  }
}

type Bound = { condition?: string; values?: Record<string, string> };

/** Sorts behind the key of every record that bears the time. */
const endOf = (time: string): string => `${time}~`;

const boundOfExpiry = ({ expires_before }: RequestFilter, after: Position | undefined): Bound => {
  // BETWEEN takes its ends in, and the smallest key behind another one's is that with a sign more.
  const from = after && `${orderKey(after.at, after.id)}!`;
  const to = expires_before && endOf(expires_before);
  if (from && to) return { condition: '#order BETWEEN :from AND :to', values: { ':from': from, ':to': to } };
  if (from) return { condition: '#order >= :from', values: { ':from': from } };
  return to ? { condition: '#order <= :to', values: { ':to': to } } : {};
};

const boundOfCreation = (after: Position | undefined): Bound =>
  after ? { condition: '#order < :to', values: { ':to': orderKey(after.at, after.id) } } : {};
