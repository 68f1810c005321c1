import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  LogQueryWidget,
  PeriodOverride,
  SingleValueWidget,
  Stats,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Alarms } from './alarms/alarms.ts';
import { mailMetric, mailsNotSent } from './alarms/delivery-alarms.ts';
import { sweepMetric } from './alarms/workflow-alarms.ts';
import type { PeeringFunction } from './peering-function.ts';

const HOUR = Duration.hours(1);

const graph = (title: string, left: IMetric[], right: IMetric[] = []) =>
  new GraphWidget({ title, left, right, width: 8, height: 6 });

export type PeeringDashboardProps = {
  alarms: Alarms;
  stateMachine: StateMachine;
  api: HttpApi;
  configurationSet: string;
  readers: readonly PeeringFunction[];
  tasks: readonly PeeringFunction[];
};

/** From top to bottom: is all well, what are the requests doing, what do callers and readers of mails meet. */
export class PeeringDashboard extends Dashboard {
  constructor(scope: Construct, id: string, props: PeeringDashboardProps) {
    super(scope, id, {
      dashboardName: Stack.of(scope).stackName,
      defaultInterval: Duration.days(7),
      periodOverride: PeriodOverride.INHERIT,
    });
    this.addWidgets(
      new TextWidget({
        markdown:
          '# Peerway\nRequests to peer VPCs. What each alarm means and what to do: `docs/operate.md`.',
        width: 24,
        height: 2,
      }),
    );
    this.addWidgets(
      new AlarmStatusWidget({ title: 'Is anything wrong?', alarms: props.alarms.all, width: 24, height: 5 }),
    );
    this.addRequests(props);
    this.addMeetings(props);
    this.addFailures(props.tasks);
  }

  private addRequests({ stateMachine }: PeeringDashboardProps): void {
    const started = stateMachine.metricStarted({ period: HOUR, label: 'followed anew' });
    const ended = stateMachine.metricSucceeded({ period: HOUR, label: 'ended' });
    this.addWidgets(
      new SingleValueWidget({
        title: 'In the time shown',
        metrics: [started, ended],
        setPeriodToTimeRange: true,
        width: 8,
        height: 6,
      }),
      graph('Workflows an hour', [
        started,
        ended,
        stateMachine.metricFailed({ period: HOUR, label: 'failed' }),
        stateMachine.metricTimedOut({ period: HOUR, label: 'timed out' }),
      ]),
      graph('What the sweep found', [
        sweepMetric('Changed').with({ label: 'changed outside' }),
        sweepMetric('Resumed').with({ label: 'not followed' }),
        sweepMetric('Freed').with({ label: 'pair held for nothing' }),
        sweepMetric('Stuck').with({ label: 'stuck' }),
        sweepMetric('Unreachable').with({ label: 'account unreachable' }),
      ]),
    );
  }

  private addMeetings({ api, configurationSet, readers }: PeeringDashboardProps): void {
    const calls = { period: HOUR, statistic: Stats.SUM };
    this.addWidgets(
      graph(
        'Calls an hour, and how long they take',
        [
          api.metricCount({ ...calls, label: 'calls' }),
          api.metricClientError({ ...calls, label: 'refused' }),
          api.metricServerError({ ...calls, label: 'our errors' }),
        ],
        [api.metricLatency({ period: HOUR, statistic: Stats.p(90), label: 'ms, nine of ten' })],
      ),
      graph('Mails', [
        ...['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject'].map((name) =>
          mailMetric(name, configurationSet).with({ period: HOUR, label: name.toLowerCase() }),
        ),
        mailsNotSent.with({ period: HOUR, label: 'not sent' }),
      ]),
      graph(
        'How far behind the table its readers are (ms)',
        readers.map(({ node, lambda }) =>
          lambda.metric('IteratorAge', { statistic: Stats.MAXIMUM, label: node.id }),
        ),
      ),
    );
  }

  private addFailures(tasks: readonly PeeringFunction[]): void {
    this.addWidgets(
      new LogQueryWidget({
        title: 'Tasks that failed last',
        logGroupNames: tasks.map(({ logGroup }) => logGroup.logGroupName),
        queryLines: [
          'fields @timestamp, task, peering_request, error.name, error.message',
          "filter level = 'ERROR' and error.name != 'ConnectionNotSettledError'",
          'sort @timestamp desc',
          'limit 20',
        ],
        width: 24,
        height: 6,
      }),
    );
  }
}
