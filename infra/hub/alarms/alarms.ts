import { Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

export type AlarmProps = {
  metric: IMetric;
  /** For whoever is on call: what broke, and what that means for requests. The rest is in docs/operate.md. */
  description: string;
  /** The alarm goes off at this value or above. The default is 1. */
  threshold?: number;
  /** Instead of `threshold`: the alarm goes off below this value, or when there is no data. */
  lessThan?: number;
  /** How many periods in a row. The default is 1. */
  periods?: number;
  /** Instead of `periods`: the alarm goes off for any one of this many periods. */
  within?: number;
};

/** The alarms and the topic that notifies people when one begins and when it ends. */
export class Alarms extends Construct {
  readonly topic: Topic;
  readonly all: Alarm[] = [];

  constructor(
    scope: Construct,
    id: string,
    { addresses, encryptionKey }: { addresses: readonly string[]; encryptionKey?: IKey },
  ) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      displayName: 'Peerway alarms',
      ...(encryptionKey && { masterKey: encryptionKey }),
      enforceSSL: true,
    });
    // A topic without a policy accepts everything of its account; with the policy of `enforceSSL`, only what it names.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Alarms',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    for (const address of addresses) {
      this.topic.addSubscription(new EmailSubscription(address));
    }
  }

  add(name: string, { metric, description, threshold = 1, lessThan, periods = 1, within }: AlarmProps): void {
    const alarm = new Alarm(this, name, {
      metric,
      alarmDescription: `${description} See docs/operate.md, section ${name}.`,
      threshold: lessThan ?? threshold,
      comparisonOperator:
        lessThan === undefined
          ? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
          : ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: within ?? periods,
      ...(within && { datapointsToAlarm: 1 }),
      treatMissingData: lessThan === undefined ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
    });
    const notify = new SnsAction(this.topic);
    alarm.addAlarmAction(notify);
    alarm.addOkAction(notify);
    this.all.push(alarm);
  }
}

export const FIVE_MINUTES = Duration.minutes(5);

/** A metric that our functions publish. The names are those in functions/edge. */
export const ownMetric = (metricName: string, period: Duration): Metric =>
  new Metric({
    namespace: 'Peerway',
    metricName,
    dimensionsMap: { service: 'peerway' },
    statistic: Stats.SUM,
    period,
  });
