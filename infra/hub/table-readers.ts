import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { BATCH_SIZE, TABLE_READERS } from '../../functions/table-readers.ts';
import { DeadLetters } from './dead-letters.ts';
import type { PeeringFunction } from './peering-function.ts';

/** A stream keeps records for 24 hours. Retries end earlier, so that somebody can still look at the record. */
const MAX_RECORD_AGE = Duration.hours(20);

const prefixesOf = ({ entry }: PeeringFunction): readonly string[] => {
  const prefixes = TABLE_READERS[entry];
  if (prefixes) return prefixes;
  throw new Error(
    `functions/${entry}.ts reads the table’s stream. Say what of it in functions/table-readers.ts.`,
  );
};

/**
 * Readers of the table's stream, which get only new events. A failing batch is split in half until the
 * failing record is found. After a limited time that record goes to a dead-letter queue and the rest continue.
 */
export class TableReaders extends Construct {
  readonly deadLetters = new Map<PeeringFunction, DeadLetters>();

  constructor(
    scope: Construct,
    id: string,
    { table, readers }: { table: Table; readers: readonly PeeringFunction[] },
  ) {
    super(scope, id);
    for (const reader of readers) this.add(table, reader);
  }

  private add(table: Table, reader: PeeringFunction): void {
    const { node, lambda } = reader;
    const deadLetters = new DeadLetters(this, `${node.id}DeadLetters`);
    this.deadLetters.set(reader, deadLetters);
    const eventSourceArn = table.tableStreamArn ?? '';
    lambda.addToRolePolicy(
      new PolicyStatement({
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        resources: [eventSourceArn],
      }),
    );
    // Lambda requires it for every reader, and it has no resource-level permissions.
    lambda.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }));
    new EventSourceMapping(this, node.id, {
      target: lambda,
      eventSourceArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: BATCH_SIZE,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 1000,
      maxRecordAge: MAX_RECORD_AGE,
      onFailure: deadLetters.destination,
      filters: prefixesOf(reader).map((prefix) =>
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { Keys: { sk: { S: FilterRule.beginsWith(prefix) } } },
        }),
      ),
    });
  }
}
