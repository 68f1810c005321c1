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

/** Attempts that SES did not take: what functions/edge/count-unsent-mails.ts counts. */
export const mailsNotSent = ownMetric('MailsNotSent', FIVE_MINUTES);

/** Mails that did not reach their readers. */
export const addMailAlarms = (alarms: Alarms, configurationSet: string): void => {
  alarms.add('MailsNotSent', {
    metric: mailsNotSent,
    means: 'A mail could not be handed to SES: somebody is not asked or told what they should be.',
  });
  alarms.add('MailsBounced', {
    metric: mailMetric('Bounce', configurationSet),
    means: 'A mail came back: an approver or requester has not been told.',
  });
  alarms.add('MailComplaints', {
    metric: mailMetric('Complaint', configurationSet),
    means: 'Somebody called a mail spam; SES writes to that address no more.',
  });
  alarms.add('MailsRejected', {
    metric: mailMetric('Reject', configurationSet),
    means: 'SES refused to send a mail.',
  });
};

/** What was tried often enough, and lies aside. */
export const addDeadLetterAlarm = (alarms: Alarms, name: string, queue: IQueue, means: string): void =>
  alarms.add(name, {
    metric: queue.metricApproximateNumberOfMessagesVisible({
      period: FIVE_MINUTES,
      statistic: Stats.MAXIMUM,
    }),
    means,
  });

/** A reader of the table's stream that has fallen behind: a stream forgets after 24 hours. */
export const addLagAlarm = (alarms: Alarms, name: string, reader: PeeringFunction, means: string): void =>
  alarms.add(name, {
    metric: reader.lambda.metric('IteratorAge', { period: FIVE_MINUTES, statistic: Stats.MAXIMUM }),
    means,
    threshold: Duration.hours(1).toMilliseconds(),
  });
