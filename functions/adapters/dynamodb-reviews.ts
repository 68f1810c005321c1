import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Reviews } from '../domain/request/ports.ts';
import type { AccountReview } from '../domain/request/review.ts';
import { type Item, withoutKeys } from './request-item.ts';
import { reviewKey } from './table.ts';

/** The reviews of accounts in DynamoDB. */
export const dynamodbReviews = (db: DynamoDBDocumentClient, TableName: string): Reviews => ({
  get: async (accountId, startedAt) => {
    const { Item } = await db.send(
      new GetCommand({ TableName, Key: reviewKey(accountId, startedAt), ConsistentRead: true }),
    );
    return Item && fromItem(Item);
  },

  latest: async (accountId) => {
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :account',
        ExpressionAttributeValues: { ':account': reviewKey(accountId, '').pk },
        ScanIndexForward: false,
        Limit: 1,
        ConsistentRead: true,
      }),
    );
    return Items[0] && fromItem(Items[0]);
  },

  start: async (review) => {
    const Key = reviewKey(review.account_id, review.started_at);
    await db.send(new PutCommand({ TableName, Item: { ...Key, ...review } }));
  },

  noteMail: async ({ account_id, started_at }, mail) => {
    await db.send(
      new UpdateCommand({
        TableName,
        Key: reviewKey(account_id, started_at),
        UpdateExpression: 'ADD sent_mails :mail',
        ExpressionAttributeValues: { ':mail': new Set([mail]) },
      }),
    );
  },

  close: async ({ account_id, started_at }, at) => {
    await db.send(
      new UpdateCommand({
        TableName,
        Key: reviewKey(account_id, started_at),
        UpdateExpression: 'SET closed_at = :at',
        ExpressionAttributeValues: { ':at': at.toISOString() },
      }),
    );
  },
});

const fromItem = (item: Item): AccountReview => {
  const review = withoutKeys<Omit<AccountReview, 'sent_mails'> & { sent_mails?: Set<string> }>(item);
  return { ...review, sent_mails: review.sent_mails ?? new Set() };
};
