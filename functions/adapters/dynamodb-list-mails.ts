import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ListMails } from '../domain/mail/ports.ts';
import { metCondition } from './dynamodb-condition.ts';
import { listMailKey, TIME_TO_LIVE } from './table.ts';

const KEPT_SECONDS = 7200;

/** One item for each person in DynamoDB, which time to live deletes. */
export const dynamodbListMails = (db: DynamoDBDocumentClient, TransientTableName: string): ListMails => ({
  lastSent: async (person) => {
    const { Item } = await db.send(
      // The page that a claim leads to shows it.
      new GetCommand({ TableName: TransientTableName, Key: listMailKey(person), ConsistentRead: true }),
    );
    return Item?.['sent_at'] as string | undefined;
  },

  claim: (person, now, since) =>
    metCondition(
      db.send(
        new UpdateCommand({
          TableName: TransientTableName,
          Key: listMailKey(person),
          UpdateExpression: 'SET sent_at = :now, #ttl = :ttl',
          ConditionExpression: 'attribute_not_exists(sent_at) OR sent_at <= :since',
          ExpressionAttributeNames: { '#ttl': TIME_TO_LIVE },
          ExpressionAttributeValues: {
            ':now': now.toISOString(),
            ':since': since.toISOString(),
            ':ttl': Math.ceil(now.getTime() / 1000) + KEPT_SECONDS,
          },
        }),
      ),
    ),

  release: async (person, now) => {
    await metCondition(
      db.send(
        new UpdateCommand({
          TableName: TransientTableName,
          Key: listMailKey(person),
          UpdateExpression: 'REMOVE sent_at',
          ConditionExpression: 'sent_at = :now',
          ExpressionAttributeValues: { ':now': now.toISOString() },
        }),
      ),
    );
  },
});
