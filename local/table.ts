import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { accountKey, INDEXES, KEY_SCHEMA } from '../functions/adapters/table.ts';
import type { SeedAccount } from './seed.ts';

export const TABLE_NAME = 'peerway';

const keys = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
];

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
    KeySchema: keys(KEY_SCHEMA.partition, KEY_SCHEMA.sort),
    AttributeDefinitions: [...attributes].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: indexes.map(({ name, partition, sort }) => ({
      IndexName: name,
      KeySchema: keys(partition, sort),
      Projection: { ProjectionType: 'ALL' },
    })),
  };
};

/** Creates the table unless it is there, and puts the accounts into its directory. */
export const createTable = async (
  client: DynamoDBClient,
  accounts: readonly SeedAccount[],
): Promise<void> => {
  try {
    await client.send(new CreateTableCommand(definition()));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  const db = DynamoDBDocumentClient.from(client);
  for (const { vpcs: _, ...account } of accounts) {
    await db.send(
      new PutCommand({ TableName: TABLE_NAME, Item: { ...accountKey(account.account_id), ...account } }),
    );
  }
};
