import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { INDEXES } from '../../../functions/adapters/table.ts';
import type { PeeringFunction } from '../peering-function.ts';
import { type AlarmProps, type Alarms, FIVE_MINUTES } from './alarms.ts';

/** CloudWatch allows an alarm this many metrics in one sum. */
const MOST_ADDENDS = 10;

/**
 * A sum has no value where one of its metrics has none, and nothing is published for what isn't throttled or isn't
 * used. A metric that is late counts as zero too, so the alarm looks at the period before the latest again.
 */
const sumOf = (metrics: readonly IMetric[]): Pick<AlarmProps, 'metric' | 'within'> => ({
  metric: new MathExpression({
    expression: metrics.map((_, index) => `FILL(m${index}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric])),
    period: FIVE_MINUTES,
    label: 'all',
  }),
  within: 2,
});

type Tables = { table: Table; transientTable: Table };

/** The metrics of a table don't include those of its indexes. */
const throttleEvents = (
  metricName: 'ReadThrottleEvents' | 'WriteThrottleEvents',
  { table: { tableName: TableName }, transientTable }: Tables,
) =>
  [
    { TableName },
    ...Object.values(INDEXES).map(({ name }) => ({ TableName, GlobalSecondaryIndexName: name })),
    { TableName: transientTable.tableName },
  ].map(
    (dimensionsMap) =>
      new Metric({
        namespace: 'AWS/DynamoDB',
        metricName,
        dimensionsMap,
        statistic: Stats.SUM,
        period: FIVE_MINUTES,
      }),
  );

/** Alarms for throttled functions and throttled tables. */
export const addCapacityAlarms = (
  alarms: Alarms,
  { functions, tables }: { functions: readonly PeeringFunction[]; tables: Tables },
): void => {
  for (let first = 0; first < functions.length; first += MOST_ADDENDS) {
    const group = functions.slice(first, first + MOST_ADDENDS);
    alarms.add(`FunctionsThrottled${first === 0 ? '' : first / MOST_ADDENDS + 1}`, {
      ...sumOf(group.map(({ lambda }) => lambda.metricThrottles({ period: FIVE_MINUTES }))),
      description: `Lambda throttled a function at least 5 times in 5 minutes, because it ran out of concurrency. Workflow tasks, schedules and stream readers are retried; API calls fail and callers must retry. One of: ${group.map(({ node }) => node.id).join(', ')}.`,
      threshold: 5,
    });
  }
  alarms.add('TableReadsThrottled', {
    ...sumOf(throttleEvents('ReadThrottleEvents', tables)),
    description:
      'DynamoDB throttled reads of a table or an index at least 10 times in 5 minutes. Lists, pages and the sweep are slow or fail; a later call succeeds.',
    threshold: 10,
  });
  alarms.add('TableWritesThrottled', {
    ...sumOf(throttleEvents('WriteThrottleEvents', tables)),
    description:
      'DynamoDB throttled writes to a table or an index at least 10 times in 5 minutes. API calls and workflows are slow and may fail, and are retried; no recorded data is lost.',
    threshold: 10,
  });
};
