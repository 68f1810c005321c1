import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { type Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { type Alarms, FIVE_MINUTES } from './alarms.ts';

/** Alarms for what callers of the API experience. */
export const addApiAlarms = (alarms: Alarms, api: HttpApi, accessLog: LogGroup): void => {
  alarms.add('ApiServerErrors', {
    metric: api.metricServerError({ period: FIVE_MINUTES, statistic: Stats.SUM }),
    description:
      'The API answered calls with server errors (HTTP 5xx): callers could not submit, view or decide requests. Requests in progress continue.',
  });
  alarms.add('ApiSlow', {
    metric: api.metricLatency({ period: FIVE_MINUTES, statistic: Stats.p(90) }),
    description:
      'For 15 minutes, 1 in 10 API calls took longer than 10 seconds; API Gateway times out after 30 seconds. Submitting requests is slow or fails. Requests in progress continue.',
    threshold: 10_000,
    periods: 3,
  });
  alarms.add('ApiThrottled', {
    metric: throttledMetric(accessLog),
    description:
      'The API rejected at least 20 calls in 5 minutes with HTTP 429, because a route exceeded its rate limit. Those callers must retry. Requests in progress continue.',
    threshold: 20,
  });
};

/** API Gateway counts throttled calls as client errors; only its access log tells them apart. */
const throttledMetric = (accessLog: LogGroup): Metric =>
  new MetricFilter(accessLog, 'Throttled', {
    logGroup: accessLog,
    filterPattern: FilterPattern.stringValue('$.status', '=', '429'),
    metricNamespace: 'Peerway',
    metricName: 'ApiThrottled',
  }).metric({ period: FIVE_MINUTES, statistic: Stats.SUM });
