import {
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  QueryCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { isConnectivityWatched } from '../domain/connectivity/due.ts';
import type { AuditEvent } from '../domain/request/audit.ts';
import { applyChange } from '../domain/request/change.ts';
import { ConnectionTakenError } from '../domain/request/errors.ts';
import { nextDue } from '../domain/request/lifetime.ts';
import type { PeeringRequest, RequestId } from '../domain/request/peering-request.ts';
import type { Clock, Idempotency, Requests } from '../domain/request/ports.ts';
import { hasEnded } from '../domain/request/status.ts';
import { claimConnection } from './claim-connection.ts';
import { metCondition } from './dynamodb-condition.ts';
import { transact } from './dynamodb-transact.ts';
import { readCurrentRecords, readRecords } from './read-records.ts';
import {
  CONNECTED,
  ENDING,
  fromItem,
  HELD_PAIR,
  type Item,
  indexAttributes,
  toItem,
  withoutKeys,
} from './request-item.ts';
import {
  connectivityKey,
  EVENT_PREFIX,
  eventKey,
  INDEXES,
  idempotencyKey,
  type Key,
  lifetimeKey,
  orderKey,
  pairKey,
  requestKey,
  sharded,
  shardOf,
  TIME_TO_LIVE,
  vpcKey,
} from './table.ts';

/** Requests and their audit trails in DynamoDB. */
export const dynamodbRequests = (
  db: DynamoDBDocumentClient,
  TableName: string,
  TransientTableName: string,
  clock: Clock,
): Requests => ({
  create: async (request, event, idempotency, endedHolder) => {
    const key = idempotency && putKey(TransientTableName, idempotency, clock());
    const lost = await transact(db, [
      ...(key ? [key] : []),
      lockPair(TableName, request, endedHolder),
      ...putRequest(TableName, request, event),
    ]);
    if (!lost) return { outcome: 'created' };
    if (key && lost.index === 0) return { outcome: 'key-taken' };
    return { outcome: 'pair-taken', by: lost.item?.['request_id'] as RequestId };
  },

  createFound: async (request, event, endedHolder) => {
    const lost = await transact(db, [
      lockPair(TableName, request, endedHolder),
      { Update: { TableName, ...claimConnection(request.vpc_peering_connection_id, request.id) } },
      ...putRequest(TableName, request, event),
    ]);
    if (!lost) return { outcome: 'created' };
    const by = lost.item?.['request_id'] as RequestId;
    return { outcome: lost.index === 0 ? 'pair-taken' : 'connection-taken', by };
  },

  claimConnection: (id, connection) => update(db, { TableName, ...claimConnection(connection, id) }),

  answerTo: async (caller, key) => {
    const { Item } = await db.send(
      new GetCommand({
        TableName: TransientTableName,
        Key: idempotencyKey(caller, key),
        ConsistentRead: true,
      }),
    );
    // DynamoDB may take days to delete an expired item.
    if (!Item || (Item[TIME_TO_LIVE] as number) * 1000 <= clock().getTime()) return undefined;
    const { content_hash, answer } = Item;
    return { content_hash: content_hash as string, answer: JSON.parse(answer as string) };
  },

  get: async (id) => {
    const { Item } = await db.send(new GetCommand({ TableName, Key: requestKey(id), ConsistentRead: true }));
    return Item && fromItem(Item);
  },

  holderOf: async (one, other) => {
    const { Item } = await db.send(
      new GetCommand({ TableName, Key: pairKey(one, other), ConsistentRead: true }),
    );
    const id = Item?.['request_id'] as RequestId | undefined;
    if (!id) return undefined;
    const holder = await db.send(new GetCommand({ TableName, Key: requestKey(id), ConsistentRead: true }));
    return holder.Item && fromItem(holder.Item);
  },

  countOpen: async (requesterAccountId, limit) => {
    const { name, partition } = INDEXES.pendingByRequester;
    const { Count = 0 } = await db.send(
      new QueryCommand({
        TableName,
        IndexName: name,
        Select: 'COUNT',
        Limit: limit,
        KeyConditionExpression: '#account = :account',
        ExpressionAttributeNames: { '#account': partition },
        ExpressionAttributeValues: { ':account': requesterAccountId },
      }),
    );
    return Count;
  },

  commit: async (request, change) => {
    const { next, event } = applyChange(request, change, clock());
    const releasesPair = hasEnded(next.status) && !hasEnded(request.status);
    const { vpc_peering_connection_id: connection } = next;
    const claim = connection && !request.vpc_peering_connection_id && claimConnection(connection, next.id);
    const lost = await transact(db, [
      { Update: { TableName, ...changeRecord(next, request, change.with_same_token) } },
      putNew(TableName, { ...eventKey(event.request_id, event.sequence), ...event }),
      ...(claim ? [{ Update: { TableName, ...claim } }] : []),
      ...(isConnectivityWatched(next) === isConnectivityWatched(request)
        ? []
        : [{ Update: { TableName, ...watchConnectivity(next) } }]),
      ...(nextDue(next) === nextDue(request) ? [] : [{ Update: { TableName, ...scheduleLifetime(next) } }]),
      ...(releasesPair ? [{ Update: { TableName, ...releasePair(request, isFreeOrOwn) } }] : []),
    ]);
    // Another writer of the record would have been found first.
    if (claim && lost?.index === 2)
      throw new ConnectionTakenError(connection, lost.item?.['request_id'] as RequestId);
    return lost ? null : next;
  },

  storeTaskToken: ({ id, version }, token, insteadOf) => {
    const isUnchanged = '#version = :version';
    const isPrevious = insteadOf ? 'task_token = :old' : 'attribute_not_exists(task_token)';
    // An earlier attempt may have stored it, but its response was lost.
    const isStored = 'task_token = :token';
    return update(db, {
      TableName,
      Key: requestKey(id),
      UpdateExpression: 'SET task_token = :token',
      ConditionExpression: `${isUnchanged} AND (${isPrevious} OR ${isStored})`,
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: {
        ':token': token,
        ':version': version,
        ...(insteadOf && { ':old': insteadOf }),
      },
    });
  },

  getMany: (ids) => readRecords(db, TableName, ids),

  getCurrent: (ids) => readCurrentRecords(db, TableName, ids),

  freePair: (request) => update(db, { TableName, ...releasePair(request, isOwn) }),

  noteExecution: ({ id, execution_name }, name) => {
    const isUnchanged = execution_name
      ? 'execution_name = :old'
      : 'attribute_exists(pk) AND attribute_not_exists(execution_name)';
    return update(db, {
      TableName,
      Key: requestKey(id),
      UpdateExpression: 'SET execution_name = :name',
      ConditionExpression: isUnchanged,
      ExpressionAttributeValues: { ':name': name, ...(execution_name && { ':old': execution_name }) },
    });
  },

  countRefusal: async (id) => {
    await db.send(
      new UpdateCommand({
        TableName,
        Key: requestKey(id),
        UpdateExpression: 'ADD refused_again :one',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':one': 1 },
      }),
    );
  },

  events: async (id) => {
    const pages = paginateQuery(
      { client: db },
      {
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :event)',
        ExpressionAttributeValues: { ':pk': requestKey(id).pk, ':event': EVENT_PREFIX },
        ConsistentRead: true,
      },
    );
    const events: AuditEvent[] = [];
    for await (const { Items = [] } of pages) events.push(...Items.map(withoutKeys<AuditEvent>));
    return events;
  },
});

/** `false` when the condition was not met. */
const update = (db: DynamoDBDocumentClient, input: UpdateCommandInput): Promise<boolean> =>
  metCondition(db.send(new UpdateCommand(input)));

/** The record, its first event, and where the lists of both VPCs find it. */
const putRequest = (TableName: string, request: PeeringRequest, event: AuditEvent) => {
  const due = nextDue(request);
  return [
    toItem(request),
    { ...eventKey(event.request_id, event.sequence), ...event },
    ...[request.requester, request.accepter].map(({ vpc_id }) => ({
      ...vpcKey(vpc_id, request.created_at, request.id),
      request_id: request.id,
    })),
    ...(due ? [{ ...lifetimeKey(request.id), ...placeUnder(ENDING, request.id, due) }] : []),
  ].map((Item) => putNew(TableName, Item));
};

const putNew = (TableName: string, Item: Item) => ({
  Put: {
    TableName,
    Item,
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  },
});

/** A pair of VPCs that no request has ever held has no item. One that was released has an item without a holder. */
const isFree = 'attribute_not_exists(request_id)';
const isOwn = 'request_id = :request_id';
const isFreeOrOwn = `${isFree} OR ${isOwn}`;

/** The lock is in the index by status too, so that the sweep finds one left behind by an ended request. */
const lockPair = (TableName: string, request: PeeringRequest, endedHolder: RequestId | undefined) => {
  const isHeldByEnded = 'request_id = :ended';
  return {
    Put: {
      TableName,
      Item: {
        ...pairKeyOf(request),
        request_id: request.id,
        [INDEXES.byStatus.partition]: sharded(HELD_PAIR, shardOf(request.id)),
        [INDEXES.byStatus.sort]: orderKey(request.created_at, request.id),
      },
      ConditionExpression: endedHolder ? `${isFree} OR ${isHeldByEnded}` : isFree,
      ...(endedHolder && { ExpressionAttributeValues: { ':ended': endedHolder } }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    },
  };
};

const watchConnectivity = (request: PeeringRequest) =>
  listUnder(
    CONNECTED,
    connectivityKey(request.id),
    request,
    isConnectivityWatched(request) ? request.created_at : undefined,
  );

const scheduleLifetime = (request: PeeringRequest) =>
  listUnder(ENDING, lifetimeKey(request.id), request, nextDue(request));

/**
 * Puts an item beside a record into the index by status, at a time, or takes it out. The item stays when it is out,
 * because no transaction deletes items.
 */
const listUnder = (label: string, Key: Key, { id }: PeeringRequest, time: string | undefined) => {
  const { partition, sort } = INDEXES.byStatus;
  const listed = time && placeUnder(label, id, time);
  return {
    Key,
    ExpressionAttributeNames: { '#partition': partition, '#sort': sort },
    ...(listed
      ? {
          UpdateExpression: 'SET #partition = :partition, #sort = :sort',
          ExpressionAttributeValues: { ':partition': listed[partition], ':sort': listed[sort] },
        }
      : { UpdateExpression: 'REMOVE #partition, #sort' }),
  };
};

const placeUnder = (label: string, id: RequestId, time: string) => ({
  [INDEXES.byStatus.partition]: sharded(label, shardOf(id)),
  [INDEXES.byStatus.sort]: orderKey(time, id),
});

const KEY_SECONDS = 86_400;

/** An expired key can be used again. */
const putKey = (
  TransientTableName: string,
  { caller, key, content_hash, answer }: Idempotency & { answer: unknown },
  now: Date,
) => {
  const seconds = Math.floor(now.getTime() / 1000);
  return {
    Put: {
      TableName: TransientTableName,
      Item: {
        ...idempotencyKey(caller, key),
        content_hash,
        answer: JSON.stringify(answer),
        [TIME_TO_LIVE]: seconds + KEY_SECONDS,
      },
      ConditionExpression: 'attribute_not_exists(pk) OR #ttl <= :now',
      ExpressionAttributeNames: { '#ttl': TIME_TO_LIVE },
      ExpressionAttributeValues: { ':now': seconds },
    },
  };
};

const pairKeyOf = ({ requester, accepter }: PeeringRequest) => pairKey(requester.vpc_id, accepter.vpc_id);

/**
 * Releases the pair of VPCs. The item stays, because no function may delete items in a transaction with a request's:
 * see infra/permissions/table-grants.ts.
 */
const releasePair = (request: PeeringRequest, ConditionExpression: string) => ({
  Key: pairKeyOf(request),
  UpdateExpression: 'REMOVE request_id, #partition, #sort',
  ConditionExpression,
  ExpressionAttributeNames: {
    '#partition': INDEXES.byStatus.partition,
    '#sort': INDEXES.byStatus.sort,
  },
  ExpressionAttributeValues: { ':request_id': request.id },
});

/**
 * Sets what a change changed, on condition that the record still has the version, and maybe the token, that was read:
 * then the rest is as it was read. The attributes of the indexes may come from an earlier version of Peerway.
 */
const changeRecord = (next: PeeringRequest, read: PeeringRequest, withSameToken = false) => {
  const { version, task_token } = read;
  const isSameToken = task_token ? 'task_token = :read_token' : 'attribute_not_exists(task_token)';
  const names = Object.keys(next) as (keyof PeeringRequest)[];
  const changed = names.filter((name) => next[name] !== read[name]).map((name) => [name, next[name]]);
  const attributes = [...changed, ...Object.entries(indexAttributes(next))] as [string, unknown][];
  const set = attributes.filter(([, value]) => value !== undefined);
  const removed = attributes.filter(([, value]) => value === undefined);
  return {
    Key: requestKey(next.id),
    UpdateExpression: [
      `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      removed.length > 0 && `REMOVE ${removed.map(([name]) => `#${name}`).join(', ')}`,
    ]
      .filter(Boolean)
      .join(' '),
    ConditionExpression: `#version = :read_version${withSameToken ? ` AND ${isSameToken}` : ''}`,
    ExpressionAttributeNames: Object.fromEntries(attributes.map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
      ':read_version': version,
      ...(withSameToken && task_token && { ':read_token': task_token }),
    },
  };
};
