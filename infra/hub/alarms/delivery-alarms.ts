import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { CONFIGURATION_SET_DIMENSION } from '../mail.ts';
import type { PeeringFunction } from '../peering-function.ts';
import { type Alarms, FIVE_MINUTES, ownMetric } from './alarms.ts';

export const mailMetric = (metricName: string, configurationSet: string): Metric =>
  new Metric({
    namespace: 'AWS/SES',
    metricName,
    dimensionsMap: { [CONFIGURATION_SET_DIMENSION]: configurationSet },
    statistic: Stats.SUM,
    period: FIVE_MINUTES,
  });

/** Emails that SES did not accept, as functions/edge/count-unsent-mails.ts counts them. */
export const mailsNotSent = ownMetric('MailsNotSent', FIVE_MINUTES);

/** Alarms for emails that did not reach their recipients. */
export const addMailAlarms = (alarms: Alarms, configurationSet: string): void => {
  alarms.add('MailsNotSent', {
    metric: mailsNotSent,
    description:
      'SES did not accept an email, so an approver or requester was not notified. Peerway retries every 15 minutes; a refused address or sender must be corrected.',
  });
  alarms.add('MailsBounced', {
    metric: mailMetric('Bounce', configurationSet),
    description:
      'An email bounced, so an approver or requester was not notified. Other approvers of the account can still decide.',
  });
  alarms.add('MailComplaints', {
    metric: mailMetric('Complaint', configurationSet),
    description:
      'A recipient marked an email as spam. SES now suppresses all emails to that address, so that person gets no approval requests or reminders.',
  });
  alarms.add('MailsRejected', {
    metric: mailMetric('Reject', configurationSet),
    description:
      'SES rejected an email after accepting it, so an approver or requester was not notified. Sending may be paused for the whole account.',
  });
};

/** An alarm for announcements that an account's own topic refuses, as functions/edge/report-refused-topic.ts counts them. */
export const addAnnouncementsAlarm = (alarms: Alarms): void =>
  alarms.add('AnnouncementsRefused', {
    metric: ownMetric('AnnouncementsRefused', FIVE_MINUTES),
    description:
      'An account’s own topic refused an announcement, so those who subscribe to it missed it. The hub’s topic has it. A log line names the topic and the error.',
  });

/** An alarm for messages in a dead-letter queue. */
export const addDeadLetterAlarm = (alarms: Alarms, name: string, queue: IQueue, description: string): void =>
  alarms.add(name, {
    metric: queue.metricApproximateNumberOfMessagesVisible({
      period: FIVE_MINUTES,
      statistic: Stats.MAXIMUM,
    }),
    description,
  });

/** An alarm for a reader that is an hour behind the table's stream, which keeps records for 24 hours. */
export const addLagAlarm = (
  alarms: Alarms,
  name: string,
  reader: PeeringFunction,
  description: string,
): void =>
  alarms.add(name, {
    metric: reader.lambda.metric('IteratorAge', { period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
    description,
    threshold: Duration.hours(1).toMilliseconds(),
  });
