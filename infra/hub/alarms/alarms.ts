import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { DeadLetters } from '../dead-letters.ts';

export type AlarmProps = {
  metric: IMetric;
  /** A sentence for whoever is woken: what it means. What to do stands in docs/operate.md under the alarm's name. */
  means: string;
  /** At least this much; absent: 1. */
  threshold?: number;
  /** Instead: less than this much, and nothing at all counts as nothing. */
  lessThan?: number;
  /** In how many periods one after another; absent: 1. */
  periods?: number;
};

/** The topic that tells people, and what is told. Every alarm tells when it is over, too. */
export class Alarms extends Construct {
  readonly topic: Topic;
  readonly deadLetters: DeadLetters;
  readonly all: Alarm[] = [];

  constructor(
    scope: Construct,
    id: string,
    { addresses, encryptionKey }: { addresses: readonly string[]; encryptionKey: IKey },
  ) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      displayName: 'Peerway alarms',
      masterKey: encryptionKey,
      enforceSSL: true,
    });
    this.deadLetters = new DeadLetters(this, 'DeadLetters');
    for (const address of addresses) {
      this.topic.addSubscription(new EmailSubscription(address, { deadLetterQueue: this.deadLetters }));
    }
  }

  add(name: string, { metric, means, threshold = 1, lessThan, periods = 1 }: AlarmProps): void {
    const alarm = new Alarm(this, name, {
      metric,
      alarmDescription: `${means} See docs/operate.md, ${name}.`,
      threshold: lessThan ?? threshold,
      comparisonOperator:
        lessThan === undefined
          ? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
          : ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: lessThan === undefined ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
    });
    const tell = new SnsAction(this.topic);
    alarm.addAlarmAction(tell);
    alarm.addOkAction(tell);
    this.all.push(alarm);
  }
}

export const FIVE_MINUTES = Duration.minutes(5);

/** What the functions count themselves, under the names that functions/edge gives it. */
export const ownMetric = (metricName: string, period: Duration): Metric =>
  new Metric({
    namespace: 'Peerway',
    metricName,
    dimensionsMap: { service: 'peerway' },
    statistic: Stats.SUM,
    period,
  });
