import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { invocationLog, lambdaContext } from './invocation-log.ts';
import { logger } from './logger.ts';

/** What a reader of the table's stream does with a batch of records. */
export type StreamReader<Event, Prepared = void> = {
  /** What the reader wants of a record; `undefined` if it wants nothing. It must not throw. */
  take: (record: DynamoDBRecord) => Event | undefined;
  /** Reads at once what the events of a batch need, of which there is at least one. */
  prepare: (events: readonly Event[]) => Promise<Prepared>;
  run: (event: Event, prepared: Prepared) => Promise<void>;
};

/**
 * A Lambda function that reads the table's stream, in order. It stops at the first record that fails, and Lambda
 * retries from that record. What a batch needs is read before its first record, so that is the one that fails with it.
 */
export const streamHandler = <Event, Prepared>(
  name: string,
  { take, prepare, run }: StreamReader<Event, Prepared>,
) =>
  middy<DynamoDBStreamEvent, DynamoDBBatchResponse>()
    .use(lambdaContext())
    .use(invocationLog<DynamoDBStreamEvent>(({ Records }) => ({ stream: name, records: Records.length })))
    .handler(async ({ Records }) => {
      const taken = Records.flatMap((record) => {
        const event = take(record);
        return event === undefined ? [] : [{ record, event }];
      });
      let [reached] = taken;
      if (!reached) return { batchItemFailures: [] };
      try {
        const prepared = await prepare(taken.map(({ event }) => event));
        for (reached of taken) await run(reached.event, prepared);
        return { batchItemFailures: [] };
      } catch (error) {
        logger.error('Stream record failed', error as Error);
        return { batchItemFailures: [{ itemIdentifier: reached.record.dynamodb?.SequenceNumber ?? '' }] };
      }
    });
