import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Account, Directory } from '../domain/ports.ts';
import { accountKey } from './table.ts';

/** The directory of accounts in DynamoDB. */
export const dynamodbDirectory = (db: DynamoDBDocumentClient, TableName: string): Directory => ({
  account: async (accountId) => {
    const { Item } = await db.send(new GetCommand({ TableName, Key: accountKey(accountId) }));
    if (!Item) return undefined;
    const { pk: _pk, sk: _sk, ...account } = Item;
    return account as Account;
  },
});
