import type { PeeringRequest } from '../domain/request/peering-request.ts';
import { isOpen } from '../domain/request/status.ts';
import { isUnfinished } from '../domain/workflow/conclude.ts';
import {
  INDEXES,
  KEY_SCHEMA,
  type Key,
  orderKey,
  requestKey,
  sharded,
  shardOf,
  TIME_TO_LIVE,
} from './table.ts';

export type Item = Record<string, unknown>;

/**
 * The index by status has this label instead of the status for requests with work left to do, except those that
 * wait for a decision. The sweep then reads one partition for all of them, and a change of status doesn't write
 * to the index.
 */
export const UNFINISHED = 'unfinished';

/** The label of locks on pairs of VPCs in the index by status. */
export const HELD_PAIR = 'pair';

/**
 * The label of active requests whose routes and DNS resolution are watched. They have an item for it beside their
 * record, so that the other requests cost nothing.
 */
export const CONNECTED = 'connected';

/** The label of connections that EC2 shows, in the index by status. */
export const SHOWN_CONNECTION = 'connection';

/** The label of active requests that have an end, or are to be removed. They have an item for it beside their record. */
export const ENDING = 'ending';

/** The label of all records in the index by time. */
export const ALL = 'ALL';

const statusLabel = (request: PeeringRequest): string =>
  request.status !== 'pending-acceptance' && isUnfinished(request) ? UNFINISHED : request.status;

/** The record as an item, with the attributes of its indexes. */
export const toItem = (request: PeeringRequest): Item & Key => ({
  ...requestKey(request.id),
  ...request,
  ...indexAttributes(request),
});

/** An attribute that is `undefined` is removed, which removes the item from that index. */
export const indexAttributes = (request: PeeringRequest): Item => {
  const { id, status, created_at, requester, accepter } = request;
  const isPending = status === 'pending-acceptance';
  return {
    [INDEXES.byStatus.partition]: sharded(statusLabel(request), shardOf(id)),
    [INDEXES.byStatus.sort]: orderKey(isPending ? (request.expires_at ?? created_at) : created_at, id),
    [INDEXES.byTime.sort]: orderKey(created_at, id),
    [INDEXES.byTime.partition]: sharded(ALL, shardOf(id)),
    [INDEXES.byRequester.partition]: requester.owner_id,
    [INDEXES.byAccepter.partition]: accepter.owner_id,
    [INDEXES.pendingByRequester.partition]: isOpen(status) ? requester.owner_id : undefined,
    [INDEXES.pendingByAccepter.partition]: isPending ? accepter.owner_id : undefined,
  };
};

const FOR_THE_TABLE = new Set<string>([
  ...Object.values(KEY_SCHEMA),
  TIME_TO_LIVE,
  ...Object.values(INDEXES).flatMap(({ partition, sort }) => [partition, sort]),
]);

export const fromItem = <Entry = PeeringRequest>(item: Item): Entry => {
  const entry: Item = {};
  for (const name in item) if (!FOR_THE_TABLE.has(name)) entry[name] = item[name];
  return entry as Entry;
};

export const withoutKeys = <T>({ pk: _pk, sk: _sk, [TIME_TO_LIVE]: _ttl, ...rest }: Item): T => rest as T;
