import { type DynamoDBDocumentClient, paginateQuery, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { HISTORY_START } from '../domain/directory/diff.ts';
import { EMPTY_DIRECTORY, type Entry } from '../domain/directory/document.ts';
import { findAccountDefect } from '../domain/directory/find-account-defect.ts';
import { findNobody } from '../domain/directory/find-nobody.ts';
import type { ChangeRecord } from '../domain/directory/history.ts';
import type { Account, Directory, DirectoryState, DirectoryStore } from '../domain/directory/ports.ts';
import { peopleAmong, resolveAccount, resolveAccounts } from '../domain/directory/resolve.ts';
import type { Clock } from '../domain/request/ports.ts';
import { fromDirectoryItem, toDirectoryItem } from './directory-item.ts';
import { transact } from './dynamodb-transact.ts';
import { reportUnreadable } from './report-unreadable.ts';
import { withoutKeys } from './request-item.ts';
import { changeKey, DIRECTORY, DIRECTORY_CHANGES, directoryKey } from './table.ts';

/** The directory of accounts in DynamoDB, as it is at the clock's time. */
export const dynamodbDirectory = (db: DynamoDBDocumentClient, TableName: string, clock: Clock): Directory => {
  const read = directoryReader(db, TableName);
  return {
    account: async (accountId) => resolveAccount((await read()).document, accountId, clock()),
    accounts: async () => resolveAccounts((await read()).document, clock()),
    networkTeam: async () => {
      const { document } = await read();
      return peopleAmong(document, document.network_team);
    },
    absences: async () => {
      const { document } = await read();
      return document.away.filter(({ until }) => clock().getTime() < Date.parse(until));
    },
    nobody: async () => findNobody((await read()).document),
  };
};

/** The same directory for those who change it. */
export const dynamodbDirectoryStore = (db: DynamoDBDocumentClient, TableName: string): DirectoryStore => ({
  read: directoryReader(db, TableName),

  write: async (read, document, changes) => {
    const { version, sequence, hash: head } = changes.at(-1) as ChangeRecord;
    const isFirst = read.version === 0;
    const lost = await transact(db, [
      {
        Put: {
          TableName,
          Item: toDirectoryItem({ version, sequence, head, document }),
          ConditionExpression: isFirst ? 'attribute_not_exists(pk)' : 'version = :read',
          ...(!isFirst && { ExpressionAttributeValues: { ':read': read.version } }),
        },
      },
      ...changes.map((change) => ({
        Put: {
          TableName,
          Item: { ...changeKey(change.sequence), ...change },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      })),
    ]);
    return !lost;
  },

  changes: async (after, limit) => {
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :changes AND sk > :after',
        ExpressionAttributeValues: { ':changes': DIRECTORY_CHANGES, ':after': changeKey(after).sk },
        Limit: limit,
        ConsistentRead: true,
      }),
    );
    return Items.map(withoutKeys<ChangeRecord>);
  },
});

const BEFORE_THE_FIRST_CHANGE: DirectoryState = {
  version: 0,
  sequence: 0,
  head: HISTORY_START,
  document: EMPTY_DIRECTORY,
};

/** Reads the directory. Those who ask for it at the same moment share one read. */
const directoryReader = (db: DynamoDBDocumentClient, TableName: string): (() => Promise<DirectoryState>) => {
  let known: DirectoryState | undefined;
  const read = async (): Promise<DirectoryState> => {
    // It comes after the entries of earlier versions.
    // What is known already is not sent again: a large directory has hundreds of kilobytes.
    const isNews = known && { FilterExpression: 'head <> :known' };
    const { Items: [item] = [], ScannedCount } = await db.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :directory',
        ExpressionAttributeValues: { ':directory': DIRECTORY, ...(known && { ':known': known.head }) },
        ...isNews,
        ScanIndexForward: false,
        Limit: 1,
        ConsistentRead: true,
      }),
    );
    if (!item) return known && ScannedCount ? known : BEFORE_THE_FIRST_CHANGE;
    if (item['sk'] !== directoryKey.sk) return readEarlierEntries(db, TableName);
    known = fromDirectoryItem(item);
    return known;
  };
  let shared: Promise<DirectoryState> | undefined;
  return () => {
    queueMicrotask(() => {
      shared = undefined;
    });
    shared ??= read();
    return shared;
  };
};

/** Before the directory's first change, there may be items of an earlier version, one for each account. */
const readEarlierEntries = async (db: DynamoDBDocumentClient, TableName: string): Promise<DirectoryState> => {
  const accounts: Record<string, Entry> = {};
  const pages = paginateQuery(
    { client: db },
    {
      TableName,
      KeyConditionExpression: 'pk = :directory',
      ExpressionAttributeValues: { ':directory': DIRECTORY },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const defect = findAccountDefect(item);
      const { account_id, ...entry } = withoutKeys<Entry & Pick<Account, 'account_id'>>(item);
      if (defect) reportUnreadable(String(item['sk']), defect);
      else accounts[account_id] = entry;
    }
  }
  return { ...BEFORE_THE_FIRST_CHANGE, document: { ...EMPTY_DIRECTORY, accounts } };
};
