import type { ConnectionId, RequestId } from '../domain/request/peering-request.ts';
import { connectionKey } from './table.ts';

/** Makes the connection the request's. It belongs to one request for ever, because EC2 never uses an id again. */
export const claimConnection = (connection: ConnectionId, request: RequestId) => {
  const isUnclaimed = 'attribute_not_exists(request_id)';
  const isOwn = 'request_id = :request_id';
  return {
    Key: connectionKey(connection),
    UpdateExpression: 'SET request_id = :request_id',
    ConditionExpression: `${isUnclaimed} OR ${isOwn}`,
    ExpressionAttributeValues: { ':request_id': request },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
};
