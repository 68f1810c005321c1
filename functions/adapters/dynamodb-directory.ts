import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
} from '@aws-sdk/lib-dynamodb';
import { findAccountDefect } from '../domain/directory/find-account-defect.ts';
import type { Account, Directory } from '../domain/directory/ports.ts';
import { reportUnreadable } from './report-unreadable.ts';
import { withoutKeys } from './request-item.ts';
import { accountKey, DIRECTORY } from './table.ts';

/** The directory of accounts in DynamoDB. */
export const dynamodbDirectory = (db: DynamoDBDocumentClient, TableName: string): Directory => ({
  account: async (accountId) => {
    const { Item } = await db.send(
      new GetCommand({ TableName, Key: accountKey(accountId), ConsistentRead: true }),
    );
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
    for await (const { Items = [] } of pages) {
      for (const item of Items) {
        const defect = findAccountDefect(item);
        if (defect) reportUnreadable(String(item['sk']), defect);
        else accounts.push(withoutKeys<Account>(item));
      }
    }
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
