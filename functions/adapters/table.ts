import type { RequestId } from '../domain/request/peering-request.ts';

/**
 * The one table: its keys, its indexes, and how each item is addressed. Whoever creates
 * the table creates it from this.
 */
export const KEY_SCHEMA = { partition: 'pk', sort: 'sk', timeToLive: 'ttl' } as const;

/**
 * The indexes hold keys alone, so that a change of a record is written to those whose keys it changes and to no
 * others; lists then read the records by BatchGetItem. A sort key is a time and the record's id, `orderKey`:
 * DynamoDB leaves the order of equal keys open, and a list must not.
 */
export const INDEXES = {
  /** Records of a status, spread over shards; pending ones by the end of their window, others by creation. */
  byStatus: { name: 'by-status', partition: 'status_shard', sort: 'due_order' },
  /** All records, spread over shards, by creation. */
  byTime: { name: 'by-time', partition: 'time_shard', sort: 'created_order' },
  byRequester: { name: 'by-requester', partition: 'requester_owner_id', sort: 'created_order' },
  byAccepter: { name: 'by-accepter', partition: 'accepter_owner_id', sort: 'created_order' },
  /** Pending ones alone, of one side's account, by the end of their window. */
  pendingByRequester: { name: 'pending-by-requester', partition: 'pending_requester', sort: 'due_order' },
  pendingByAccepter: { name: 'pending-by-accepter', partition: 'pending_accepter', sort: 'due_order' },
} as const;

export const INDEX_PROJECTION = 'KEYS_ONLY';

export const orderKey = (time: string, id: string): string => `${time}#${id}`;

/** The time and the id of an `orderKey`. */
export const placeOf = (order: string): { at: string; id: RequestId } => {
  const [at = '', id = ''] = order.split('#');
  return { at, id: id as RequestId };
};

/** Statuses are few and writes are many: the shards keep one status from being one hot partition. */
export const SHARDS = 2;

export type Key = { pk: string; sk: string };

export const requestKey = (id: string): Key => ({ pk: `REQUEST#${id}`, sk: 'REQUEST' });

export const EVENT_PREFIX = 'EVENT#';

export const eventKey = (id: string, sequence: number): Key => ({
  pk: `REQUEST#${id}`,
  sk: `${EVENT_PREFIX}${String(sequence).padStart(6, '0')}`,
});

/** The same for both directions: EC2 allows one connection between two VPCs. */
export const pairKey = (one: string, other: string): Key => ({
  pk: `PAIR#${[one, other].sort().join('#')}`,
  sk: 'OPEN',
});

export const linkKey = (tokenHash: string): Key => ({ pk: `LINK#${tokenHash}`, sk: 'LINK' });

/** The directory is one partition: it is read whole, and holds hundreds of accounts. */
export const DIRECTORY = 'DIRECTORY';

export const accountKey = (accountId: string): Key => ({ pk: DIRECTORY, sk: `ACCOUNT#${accountId}` });

export const idempotencyKey = (caller: string, key: string): Key => ({
  pk: `IDEMPOTENCY#${caller}#${key}`,
  sk: 'KEY',
});

/** One item for each VPC of a request, by which the requests of a VPC are listed. */
export const vpcKey = (vpcId: string, createdAt: string, requestId: string): Key => ({
  pk: `VPC#${vpcId}`,
  sk: orderKey(createdAt, requestId),
});

export const cursorSecretKey: Key = { pk: 'SECRET#CURSOR', sk: 'SECRET' };

/** The shard of a request: the last character of its ULID is random. */
export const shardOf = (id: string): number => (id.codePointAt(id.length - 1) ?? 0) % SHARDS;

export const sharded = (name: string, shard: number): string => `${name}#${shard}`;

/** One partition: each sweep reads it whole. */
export const BOOKMARKS = 'BOOKMARKS';

export const bookmarkKey = (name: string): Key => ({ pk: BOOKMARKS, sk: name });
