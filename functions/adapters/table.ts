import type { RequestId } from '../domain/request/peering-request.ts';

/**
 * The two tables: their keys, their indexes and the key of each kind of item. The stack creates the tables from this.
 *
 * The requests' table has what nobody may lose: requests, their audit trails, the locks on pairs of VPCs, and the
 * directory with its history. The transient table has what may vanish: links, idempotency keys, budgets, who was mailed
 * a list when, which accounts the directory lacks, who was told of which absence, the sweep's bookmarks, how accounts
 * answered the register, and the secret of cursors.
 */
export const KEY_SCHEMA = { partition: 'pk', sort: 'sk' } as const;

/**
 * Only the transient table has a time to live. DynamoDB deletes any item with this attribute, so in the requests'
 * table whoever may change an item could have it deleted.
 */
export const TIME_TO_LIVE = 'ttl';

/**
 * The indexes contain only keys, so that a change to a record writes only to the indexes whose keys change. Lists
 * read the records with BatchGetItem. A sort key is a time followed by the record's id (`orderKey`), because
 * DynamoDB doesn't define the order of equal keys and a list needs one.
 */
export const INDEXES = {
  /** Records of a status, in shards: pending ones by the end of their window, others by creation. */
  byStatus: { name: 'by-status', partition: 'status_shard', sort: 'due_order' },
  /** All records, in shards, by creation. */
  byTime: { name: 'by-time', partition: 'time_shard', sort: 'created_order' },
  byRequester: { name: 'by-requester', partition: 'requester_owner_id', sort: 'created_order' },
  byAccepter: { name: 'by-accepter', partition: 'accepter_owner_id', sort: 'created_order' },
  /**
   * Only pending records, of one side's account, by the end of their window. The requester's index has all records
   * without an outcome, so that those of an account can be counted.
   */
  pendingByRequester: { name: 'pending-by-requester', partition: 'pending_requester', sort: 'due_order' },
  pendingByAccepter: { name: 'pending-by-accepter', partition: 'pending_accepter', sort: 'due_order' },
} as const;

export const INDEX_PROJECTION = 'KEYS_ONLY';

export const orderKey = (time: string, id: string): string => `${time}#${id}`;

/** The time and the id in an `orderKey`. */
export const parseOrderKey = <Id extends string = RequestId>(order: string): { at: string; id: Id } => {
  const [at = '', id = ''] = order.split('#');
  return { at, id: id as Id };
};

/** There are few statuses and many writes: shards keep a status from becoming a hot partition. */
export const SHARDS = 2;

export type Key = { pk: string; sk: string };

export const requestKey = (id: string): Key => ({ pk: `REQUEST#${id}`, sk: 'REQUEST' });

export const EVENT_PREFIX = 'EVENT#';

export const eventKey = (id: string, sequence: number): Key => ({
  pk: `REQUEST#${id}`,
  sk: `${EVENT_PREFIX}${String(sequence).padStart(6, '0')}`,
});

/** In the index by status for as long as the request's routes and DNS resolution are watched. */
export const connectivityKey = (id: string): Key => ({ pk: `REQUEST#${id}`, sk: 'CONNECTIVITY' });

/** In the index by status, by the next notice or end, for as long as the active connection has an end. */
export const lifetimeKey = (id: string): Key => ({ pk: `REQUEST#${id}`, sk: 'LIFETIME' });

/**
 * What the register knows of a connection, and which request it belongs to. In the indexes by status and of both
 * sides' accounts for as long as EC2 shows it.
 */
export const connectionKey = (id: string): Key => ({ pk: `CONNECTION#${id}`, sk: 'CONNECTION' });

/** One item for each review of an account's connections. */
export const reviewKey = (accountId: string, startedAt: string): Key => ({
  pk: `REVIEW#${accountId}`,
  sk: startedAt,
});

/** The same for both directions: EC2 allows one connection between two VPCs. */
export const pairKey = (one: string, other: string): Key => ({
  pk: `PAIR#${[one, other].sort().join('#')}`,
  sk: 'OPEN',
});

export const linkKey = (tokenHash: string): Key => ({ pk: `LINK#${tokenHash}`, sk: 'LINK' });

export const DIRECTORY = 'DIRECTORY';

/** The directory is one item, so that it is read and changed as a whole. */
export const directoryKey: Key = { pk: DIRECTORY, sk: 'CURRENT' };

/** Earlier versions had one item for each account. They are read until the directory is changed. */
export const earlierAccountKey = (accountId: string): Key => ({ pk: DIRECTORY, sk: `ACCOUNT#${accountId}` });

/** One partition: the history of the directory is one chain. */
export const DIRECTORY_CHANGES = 'DIRECTORY_CHANGES';

export const CHANGE_PREFIX = 'CHANGE#';

export const changeKey = (sequence: number): Key => ({
  pk: DIRECTORY_CHANGES,
  sk: `${CHANGE_PREFIX}${String(sequence).padStart(6, '0')}`,
});

export const idempotencyKey = (caller: string, key: string): Key => ({
  pk: `IDEMPOTENCY#${caller}#${key}`,
  sk: 'KEY',
});

/** One counter for each account and hour. A function may count only what it does, so each has a prefix of its own. */
export const submissionBudgetKey = (accountId: string, hour: Date): Key => ({
  pk: `SUBMISSIONS#${accountId}`,
  sk: hour.toISOString(),
});

export const mailBudgetKey = (accountId: string, hour: Date): Key => ({
  pk: `MAILS#${accountId}`,
  sk: hour.toISOString(),
});

/** One item for each person who had the list of what waits for them mailed. */
export const listMailKey = (person: string): Key => ({ pk: `LISTS#${person}`, sk: 'LIST' });

/** One partition: the digest reads all of it. */
export const MISSING_ACCOUNTS = 'MISSING_ACCOUNTS';

/** One item for each requester account and period: which accounts it asked for that the directory doesn't have. */
export const missingAccountsKey = (period: Date, requesterAccountId: string): Key => ({
  pk: MISSING_ACCOUNTS,
  sk: orderKey(period.toISOString(), requesterAccountId),
});

/** One partition: the sweep reads all of it, if anybody is away. */
export const ABSENCE_NOTES = 'ABSENCE_NOTES';

/** One item for each absence that somebody was told of. */
export const absenceNoteKey = (absence: string): Key => ({ pk: ABSENCE_NOTES, sk: absence });

/** One item for each VPC of a request, for listing a VPC's requests. */
export const vpcKey = (vpcId: string, createdAt: string, requestId: string): Key => ({
  pk: `VPC#${vpcId}`,
  sk: orderKey(createdAt, requestId),
});

/** One partition: each round of the register reads all of it. */
export const ACCOUNT_LOOKS = 'ACCOUNT_LOOKS';

/** One item for each account: when the register's round last looked there, and what it answered. */
export const accountLookKey = (accountId: string): Key => ({ pk: ACCOUNT_LOOKS, sk: accountId });

export const cursorSecretKey: Key = { pk: 'SECRET#CURSOR', sk: 'SECRET' };

/** The shard of a request or a connection: the last character of its id is random. */
export const shardOf = (id: string): number => (id.codePointAt(id.length - 1) ?? 0) % SHARDS;

export const sharded = (name: string, shard: number): string => `${name}#${shard}`;

/** One partition: each sweep reads all of it. */
export const BOOKMARKS = 'BOOKMARKS';

export const bookmarkKey = (name: string): Key => ({ pk: BOOKMARKS, sk: name });
