/**
 * The one table: its keys, its indexes, and how each item is addressed. The CDK app and the local stack
 * create the table from this.
 */
export const KEY_SCHEMA = { partition: 'pk', sort: 'sk', timeToLive: 'ttl' } as const;

/** Each index projects the whole record, so that a list needs no second read. */
export const INDEXES = {
  /** Records of a status, spread over shards, those due first coming first. */
  byStatus: { name: 'by-status', partition: 'status_shard', sort: 'due_at' },
  byRequester: { name: 'by-requester', partition: 'requester_owner_id', sort: 'created_at' },
  byAccepter: { name: 'by-accepter', partition: 'accepter_owner_id', sort: 'created_at' },
} as const;

/** Statuses are few and writes are many: the shards keep one status from being one hot partition. */
export const STATUS_SHARDS = 4;

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

export const accountKey = (accountId: string): Key => ({ pk: `ACCOUNT#${accountId}`, sk: 'ACCOUNT' });

/** The shard of a request: the last digits of its ULID are random. */
export const statusShard = (status: string, shard: number): string => `${status}#${shard}`;

export const shardOf = (id: string): number => (id.codePointAt(id.length - 1) ?? 0) % STATUS_SHARDS;
