import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, type NativeAttributeValue, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe } from 'vitest';
import { type DynamodbEngine, startDynamodb } from '../../local/dynamodb.ts';
import type { SeedAccount } from '../../local/seed.ts';
import { createTables, TABLE_NAME, TRANSIENT_TABLE_NAME } from '../../local/table.ts';

const isInstalled = (name: string): boolean => {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
};

/** Both engines, each with what keeps it from running on this machine, or nothing. The quicker one comes first. */
const ENGINES = [
  ['dynoxide', isInstalled('@dynoxide/linux-x64/dynoxide') ? '' : '@dynoxide/linux-x64 is not installed'],
  ['dynamodb-local', spawnSync('java', ['-version']).status === 0 ? '' : 'there is no Java'],
] as const satisfies [DynamodbEngine, string][];

/** `npm run test:long` runs on the second engine what `npm test` runs on the first. */
const { DYNAMODB_ENGINE } = process.env;

/** The suite on one engine. One that cannot run here is skipped, and the title says why. */
export const onEngine = (name: string, suite: (engine: DynamodbEngine) => void): void => {
  const [engine, missing] =
    ENGINES.find(([each, reason]) => (DYNAMODB_ENGINE ? each === DYNAMODB_ENGINE : !reason)) ?? ENGINES[0];
  const title = `${name} in ${engine}${missing && ` (skipped: ${missing})`}`;
  describe.skipIf(missing)(title, () => suite(engine));
};

/** When the table of a store was created, and its accounts entered. */
export const CREATED_AT = new Date('2026-03-01T00:00:00.000Z');

export type Store = {
  client: DynamoDBClient;
  db: DynamoDBDocumentClient;
  tableName: string;
  transientTableName: string;
  /** Every item as it lies in the tables, past all adapters. */
  rawItems(): Promise<Record<string, NativeAttributeValue>[]>;
  close(): Promise<void>;
};

/** An engine of its own in memory, with the tables in it. */
export const openStore = async (
  engine: DynamodbEngine,
  accounts: readonly SeedAccount[] = [],
): Promise<Store> => {
  const dynamodb = await startDynamodb({ engine });
  const client = new DynamoDBClient({
    endpoint: dynamodb.url,
    region: 'us-east-1',
    credentials: { accessKeyId: '999999999999', secretAccessKey: 'test' },
  });
  await createTables(client, accounts, CREATED_AT);
  const db = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return {
    client,
    db,
    tableName: TABLE_NAME,
    transientTableName: TRANSIENT_TABLE_NAME,
    rawItems: async () => {
      const scans = [TABLE_NAME, TRANSIENT_TABLE_NAME].map((TableName) =>
        db.send(new ScanCommand({ TableName })),
      );
      return (await Promise.all(scans)).flatMap(({ Items = [] }) => Items);
    },
    close: async () => {
      client.destroy();
      await dynamodb.close();
    },
  };
};
