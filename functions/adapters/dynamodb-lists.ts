import { type DynamoDBDocumentClient, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mayLearnOf } from '../domain/request/may-learn-of.ts';
import type { PeeringRequest } from '../domain/request/peering-request.ts';
import type { Position, RequestFilter, RequestLists, Watched } from '../domain/request/ports.ts';
import { isOpen, type RequestStatus } from '../domain/request/status.ts';
import { readRecords } from './read-records.ts';
import { ALL, CONNECTED, HELD_PAIR, type Item, UNFINISHED } from './request-item.ts';
import { INDEXES, orderKey, parseOrderKey, SHARDS, sharded } from './table.ts';

/** A page reads at most this many records for each one that it may return: filters discard some. */
const READ_FACTOR = 4;

type Index = (typeof INDEXES)[keyof typeof INDEXES];

/** A partition of an index or of the table, read in order. */
type Source = { index?: Index; partition: string; value: string };

/** Lists of requests in DynamoDB: one query for each partition, merged into one order. */
export const dynamodbLists = (db: DynamoDBDocumentClient, TableName: string): RequestLists => ({
  page: async (filter, limit, after) => {
    const order = filter.sort === 'expiring' ? byExpiry : byCreation;
    const streams = sourcesOf(filter).map((source) =>
      readSource(db, TableName, source, filter, limit, after),
    );
    const items: PeeringRequest[] = [];
    let checked = 0;
    let last: Position | undefined;
    const isFull = () => items.length === limit || checked === limit * READ_FACTOR;
    for await (const positions of chunk(merge(streams, order), limit)) {
      // The keys alone show that the list continues, so no record is read for that.
      const ids = isFull() ? [] : [...new Set(positions.map(({ id }) => id))];
      const records = new Map((await readRecords(db, TableName, ids)).map((record) => [record.id, record]));
      for (const position of positions) {
        if (isFull()) return { items, ...(last && { next: last }) };
        const request = records.get(position.id);
        // A request between two VPCs of one account is in both of its lists, and comes twice in a row.
        if (request && position.id !== last?.id && matches(request, filter)) items.push(request);
        checked++;
        last = position;
      }
    }
    return { items };
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
});

/** The labels under which the index by status has what is watched. */
const WATCHED: Record<Watched, readonly string[]> = {
  unfinished: ['pending-acceptance', UNFINISHED],
  active: ['active'],
  pairs: [HELD_PAIR],
  connected: [CONNECTED],
};

const WATCHED_PAGE = 200;

/** The position of a partition among those watched, and the last key read from it. */
type Bookmark = { place: number; key?: Item };

const shardsOf = (index: Index, label: string): Source[] =>
  Array.from({ length: SHARDS }, (_, shard) => ({
    index,
    partition: index.partition,
    value: sharded(label, shard),
  }));

const partitionOf = (index: Index, value: string): Source => ({ index, partition: index.partition, value });

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

type Order = (one: Position, other: Position) => number;

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const byExpiry: Order = (one, other) => compare(one.at, other.at) || compare(one.id, other.id);

const byCreation: Order = (one, other) => byExpiry(other, one);

/** Merges ordered streams into one. It reads one value ahead from each, and more only as values are taken. */
async function* merge<T>(
  streams: readonly AsyncIterator<T>[],
  compare: (one: T, other: T) => number,
): AsyncGenerator<T> {
  const heads = await Promise.all(streams.map(async (stream) => ({ stream, next: await stream.next() })));
  while (true) {
    const waiting = heads.filter(({ next }) => !next.done);
    const [first] = waiting.sort((one, other) => compare(one.next.value, other.next.value));
    if (!first) return;
    yield first.next.value;
    first.next = await first.stream.next();
  }
}

/** Groups positions by how many records are read at once. */
async function* chunk(positions: AsyncIterable<Position>, size: number): AsyncGenerator<Position[]> {
  let group: Position[] = [];
  for await (const position of positions) {
    group.push(position);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** A partition's positions in the filter's order, starting after `after`. */
async function* readSource(
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
    yield* Items.map((item) => parseOrderKey(item[order] as string));
  }
}

type Bound = { condition?: string; values?: Record<string, string> };

/** Sorts after the keys of all records with this time. */
const endOf = (time: string): string => `${time}~`;

const boundOfExpiry = ({ expires_before }: RequestFilter, after: Position | undefined): Bound => {
  // BETWEEN includes both ends. A key with one more character is the next one after it.
  const from = after && `${orderKey(after.at, after.id)}!`;
  const to = expires_before && endOf(expires_before);
  if (from && to) return { condition: '#order BETWEEN :from AND :to', values: { ':from': from, ':to': to } };
  if (from) return { condition: '#order >= :from', values: { ':from': from } };
  return to ? { condition: '#order <= :to', values: { ':to': to } } : {};
};

const boundOfCreation = (after: Position | undefined): Bound =>
  after ? { condition: '#order < :to', values: { ':to': orderKey(after.at, after.id) } } : {};
