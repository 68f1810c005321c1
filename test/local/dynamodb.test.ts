import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { expect, it, onTestFinished, vi } from 'vitest';
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

  it('keeps the latest records of a stream, and numbers them on', async () => {
    if (engine !== 'dynoxide') return;
    const bounded = await startDynamodb({ engine, keptStreamRecords: 3 });
    const client = clientFor(bounded.url, '111111111111');
    const { TableDescription } = await client.send(
      new CreateTableCommand({
        TableName: 'peerway',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
      }),
    );
    for (const pk of ['a', 'b', 'c', 'd', 'e'])
      await client.send(new PutItemCommand({ TableName: 'peerway', Item: { pk: { S: pk } } }));
    const streams = new DynamoDBStreamsClient({
      endpoint: bounded.url,
      region: 'us-east-1',
      credentials: { accessKeyId: '111111111111', secretAccessKey: 'test' },
    });
    const StreamArn = TableDescription?.LatestStreamArn;
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({
        StreamArn,
        ShardId: StreamDescription?.Shards?.[0]?.ShardId,
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    streams.destroy();
    client.destroy();
    await bounded.close();
    expect(Records.map(({ dynamodb }) => [dynamodb?.SequenceNumber, dynamodb?.NewImage?.['pk']?.S])).toEqual([
      ['3', 'c'],
      ['4', 'd'],
      ['5', 'e'],
    ]);
  });

  it('takes another port if a program takes the one that was found', async () => {
    const other = createHttpServer((_request, response) => response.end('not DynamoDB'));
    const { close } = Server.prototype;
    vi.spyOn(Server.prototype, 'close').mockImplementationOnce(function (this: Server, done) {
      const { port } = this.address() as AddressInfo;
      return close.call(this, () => other.listen(port, '127.0.0.1', done));
    });
    onTestFinished(() => {
      vi.restoreAllMocks();
      other.close();
    });
    const running = await startDynamodb({ engine });
    onTestFinished(() => running.close());
    const client = clientFor(running.url, '111111111111');
    expect(await client.send(new ListTablesCommand({}))).toMatchObject({ TableNames: [] });
    client.destroy();
    expect(new URL(running.url).port).not.toBe(String((other.address() as AddressInfo).port));
  });
});
