import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynamodb } from '../../local/dynamodb.ts';
import { createTables, TABLE_NAME } from '../../local/table.ts';
import { writeExport } from './export-file.ts';

export type AgedTable = { size: number; client: DynamoDBClient; close(): Promise<void> };

const clientOf = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: '999999999999', secretAccessKey: 'local' },
  });

/** Describes the table without its stream, which would only disturb the measurement. */
const describeTable = async (): Promise<object> => {
  const dynamodb = await startDynamodb();
  try {
    const client = clientOf(dynamodb.url);
    await createTables(client, [], new Date());
    const { Table } = await client.send(new DescribeTableCommand({ TableName: TABLE_NAME }));
    const { StreamSpecification: _, LatestStreamArn: _arn, LatestStreamLabel: _label, ...rest } = Table ?? {};
    return { Table: rest };
  } finally {
    await dynamodb.close();
  }
};

/**
 * Creates a table with this many requests, in its own engine. The engine imports them from a DynamoDB export, which
 * takes a third of the time of writing them through the API.
 *
 * @param dir needs about twelve kilobytes per request
 */
export const createAgedTable = async (size: number, dir: string): Promise<AgedTable> => {
  const engine = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide');
  // The folder's name is the name of the exported table.
  const source = join(dir, TABLE_NAME);
  mkdirSync(source, { recursive: true });
  const schema = join(dir, 'schema.json');
  writeFileSync(schema, JSON.stringify(await describeTable()));
  await writeExport(join(source, 'items.json'), size);
  // The file name that local/dynamodb.ts uses.
  const output = join(dir, 'dynamodb.sqlite');
  await promisify(execFile)(engine, ['import', '--source', source, '--schema', schema, '--output', output]);
  rmSync(source, { recursive: true });
  const dynamodb = await startDynamodb({ engine: 'dynoxide', dataDir: dir });
  return { size, client: clientOf(dynamodb.url), close: () => dynamodb.close() };
};
