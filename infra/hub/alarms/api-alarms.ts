import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { type Alarms, FIVE_MINUTES } from './alarms.ts';

/** What callers of the API meet. */
export const addApiAlarms = (alarms: Alarms, api: HttpApi, accessLog: LogGroup): void => {
  alarms.add('ApiServerErrors', {
    metric: api.metricServerError({ period: FIVE_MINUTES, statistic: Stats.SUM }),
    means: 'Callers were told that something broke on our side.',
  });
  alarms.add('ApiSlow', {
    metric: api.metricLatency({ period: FIVE_MINUTES, statistic: Stats.p(90) }),
    means: 'One call in ten takes longer than ten seconds; after thirty, API Gateway gives up.',
    threshold: 10_000,
    periods: 3,
  });
  alarms.add('ApiThrottled', {
    metric: throttledMetric(accessLog),
    means: 'Callers are told to slow down.',
    threshold: 20,
  });
};

/** API Gateway counts what it throttles among all errors of callers; its access log tells them apart. */
const throttledMetric = (accessLog: LogGroup): Metric =>
  new MetricFilter(accessLog, 'Throttled', {
    logGroup: accessLog,
    filterPattern: FilterPattern.stringValue('$.status', '=', '429'),
    metricNamespace: 'Peerway',
    metricName: 'ApiThrottled',
  }).metric({ period: FIVE_MINUTES, statistic: Stats.SUM });
