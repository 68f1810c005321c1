import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Mailer } from '../domain/mail/ports.ts';
import { logger } from './logger.ts';
import { metrics } from './metrics.ts';

/**
 * A mailer that counts each mail it can't send in the metric `MailsNotSent`, and logs the cause. The audit trail
 * doesn't record every attempt.
 */
export const countUnsentMails = (mailer: Mailer): Mailer => ({
  send: async (mail) => {
    try {
      await mailer.send(mail);
    } catch (error) {
      logger.error('Mail not sent', { to: mail.to, about: mail.about, error: error as Error });
      metrics.addMetric('MailsNotSent', MetricUnit.Count, 1);
      metrics.publishStoredMetrics();
      throw error;
    }
  },
});
