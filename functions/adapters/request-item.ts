import type { PeeringRequest } from '../domain/peering-request.ts';
import { INDEXES, type Key, requestKey, sharded, shardOf } from './table.ts';

export type Item = Record<string, unknown>;

/** How the index by status calls an active connection that is being deleted: work is left to do on it. */
export const TEARING_DOWN = 'tearing-down';

/** The name under which all records stand in the index by time. */
export const ALL = 'ALL';

const statusLabel = ({ status, teardown }: PeeringRequest): string =>
  status === 'active' && teardown ? TEARING_DOWN : status;

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
