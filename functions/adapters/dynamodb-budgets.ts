import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Budgets } from '../domain/request/ports.ts';
import { metCondition } from './dynamodb-condition.ts';
import { type Key, mailBudgetKey, submissionBudgetKey, TIME_TO_LIVE } from './table.ts';

const KEPT_SECONDS = 7200;

/** One counter for each account and hour in DynamoDB, which time to live deletes. */
export const dynamodbBudgets = (db: DynamoDBDocumentClient, TransientTableName: string): Budgets => ({
  spendSubmission: (accountId, hour, limit) =>
    metCondition(db.send(count(TransientTableName, submissionBudgetKey(accountId, hour), hour, limit))),

  spendMail: (accountId, hour, limit) =>
    metCondition(db.send(count(TransientTableName, mailBudgetKey(accountId, hour), hour, limit))),
});

const count = (TransientTableName: string, key: Key, hour: Date, limit: number) =>
  new UpdateCommand({
    TableName: TransientTableName,
    Key: key,
    UpdateExpression: 'SET #ttl = :ttl ADD used :one',
    ConditionExpression: 'attribute_not_exists(used) OR used < :limit',
    ExpressionAttributeNames: { '#ttl': TIME_TO_LIVE },
    ExpressionAttributeValues: {
      ':one': 1,
      ':limit': limit,
      ':ttl': hour.getTime() / 1000 + KEPT_SECONDS,
    },
  });
