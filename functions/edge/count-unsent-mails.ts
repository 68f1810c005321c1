import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Mailer } from '../domain/mail/ports.ts';
import { logger } from './logger.ts';
import { metrics } from './metrics.ts';

/**
 * The mailer, with each mail that it cannot send counted as the metric `MailsNotSent` and its cause logged: the
 * trail keeps that a mail failed once, and nobody is told of it.
 */
export const countUnsentMails = (mailer: Mailer): Mailer => ({
  send: async (mail) => {
    try {
      await mailer.send(mail);
    } catch (error) {
      logger.error('a mail was not sent', { to: mail.to, about: mail.about, error: error as Error });
      metrics.addMetric('MailsNotSent', MetricUnit.Count, 1);
      metrics.publishStoredMetrics();
      throw error;
    }
  },
});
