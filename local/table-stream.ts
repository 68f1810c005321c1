import { setTimeout as pause } from 'node:timers/promises';
import { DescribeTableCommand, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb-streams';
import type { VirtualClock } from './clock.ts';
import { invokeFunction } from './functions.ts';
import { TABLE_NAME } from './table.ts';

const POLL_REAL_MS = 100;

/** The functions that read the table's stream. */
const READERS = ['streams/publish-status-changes'];

/**
 * Brings the records of the table's stream to its readers, as Lambda's event source mapping does: in order, and
 * again when a reader fails. Returns how to stop.
 */
export const followTableStream = (
  config: DynamoDBClientConfig,
  clock: VirtualClock,
): (() => Promise<void>) => {
  const stopping = new AbortController();
  const following = follow(config, clock, stopping.signal);
  return async () => {
    stopping.abort();
    await following;
  };
};

const follow = async (
  config: DynamoDBClientConfig,
  clock: VirtualClock,
  stop: AbortSignal,
): Promise<void> => {
  const round = rounds(config, clock);
  while (!stop.aborted) {
    try {
      await round();
      await pause(POLL_REAL_MS, undefined, { signal: stop });
    } catch (error) {
      const isTurnedOff = error instanceof ResourceNotFoundException;
      if (stop.aborted || isTurnedOff) return;
      // Nothing is lost by an engine that is slow to answer: the next round begins where this one did.
      process.emitWarning(error as Error);
    }
  }
};

/** Each call brings the readers what is new. */
const rounds = (config: DynamoDBClientConfig, clock: VirtualClock): (() => Promise<void>) => {
  const client = new DynamoDBStreamsClient(config);
  const iterators = new Map<string, string | undefined>();
  let StreamArn: string | undefined;
  const findShards = async (): Promise<void> => {
    StreamArn ??= await streamOf(config);
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn }));
    for (const { ShardId } of StreamDescription?.Shards ?? []) {
      if (!ShardId || iterators.has(ShardId)) continue;
      const { ShardIterator } = await client.send(
        new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
      );
      iterators.set(ShardId, ShardIterator);
    }
  };
  return async () => {
    // Shards are followed by others when they end.
    if (iterators.size === 0 || [...iterators.values()].includes(undefined)) await findShards();
    for (const [shard, ShardIterator] of iterators) {
      if (!ShardIterator) continue;
      const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator }));
      if (Records.length === 0 || (await clock.work(() => deliver(Records)))) {
        iterators.set(shard, NextShardIterator);
      }
    }
  };
};

const streamOf = async (config: DynamoDBClientConfig): Promise<string | undefined> => {
  const client = new DynamoDBClient(config);
  const { Table } = await client.send(new DescribeTableCommand({ TableName: TABLE_NAME }));
  return Table?.LatestStreamArn;
};

/** Whether every reader took all of the records. */
const deliver = async (Records: unknown[]): Promise<boolean> => {
  for (const reader of READERS) {
    const answer = (await invokeFunction(reader, { Records })) as { batchItemFailures: unknown[] };
    if (answer.batchItemFailures.length > 0) return false;
  }
  return true;
};
