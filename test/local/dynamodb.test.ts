import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { startDynamodb } from '../../local/dynamodb.ts';
import { onEngine } from '../store/engines.ts';

const clientFor = (endpoint: string, accessKeyId: string) =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'test' },
  });

onEngine('the engine', (engine) => {
  it('answers, keeps its tables in the directory, one set for all callers', async () => {
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
  });

  it('names a port that is in use', async () => {
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
