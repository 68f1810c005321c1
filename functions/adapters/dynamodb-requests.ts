import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { AuditEvent } from '../domain/audit.ts';
import { applyChange } from '../domain/change.ts';
import type { PeeringRequest, RequestId } from '../domain/peering-request.ts';
import type { Clock, Requests } from '../domain/ports.ts';
import { hasEnded } from '../domain/status.ts';
import { transact } from './dynamodb-transact.ts';
import {
  EVENT_PREFIX,
  eventKey,
  INDEXES,
  pairKey,
  requestKey,
  STATUS_SHARDS,
  shardOf,
  statusShard,
} from './table.ts';

type Item = Record<string, unknown>;

/** Requests and their audit trails in DynamoDB. */
export const dynamodbRequests = (db: DynamoDBDocumentClient, TableName: string, clock: Clock): Requests => ({
  create: async (request, event) => {
    const lost = await transact(db, [
      {
        Put: {
          TableName,
          Item: { ...pairKeyOf(request), request_id: request.id },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
      { Put: { TableName, Item: toItem(request), ConditionExpression: 'attribute_not_exists(pk)' } },
      putEvent(TableName, event),
    ]);
    return lost && { taken_by: (lost.item?.['request_id'] ?? request.id) as RequestId };
  },

  get: async (id) => {
    const { Item } = await db.send(new GetCommand({ TableName, Key: requestKey(id), ConsistentRead: true }));
    return Item && fromItem(Item);
  },

  commit: async (request, change) => {
    const { next, event } = applyChange(request, change, clock());
    // These are written on their own, and may be newer than what was read.
    const { task_token: _token, execution_name: _execution, ...record } = next;
    const closesPair = hasEnded(next.status) && !hasEnded(request.status);
    const lost = await transact(db, [
      { Update: { TableName, ...replaceRecord(record, request.version) } },
      putEvent(TableName, event),
      ...(closesPair ? [{ Delete: { TableName, ...closePair(request) } }] : []),
    ]);
    return lost ? null : next;
  },

  holdTaskToken: ({ id, version }, token) => {
    const isUnchanged = '#version = :version';
    return update(db, {
      TableName,
      Key: requestKey(id),
      UpdateExpression: 'SET task_token = :token',
      ConditionExpression: isUnchanged,
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':token': token, ':version': version },
    });
  },

  noteExecution: ({ id, execution_name }, name) => {
    const isUnchanged = execution_name ? 'execution_name = :old' : 'attribute_not_exists(execution_name)';
    return update(db, {
      TableName,
      Key: requestKey(id),
      UpdateExpression: 'SET execution_name = :name',
      ConditionExpression: isUnchanged,
      ExpressionAttributeValues: { ':name': name, ...(execution_name && { ':old': execution_name }) },
    });
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

  withStatus: async function* (status) {
    for (let shard = 0; shard < STATUS_SHARDS; shard++) {
      const pages = paginateQuery(
        { client: db },
        {
          TableName,
          IndexName: INDEXES.byStatus.name,
          KeyConditionExpression: '#shard = :shard',
          ExpressionAttributeNames: { '#shard': INDEXES.byStatus.partition },
          ExpressionAttributeValues: { ':shard': statusShard(status, shard) },
        },
      );
      for await (const { Items = [] } of pages) yield* Items.map(fromItem);
    }
  },
});

/** `false` when the condition is lost. */
const update = async (db: DynamoDBDocumentClient, input: UpdateCommandInput): Promise<boolean> => {
  try {
    await db.send(new UpdateCommand(input));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};

const putEvent = (TableName: string, event: AuditEvent) => ({
  Put: {
    TableName,
    Item: { ...eventKey(event.request_id, event.sequence), ...event },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});

const pairKeyOf = ({ requester, accepter }: PeeringRequest) => pairKey(requester.vpc_id, accepter.vpc_id);

/** Frees the pair of VPCs, if it is still this request that holds it. */
const closePair = (request: PeeringRequest) => ({
  Key: pairKeyOf(request),
  ConditionExpression: 'attribute_not_exists(pk) OR request_id = :request_id',
  ExpressionAttributeValues: { ':request_id': request.id },
});

/** Sets every attribute of the record under the version that was read. */
const replaceRecord = (record: PeeringRequest, version: number) => {
  const { pk, sk, ...attributes } = toItem(record);
  const entries = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return {
    Key: { pk, sk },
    UpdateExpression: `SET ${entries.map(([name]) => `#${name} = :${name}`).join(', ')}`,
    ConditionExpression: '#version = :read_version',
    ExpressionAttributeNames: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
    ExpressionAttributeValues: {
      ...Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
      ':read_version': version,
    },
  };
};

/** The record as an item: what the indexes sort by stands at the top. */
const toItem = (request: PeeringRequest): Item => ({
  ...requestKey(request.id),
  ...request,
  [INDEXES.byStatus.partition]: statusShard(request.status, shardOf(request.id)),
  [INDEXES.byStatus.sort]: request.expires_at ?? request.created_at,
  [INDEXES.byRequester.partition]: request.requester.owner_id,
  [INDEXES.byAccepter.partition]: request.accepter.owner_id,
});

const fromItem = (item: Item): PeeringRequest => {
  const {
    [INDEXES.byStatus.partition]: _shard,
    [INDEXES.byStatus.sort]: _due,
    [INDEXES.byRequester.partition]: _requester,
    [INDEXES.byAccepter.partition]: _accepter,
    ...request
  } = withoutKeys<Item>(item);
  return request as PeeringRequest;
};

const withoutKeys = <T>({ pk: _pk, sk: _sk, ...rest }: Item): T => rest as T;
