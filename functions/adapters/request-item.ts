import type { PeeringRequest } from '../domain/request/peering-request.ts';
import { isUnfinished } from '../domain/workflow/conclude.ts';
import { INDEXES, type Key, orderKey, requestKey, sharded, shardOf } from './table.ts';

export type Item = Record<string, unknown>;

/**
 * How the index by status calls requests with work left to do, whatever their status, but for those that wait
 * for a decision: for all else that it watches, the sweep reads one partition, and passing through a status is
 * no write to the index.
 */
export const UNFINISHED = 'unfinished';

/** How the index by status calls the items that hold a pair of VPCs. */
export const HELD_PAIR = 'pair';

/** The name under which all records stand in the index by time. */
export const ALL = 'ALL';

const statusLabel = (request: PeeringRequest): string =>
  request.status !== 'pending-acceptance' && isUnfinished(request) ? UNFINISHED : request.status;

/** The record as an item: what the indexes sort by stands beside it. */
export const toItem = (request: PeeringRequest): Item & Key => ({
  ...requestKey(request.id),
  ...request,
  ...indexed(request),
});

/** An attribute that is `undefined` is removed: the item then leaves the index. */
const indexed = (request: PeeringRequest): Item => {
  const { id, status, created_at, requester, accepter } = request;
  const isPending = status === 'pending-acceptance';
  return {
    [INDEXES.byStatus.partition]: sharded(statusLabel(request), shardOf(id)),
    [INDEXES.byStatus.sort]: orderKey(isPending ? (request.expires_at ?? created_at) : created_at, id),
    [INDEXES.byTime.sort]: orderKey(created_at, id),
    [INDEXES.byTime.partition]: sharded(ALL, shardOf(id)),
    [INDEXES.byRequester.partition]: requester.owner_id,
    [INDEXES.byAccepter.partition]: accepter.owner_id,
    [INDEXES.pendingByRequester.partition]: isPending ? requester.owner_id : undefined,
    [INDEXES.pendingByAccepter.partition]: isPending ? accepter.owner_id : undefined,
  };
};

const INDEX_ATTRIBUTES = new Set<string>(
  Object.values(INDEXES).flatMap(({ partition, sort }) => [partition, sort]),
);

export const fromItem = (item: Item): PeeringRequest =>
  Object.fromEntries(
    Object.entries(withoutKeys<Item>(item)).filter(([name]) => !INDEX_ATTRIBUTES.has(name)),
  ) as PeeringRequest;

export const withoutKeys = <T>({ pk: _pk, sk: _sk, ttl: _ttl, ...rest }: Item): T => rest as T;
