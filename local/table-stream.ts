import { setTimeout as pause } from 'node:timers/promises';
import { DescribeTableCommand, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb-streams';
import { KEY_SCHEMA } from '../functions/adapters/table.ts';
import { BATCH_SIZE, TABLE_READERS } from '../functions/table-readers.ts';
import type { VirtualClock } from './clock.ts';
import { invokeFunction } from './functions.ts';
import { TABLE_NAME } from './table.ts';

const POLL_REAL_MS = 100;

/** There is no archive on this machine. */
const READERS = Object.keys(TABLE_READERS).filter((reader) => reader !== 'streams/archive-events');

/**
 * Delivers the records of the table's stream to its readers, as Lambda's event source mappings do: what each reader is
 * for, in order, and again to a reader that fails, for which the others don't wait. Returns a function that stops this.
 */
export const followTableStream = (
  config: DynamoDBClientConfig,
  clock: VirtualClock,
): (() => Promise<void>) => {
  const stopping = new AbortController();
  const readers = READERS.map((reader) => startReader(reader, clock, stopping.signal));
  const following = follow(config, stopping.signal, (records) => {
    for (const { take } of readers) take(records);
  });
  return async () => {
    stopping.abort();
    await following;
    await Promise.all(readers.map(({ taken }) => taken()));
  };
};

/** As infra/hub/table-readers.ts filters them. */
const isFor = (reader: string, { eventName, dynamodb }: _Record): boolean => {
  const key = dynamodb?.Keys?.[KEY_SCHEMA.sort]?.S ?? '';
  return eventName === 'INSERT' && (TABLE_READERS[reader] ?? []).some((prefix) => key.startsWith(prefix));
};

/** A reader takes records when it has processed those before. */
const startReader = (reader: string, clock: VirtualClock, stop: AbortSignal) => {
  let last = Promise.resolve();
  const isProcessed = (records: _Record[]): Promise<boolean> =>
    clock
      .work(() => deliver(reader, records))
      .catch((error: Error) => {
        process.emitWarning(error);
        return false;
      });
  const takeAll = async (records: _Record[]): Promise<void> => {
    while (!stop.aborted && !(await isProcessed(records))) await pause(POLL_REAL_MS);
  };
  return {
    take: (records: _Record[]): void => {
      const wanted = records.filter((record) => isFor(reader, record));
      while (wanted.length > 0) {
        const batch = wanted.splice(0, BATCH_SIZE);
        last = last.then(() => takeAll(batch));
      }
    },
    taken: () => last,
  };
};

const follow = async (
  config: DynamoDBClientConfig,
  stop: AbortSignal,
  handOver: (records: _Record[]) => void,
): Promise<void> => {
  const poll = streamPoller(config, handOver);
  while (!stop.aborted) {
    try {
      await poll();
      await pause(POLL_REAL_MS, undefined, { signal: stop });
    } catch (error) {
      const isStreamOff = error instanceof ResourceNotFoundException;
      if (stop.aborted || isStreamOff) return;
      // No record is lost: the next poll starts where this one did.
      process.emitWarning(error as Error);
    }
  }
};

/** Returns a function that hands over what is new. */
const streamPoller = (
  config: DynamoDBClientConfig,
  handOver: (records: _Record[]) => void,
): (() => Promise<void>) => {
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
    // When a shard ends, others follow it.
    if (iterators.size === 0 || [...iterators.values()].includes(undefined)) await findShards();
    for (const [shard, ShardIterator] of iterators) {
      if (!ShardIterator) continue;
      const { Records = [], NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator }));
      iterators.set(shard, NextShardIterator);
      if (Records.length > 0) handOver(Records);
    }
  };
};

const streamOf = async (config: DynamoDBClientConfig): Promise<string | undefined> => {
  const client = new DynamoDBClient(config);
  const { Table } = await client.send(new DescribeTableCommand({ TableName: TABLE_NAME }));
  return Table?.LatestStreamArn;
};

/** Returns whether the reader processed all records. */
const deliver = async (reader: string, Records: _Record[]): Promise<boolean> => {
  const answer = (await invokeFunction(reader, { Records })) as { batchItemFailures: unknown[] };
  return answer.batchItemFailures.length === 0;
};
