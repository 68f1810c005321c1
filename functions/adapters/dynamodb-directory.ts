import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
} from '@aws-sdk/lib-dynamodb';
import type { Account, Directory } from '../domain/directory/ports.ts';
import { withoutKeys } from './request-item.ts';
import { accountKey, DIRECTORY } from './table.ts';

/** The directory of accounts in DynamoDB. */
export const dynamodbDirectory = (db: DynamoDBDocumentClient, TableName: string): Directory => ({
  account: async (accountId) => {
    const { Item } = await db.send(new GetCommand({ TableName, Key: accountKey(accountId) }));
    return Item && withoutKeys<Account>(Item);
  },

  accounts: async () => {
    const pages = paginateQuery(
      { client: db },
      {
        TableName,
        KeyConditionExpression: 'pk = :directory',
        ExpressionAttributeValues: { ':directory': DIRECTORY },
      },
    );
    const accounts: Account[] = [];
    for await (const { Items = [] } of pages) accounts.push(...Items.map(withoutKeys<Account>));
    return accounts;
  },

  put: async (account) => {
    await db.send(new PutCommand({ TableName, Item: { ...accountKey(account.account_id), ...account } }));
  },

  remove: async (accountId) => {
    const { Attributes } = await db.send(
      new DeleteCommand({ TableName, Key: accountKey(accountId), ReturnValues: 'ALL_OLD' }),
    );
    return Attributes && withoutKeys<Account>(Attributes);
  },
});
