import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynamodb } from '../../local/dynamodb.ts';
import { createTable, TABLE_NAME } from '../../local/table.ts';
import { writeExport } from './export-file.ts';

export type AgedTable = { size: number; client: DynamoDBClient; close(): Promise<void> };

const clientOf = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: '999999999999', secretAccessKey: 'local' },
  });

/** The table's description, without its stream: that has no part in what is measured. */
const description = async (): Promise<object> => {
  const dynamodb = await startDynamodb();
  try {
    const client = clientOf(dynamodb.url);
    await createTable(client, [], new Date());
    const { Table } = await client.send(new DescribeTableCommand({ TableName: TABLE_NAME }));
    const { StreamSpecification: _, LatestStreamArn: _arn, LatestStreamLabel: _label, ...rest } = Table ?? {};
    return { Table: rest };
  } finally {
    await dynamodb.close();
  }
};

/**
 * A table of its own engine with so many requests. The engine imports them as an export of DynamoDB, which takes
 * it a third of the time that writing them through its API does.
 *
 * @param dir takes some twelve kilobytes for each request
 */
export const agedTable = async (size: number, dir: string): Promise<AgedTable> => {
  const engine = createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide');
  // Its name says which table's export it is.
  const source = join(dir, TABLE_NAME);
  mkdirSync(source, { recursive: true });
  const schema = join(dir, 'schema.json');
  writeFileSync(schema, JSON.stringify(await description()));
  await writeExport(join(source, 'items.json'), size);
  // Where local/dynamodb.ts looks for it.
  const output = join(dir, 'dynamodb.sqlite');
  await promisify(execFile)(engine, ['import', '--source', source, '--schema', schema, '--output', output]);
  rmSync(source, { recursive: true });
  const dynamodb = await startDynamodb({ engine: 'dynoxide', dataDir: dir });
  return { size, client: clientOf(dynamodb.url), close: () => dynamodb.close() };
};
