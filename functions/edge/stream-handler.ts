import middy from '@middy/core';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { invocationLog, lambdaContext } from './invocation-log.ts';
import { logger } from './logger.ts';

/**
 * A Lambda function that reads the table's stream, in order. It stops at the first record that fails, and Lambda
 * retries from that record.
 */
export const streamHandler = (name: string, run: (record: DynamoDBRecord) => Promise<void>) =>
  middy<DynamoDBStreamEvent, DynamoDBBatchResponse>()
    .use(lambdaContext())
    .use(invocationLog<DynamoDBStreamEvent>(({ Records }) => ({ stream: name, records: Records.length })))
    .handler(async ({ Records }) => {
      for (const record of Records) {
        try {
          await run(record);
        } catch (error) {
          logger.error('Stream record failed', error as Error);
          return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] };
        }
      }
      return { batchItemFailures: [] };
    });
