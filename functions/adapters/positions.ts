import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { type INDEXES, orderKey, parseOrderKey, SHARDS, sharded } from './table.ts';

/** A page reads at most this many records for each one that it may return: filters discard some. */
const READ_FACTOR = 4;

type Index = (typeof INDEXES)[keyof typeof INDEXES];

/** A partition of an index or of the table, read in order. */
export type Source = { index?: Index; partition: string; value: string };

export const shardsOf = (index: Index, label: string): Source[] =>
  Array.from({ length: SHARDS }, (_, shard) => ({
    index,
    partition: index.partition,
    value: sharded(label, shard),
  }));

export const partitionOf = (index: Index, value: string): Source => ({
  index,
  partition: index.partition,
  value,
});

/** A position in a list: just after the record that was read last. */
type Position<Id extends string> = { at: string; id: Id };

/** A condition on the sort key. */
export type Bound = { condition?: string; values?: Record<string, string> };

export const boundBefore = (after: Position<string> | undefined): Bound =>
  after ? { condition: '#order < :to', values: { ':to': orderKey(after.at, after.id) } } : {};

/** The positions of all sources, merged into one order. */
export const readPositions = <Id extends string>(
  db: DynamoDBDocumentClient,
  TableName: string,
  sources: readonly Source[],
  bound: Bound,
  isAscending: boolean,
  pageSize: number,
): AsyncGenerator<Position<Id>> => {
  const streams = sources.map((source) =>
    readSource<Id>(db, TableName, source, bound, isAscending, pageSize),
  );
  return merge(streams, (one, other) => (isAscending ? compare(one, other) : compare(other, one)));
};

/** One page of the records at these positions that match. It reads a bounded number, so it may be short. */
export const readPage = async <Entry extends { id: string }>(
  positions: AsyncIterable<Position<Entry['id']>>,
  limit: number,
  read: (ids: Entry['id'][]) => Promise<Entry[]>,
  matches: (entry: Entry) => boolean,
): Promise<{ items: Entry[]; next?: Position<Entry['id']> }> => {
  const items: Entry[] = [];
  let checked = 0;
  let last: Position<Entry['id']> | undefined;
  const isFull = () => items.length === limit || checked === limit * READ_FACTOR;
  for await (const group of chunk(positions, limit)) {
    // The keys alone show that the list continues, so no record is read for that.
    const ids = isFull() ? [] : [...new Set(group.map(({ id }) => id))];
    const records = new Map((await read(ids)).map((record) => [record.id, record]));
    for (const position of group) {
      if (isFull()) return { items, ...(last && { next: last }) };
      const record = records.get(position.id);
      // What is between two VPCs of one account is in both of its lists, and comes twice in a row.
      if (record && position.id !== last?.id && matches(record)) items.push(record);
      checked++;
      last = position;
    }
  }
  return { items };
};

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const compare = (one: Position<string>, other: Position<string>): number =>
  compareText(one.at, other.at) || compareText(one.id, other.id);

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
async function* chunk<T>(positions: AsyncIterable<T>, size: number): AsyncGenerator<T[]> {
  let group: T[] = [];
  for await (const position of positions) {
    group.push(position);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** A partition's positions within the bound, in order. */
async function* readSource<Id extends string>(
  db: DynamoDBDocumentClient,
  TableName: string,
  source: Source,
  bound: Bound,
  isAscending: boolean,
  pageSize: number,
): AsyncGenerator<Position<Id>> {
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
    yield* Items.map((item) => parseOrderKey<Id>(item[order] as string));
  }
}
