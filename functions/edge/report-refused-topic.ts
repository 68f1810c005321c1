import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { TopicRefusedError } from '../domain/announce/errors.ts';
import { logger } from './logger.ts';
import { metrics } from './metrics.ts';

/** Logs that an account's own topic refused an announcement, and counts it in the metric `AnnouncementsRefused`. */
export const reportRefusedTopic = ({ topicArn, code }: TopicRefusedError): void => {
  logger.error('Announcement refused', { topic: topicArn, code });
  metrics.addMetric('AnnouncementsRefused', MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
};
