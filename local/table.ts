import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamodbDirectoryStore } from '../functions/adapters/dynamodb-directory.ts';
import { INDEX_PROJECTION, INDEXES, KEY_SCHEMA } from '../functions/adapters/table.ts';
import { changeDirectory } from '../functions/domain/directory/change-directory.ts';
import type { EntryDraft } from '../functions/domain/directory/document.ts';
import { DEFAULT_REMINDERS } from '../functions/domain/request/window.ts';
import type { SeedAccount } from './seed.ts';

export const TABLE_NAME = 'peerway';
export const TRANSIENT_TABLE_NAME = 'peerway-transient';

const keys = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
];

const transientDefinition = (): CreateTableCommandInput => ({
  TableName: TRANSIENT_TABLE_NAME,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: keys(KEY_SCHEMA.partition, KEY_SCHEMA.sort),
  AttributeDefinitions: [KEY_SCHEMA.partition, KEY_SCHEMA.sort].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
});

const definition = (): CreateTableCommandInput => {
  const indexes = Object.values(INDEXES);
  const attributes = new Set([
    KEY_SCHEMA.partition,
    KEY_SCHEMA.sort,
    ...indexes.flatMap(({ partition, sort }) => [partition, sort]),
  ]);
  return {
    TableName: TABLE_NAME,
    BillingMode: 'PAY_PER_REQUEST',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    KeySchema: keys(KEY_SCHEMA.partition, KEY_SCHEMA.sort),
    AttributeDefinitions: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: indexes.map(({ name, partition, sort }) => ({
      IndexName: name,
      KeySchema: keys(partition, sort),
      Projection: { ProjectionType: INDEX_PROJECTION },
    })),
  };
};

/** Creates the tables unless they exist, and adds the accounts to the directory. */
export const createTables = async (
  client: DynamoDBClient,
  accounts: readonly SeedAccount[],
  now: Date,
): Promise<void> => {
  for (const each of [definition(), transientDefinition()]) {
    try {
      await client.send(new CreateTableCommand(each));
    } catch (error) {
      if (!(error instanceof ResourceInUseException)) throw error;
    }
  }
  const directoryStore = dynamodbDirectoryStore(DynamoDBDocumentClient.from(client), TABLE_NAME);
  // Entries that were changed since the first start are kept.
  const seeded = Object.fromEntries(accounts.map(entryOf));
  await changeDirectory(
    (document) => ({ ...document, accounts: { ...seeded, ...document.accounts } }),
    { actor: { kind: 'workflow', id: 'the local stack' } },
    { directoryStore, clock: () => now, defaultReminders: DEFAULT_REMINDERS },
  );
};

const entryOf = ({ account_id, vpcs: _, ...entry }: SeedAccount): [string, EntryDraft] => [
  account_id,
  // On one machine both can be tried.
  { ...entry, decide_by: ['link', 'signed'] },
];
