import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Bookmarks } from '../domain/ports.ts';
import { bookmarkKey } from './table.ts';

/** Where the sweep goes on, in DynamoDB. */
export const dynamodbBookmarks = (db: DynamoDBDocumentClient, TableName: string): Bookmarks => ({
  get: async (which) => {
    const { Item } = await db.send(new GetCommand({ TableName, Key: bookmarkKey(which) }));
    return Item?.['bookmark'] as string | undefined;
  },

  set: async (which, bookmark) => {
    await db.send(new PutCommand({ TableName, Item: { ...bookmarkKey(which), bookmark } }));
  },
});
