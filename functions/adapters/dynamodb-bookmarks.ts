import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Bookmarks } from '../domain/request/ports.ts';
import { BOOKMARKS, bookmarkKey } from './table.ts';

/** Where the next sweep continues, stored in DynamoDB. */
export const dynamodbBookmarks = (db: DynamoDBDocumentClient, TransientTableName: string): Bookmarks => ({
  all: async () => {
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName: TransientTableName,
        KeyConditionExpression: 'pk = :bookmarks',
        ExpressionAttributeValues: { ':bookmarks': BOOKMARKS },
      }),
    );
    return Object.fromEntries(Items.map(({ sk, bookmark }) => [sk, bookmark]));
  },

  set: async (which, bookmark) => {
    await db.send(
      new PutCommand({ TableName: TransientTableName, Item: { ...bookmarkKey(which), bookmark } }),
    );
  },
});
