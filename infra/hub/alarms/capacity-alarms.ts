import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { PeeringFunction } from '../peering-function.ts';
import { type Alarms, FIVE_MINUTES } from './alarms.ts';

/** CloudWatch allows an alarm this many metrics in one sum. */
const MOST_ADDENDS = 10;

const sumOf = (metrics: readonly IMetric[]): IMetric =>
  new MathExpression({
    expression: metrics.map((_, index) => `m${index}`).join(' + '),
    usingMetrics: Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric])),
    period: FIVE_MINUTES,
    label: 'all',
  });

/** Alarms for throttled functions and a throttled table. */
export const addCapacityAlarms = (
  alarms: Alarms,
  { functions, table }: { functions: readonly PeeringFunction[]; table: Table },
): void => {
  for (let first = 0; first < functions.length; first += MOST_ADDENDS) {
    const group = functions.slice(first, first + MOST_ADDENDS);
    alarms.add(`FunctionsThrottled${first === 0 ? '' : first / MOST_ADDENDS + 1}`, {
      metric: sumOf(group.map(({ lambda }) => lambda.metricThrottles({ period: FIVE_MINUTES }))),
      description: `Lambda throttled a function at least 5 times in 5 minutes, because it ran out of concurrency. Workflow tasks, schedules and stream readers are retried; API calls fail and callers must retry. One of: ${group.map(({ node }) => node.id).join(', ')}.`,
      threshold: 5,
    });
  }
  const events = ['ReadThrottleEvents', 'WriteThrottleEvents'].map(
    (metricName) =>
      new Metric({
        namespace: 'AWS/DynamoDB',
        metricName,
        dimensionsMap: { TableName: table.tableName },
        statistic: Stats.SUM,
        period: FIVE_MINUTES,
      }),
  );
  alarms.add('TableThrottled', {
    metric: sumOf(events),
    description:
      'DynamoDB throttled the table at least 10 times in 5 minutes. API calls and workflows are slow and may fail, and are retried; no recorded data is lost.',
    threshold: 10,
  });
};
