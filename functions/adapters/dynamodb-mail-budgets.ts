import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { MailBudgets } from '../domain/mail/ports.ts';
import type { Clock } from '../domain/request/ports.ts';
import { metCondition } from './dynamodb-condition.ts';
import { mailBudgetKey, TIME_TO_LIVE } from './table.ts';

const HOUR_SECONDS = 3600;

/** Counts the mails of each account and hour in DynamoDB. */
export const dynamodbMailBudgets = (
  db: DynamoDBDocumentClient,
  TransientTableName: string,
  perHour: number,
  clock: Clock,
): MailBudgets => ({
  take: (accountId) => {
    const hour = Math.floor(clock().getTime() / 1000 / HOUR_SECONDS);
    return metCondition(
      db.send(
        new UpdateCommand({
          TableName: TransientTableName,
          Key: mailBudgetKey(accountId, hour),
          UpdateExpression: 'ADD mails :one SET #ttl = :end',
          ConditionExpression: 'attribute_not_exists(mails) OR mails < :limit',
          ExpressionAttributeNames: { '#ttl': TIME_TO_LIVE },
          ExpressionAttributeValues: { ':one': 1, ':end': (hour + 1) * HOUR_SECONDS, ':limit': perHour },
        }),
      ),
    );
  },
});
