import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type {
  AccountLook,
  AccountLooks,
  Register,
  RegisterEntry,
  RegisterFilter,
} from '../domain/register/ports.ts';
import type { ConnectionId } from '../domain/request/peering-request.ts';
import type { Clock } from '../domain/request/ports.ts';
import { metCondition } from './dynamodb-condition.ts';
import { boundBefore, partitionOf, readPage, readPositions, type Source, shardsOf } from './positions.ts';
import { readItems } from './read-records.ts';
import { fromItem, type Item, SHOWN_CONNECTION, withoutKeys } from './request-item.ts';
import {
  ACCOUNT_LOOKS,
  accountLookKey,
  connectionKey,
  INDEXES,
  orderKey,
  sharded,
  shardOf,
  TIME_TO_LIVE,
} from './table.ts';

/** How many positions are read at once where all are read. */
const ALL_PAGE = 1000;

/** The register of connections in DynamoDB. */
export const dynamodbRegister = (db: DynamoDBDocumentClient, TableName: string): Register => ({
  get: async (id) => {
    const { Item } = await db.send(
      new GetCommand({ TableName, Key: connectionKey(id), ConsistentRead: true }),
    );
    return Item && toEntry(Item);
  },

  getMany: (ids) => readEntries(db, TableName, ids),

  page: async (filter, limit, after) => {
    const { connection_id } = filter;
    if (connection_id) {
      const entries = await readEntries(db, TableName, [connection_id]);
      return { items: entries.filter((entry) => matches(entry, filter)) };
    }
    return readPage(
      readPositions<ConnectionId>(db, TableName, sourcesOf(filter), boundBefore(after), false, limit),
      limit,
      (ids) => readEntries(db, TableName, ids),
      (entry) => matches(entry, filter),
    );
  },

  shown: async () => {
    const sources = shardsOf(INDEXES.byStatus, SHOWN_CONNECTION);
    const ids: ConnectionId[] = [];
    for await (const { id } of readPositions<ConnectionId>(db, TableName, sources, {}, false, ALL_PAGE))
      ids.push(id);
    return ids;
  },

  put: ({ revision, request_id: _, ...entry }) => {
    const isUnchanged = revision === 0 ? 'attribute_not_exists(revision)' : 'revision = :read_revision';
    const { set, removed } = replace({ ...OPTIONAL, ...entry, ...indexAttributes(entry) });
    return metCondition(
      db.send(
        new UpdateCommand({
          TableName,
          Key: connectionKey(entry.id),
          UpdateExpression: [
            `SET revision = :revision, ${set.map(([name]) => `#${name} = :${name}`).join(', ')}`,
            removed.length > 0 && `REMOVE ${removed.map((name) => `#${name}`).join(', ')}`,
          ]
            .filter(Boolean)
            .join(' '),
          ConditionExpression: isUnchanged,
          ExpressionAttributeNames: Object.fromEntries(
            [...set.map(([name]) => name), ...removed].map((name) => [`#${name}`, name]),
          ),
          ExpressionAttributeValues: {
            ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
            ':revision': revision + 1,
            ...(revision > 0 && { ':read_revision': revision }),
          },
        }),
      ),
    );
  },
});

const readEntries = async (
  db: DynamoDBDocumentClient,
  TableName: string,
  ids: readonly ConnectionId[],
): Promise<RegisterEntry[]> => {
  const items = await readItems(db, TableName, ids.map(connectionKey));
  return items.flatMap((item) => toEntry(item) ?? []);
};

/** An account that left the directory is forgotten. */
const KEEP_SECONDS = 30 * 86_400;

/** When the register's round last looked into each account, in DynamoDB. */
export const dynamodbAccountLooks = (
  db: DynamoDBDocumentClient,
  TransientTableName: string,
  clock: Clock,
): AccountLooks => ({
  all: async () => {
    const pages = paginateQuery(
      { client: db },
      {
        TableName: TransientTableName,
        KeyConditionExpression: 'pk = :looks',
        ExpressionAttributeValues: { ':looks': ACCOUNT_LOOKS },
      },
    );
    const looks: AccountLook[] = [];
    for await (const { Items = [] } of pages) looks.push(...Items.map(withoutKeys<AccountLook>));
    return looks;
  },

  put: async (look) => {
    const expires = Math.floor(clock().getTime() / 1000) + KEEP_SECONDS;
    await db.send(
      new PutCommand({
        TableName: TransientTableName,
        Item: { ...accountLookKey(look.account_id), ...look, [TIME_TO_LIVE]: expires },
      }),
    );
  },
});

/** A claim of a request may be there before a round has seen the connection. */
const toEntry = (item: Item): RegisterEntry | undefined =>
  item['revision'] === undefined ? undefined : fromItem<RegisterEntry>(item);

/** What an entry may lack: it is removed then. */
const OPTIONAL = {
  expires_at: undefined,
  missing_since: undefined,
  gone_at: undefined,
  justification: undefined,
  contact: undefined,
} as const satisfies Partial<Record<keyof RegisterEntry, undefined>>;

/** Partitions of their own in the indexes of accounts, so that lists of requests don't read connections. */
const accountPartition = (accountId: string): string => `CONNECTION#${accountId}`;

const indexAttributes = (entry: Omit<RegisterEntry, 'revision'>): Item => {
  const { id, first_seen_at, gone_at, requester, accepter } = entry;
  const shown = (value: string) => (gone_at ? undefined : value);
  const { byStatus, byRequester, byAccepter } = INDEXES;
  return {
    [byStatus.partition]: shown(sharded(SHOWN_CONNECTION, shardOf(id))),
    [byStatus.sort]: shown(orderKey(first_seen_at, id)),
    [byRequester.sort]: shown(orderKey(first_seen_at, id)),
    [byRequester.partition]: shown(accountPartition(requester.owner_id)),
    [byAccepter.partition]: shown(accountPartition(accepter.owner_id)),
  };
};

const replace = (attributes: Item) => {
  const entries = Object.entries(attributes);
  return {
    set: entries.filter(([, value]) => value !== undefined),
    removed: entries.filter(([, value]) => value === undefined).map(([name]) => name),
  };
};

/** The smallest partitions that contain everything the filter can match, and nothing of which the caller has no side. */
const sourcesOf = ({ visible_to, account_id }: RegisterFilter): Source[] => {
  const { byStatus, byRequester, byAccepter } = INDEXES;
  const account = visible_to ?? account_id;
  if (account === undefined) return shardsOf(byStatus, SHOWN_CONNECTION);
  return [byRequester, byAccepter].map((index) => partitionOf(index, accountPartition(account)));
};

const matches = (
  { requester, accepter, status, request_id, gone_at }: RegisterEntry,
  { visible_to, account_id, vpc_id, unmanaged, ...filter }: RegisterFilter,
): boolean => {
  const sides = [requester, accepter];
  return (
    // Indexes are eventually consistent.
    gone_at === undefined &&
    sides.some(({ owner_id }) => owner_id === (visible_to ?? owner_id)) &&
    sides.some(({ owner_id }) => owner_id === (account_id ?? owner_id)) &&
    sides.some((side) => side.vpc_id === (vpc_id ?? side.vpc_id)) &&
    status === (filter.status ?? status) &&
    !(unmanaged && request_id)
  );
};
