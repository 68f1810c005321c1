import { isUnfinished } from '../domain/conclude.ts';
import type { PeeringRequest } from '../domain/peering-request.ts';
import { isOpen } from '../domain/status.ts';
import { INDEXES, type Key, requestKey, sharded, shardOf } from './table.ts';

export type Item = Record<string, unknown>;

/**
 * How the index by status calls requests that are unfinished though their status is not an open one: their
 * outcome is to be told yet, or their connection is being torn down.
 */
export const UNFINISHED = 'unfinished';

/** The name under which all records stand in the index by time. */
export const ALL = 'ALL';

const statusLabel = (request: PeeringRequest): string =>
  !isOpen(request.status) && isUnfinished(request) ? UNFINISHED : request.status;

/** The record as an item: what the indexes sort by stands beside it. */
export const toItem = (request: PeeringRequest): Item & Key => ({
  ...requestKey(request.id),
  ...request,
  [INDEXES.byStatus.partition]: sharded(statusLabel(request), shardOf(request.id)),
  [INDEXES.byStatus.sort]:
    request.status === 'pending-acceptance' ? (request.expires_at ?? request.created_at) : request.created_at,
  [INDEXES.byTime.partition]: sharded(ALL, shardOf(request.id)),
  [INDEXES.byRequester.partition]: request.requester.owner_id,
  [INDEXES.byAccepter.partition]: request.accepter.owner_id,
});

export const fromItem = (item: Item): PeeringRequest => {
  const {
    [INDEXES.byStatus.partition]: _status,
    [INDEXES.byStatus.sort]: _due,
    [INDEXES.byTime.partition]: _time,
    [INDEXES.byRequester.partition]: _requester,
    [INDEXES.byAccepter.partition]: _accepter,
    ...request
  } = withoutKeys<Item>(item);
  return request as PeeringRequest;
};

export const withoutKeys = <T>({ pk: _pk, sk: _sk, ttl: _ttl, ...rest }: Item): T => rest as T;
