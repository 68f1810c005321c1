import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/**
 * Logs that a stored record can't be used, and counts it in the metric `RecordsUnreadable`, which an alarm watches.
 * Whoever reads a list goes on without it.
 */
export const reportUnreadable = (record: string, field: string): void => {
  new Logger({ serviceName: 'peerway' }).error('Record unreadable', { record, field });
  const metrics = new Metrics({ namespace: 'Peerway', serviceName: 'peerway' });
  metrics.addMetric('RecordsUnreadable', MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
};
