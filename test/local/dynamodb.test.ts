import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { type DynamodbEngine, startDynamodb } from '../../local/dynamodb.ts';

const isInstalled = (name: string): boolean => {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
};

const missing: Record<DynamodbEngine, string | false> = {
  dynoxide: isInstalled('@dynoxide/linux-x64/dynoxide') ? false : '@dynoxide/linux-x64 is not installed',
  'dynamodb-local': spawnSync('java', ['-version']).status === 0 ? false : 'there is no Java',
};

const clientFor = (endpoint: string, accessKeyId: string) =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'test' },
  });

describe.each(['dynoxide', 'dynamodb-local'] as const)('%s', (engine) => {
  const reason = missing[engine];
  const title = (text: string) => (reason ? `${text} (skipped: ${reason})` : text);

  it.skipIf(reason)(
    title('answers, keeps its tables in the directory, one set for all callers'),
    async () => {
      const dataDir = mkdtempSync(join(tmpdir(), 'peerway-dynamodb-'));
      try {
        const first = await startDynamodb({ engine, dataDir });
        expect(first.engine).toBe(engine);
        const creator = clientFor(first.url, '111111111111');
        await creator.send(
          new CreateTableCommand({
            TableName: 'peerway',
            KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
            AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
            BillingMode: 'PAY_PER_REQUEST',
          }),
        );
        creator.destroy();
        await first.close();

        const second = await startDynamodb({ engine, dataDir });
        const reader = clientFor(second.url, '222222222222');
        const { TableNames } = await reader.send(new ListTablesCommand({}));
        reader.destroy();
        await second.close();
        expect(TableNames).toEqual(['peerway']);
        await expect(fetch(second.url)).rejects.toThrow();
      } finally {
        rmSync(dataDir, { recursive: true });
      }
    },
  );

  it.skipIf(reason)(title('names a port that is in use'), async () => {
    const running = await startDynamodb({ engine });
    const { port } = new URL(running.url);
    try {
      await expect(startDynamodb({ engine, port: Number(port) })).rejects.toThrow(
        `DynamoDB can't start: port ${port} is already in use`,
      );
    } finally {
      await running.close();
    }
  });
});
