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
import { registerMetric, sweepMetric, watchMetric } from './alarms/workflow-alarms.ts';
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
  watchesConnectivity: boolean;
};

/** From top to bottom: alarms, workflows and the sweep, API calls and emails, the register, the watch of routes, failed tasks. */
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
          '# Peerway\nVPC peering requests. `docs/operate.md` says what each alarm means and how to respond.',
        width: 24,
        height: 2,
      }),
    );
    this.addWidgets(
      new AlarmStatusWidget({ title: 'Alarms', alarms: props.alarms.all, width: 24, height: 5 }),
    );
    this.addWorkflows(props);
    this.addTraffic(props);
    this.addRegister();
    if (props.watchesConnectivity) this.addConnectivity();
    this.addFailures(props.tasks);
  }

  private addWorkflows({ stateMachine }: PeeringDashboardProps): void {
    const started = stateMachine.metricStarted({ period: HOUR, label: 'started' });
    const succeeded = stateMachine.metricSucceeded({ period: HOUR, label: 'succeeded' });
    this.addWidgets(
      new SingleValueWidget({
        title: 'Workflows in the selected time range',
        metrics: [started, succeeded],
        setPeriodToTimeRange: true,
        width: 8,
        height: 6,
      }),
      graph('Workflows per hour', [
        started,
        succeeded,
        stateMachine.metricFailed({ period: HOUR, label: 'failed' }),
        stateMachine.metricTimedOut({ period: HOUR, label: 'timed out' }),
      ]),
      graph('Sweep: requests', [
        sweepMetric('Changed').with({ label: 'changed outside Peerway' }),
        sweepMetric('Resumed').with({ label: 'workflow restarted' }),
        sweepMetric('Freed').with({ label: 'VPC pair unlocked' }),
        sweepMetric('Stuck').with({ label: 'stuck' }),
        sweepMetric('Unreachable').with({ label: 'account unreachable' }),
      ]),
    );
  }

  private addTraffic({ api, configurationSet, readers }: PeeringDashboardProps): void {
    const calls = { period: HOUR, statistic: Stats.SUM };
    this.addWidgets(
      graph(
        'API calls per hour, and latency',
        [
          api.metricCount({ ...calls, label: 'calls' }),
          api.metricClientError({ ...calls, label: 'client errors (4xx)' }),
          api.metricServerError({ ...calls, label: 'server errors (5xx)' }),
        ],
        [api.metricLatency({ period: HOUR, statistic: Stats.p(90), label: 'p90 latency (ms)' })],
      ),
      graph('Emails per hour', [
        ...['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject'].map((name) =>
          mailMetric(name, configurationSet).with({ period: HOUR, label: name.toLowerCase() }),
        ),
        mailsNotSent.with({ period: HOUR, label: 'not sent' }),
      ]),
      graph(
        'Stream reader lag (ms)',
        readers.map(({ node, lambda }) =>
          lambda.metric('IteratorAge', { statistic: Stats.MAXIMUM, label: node.id }),
        ),
      ),
    );
  }

  private addRegister(): void {
    this.addWidgets(
      graph('Register: connections', [
        registerMetric('Unmanaged').with({ label: 'without a request', statistic: Stats.MAXIMUM }),
        registerMetric('Changed').with({ label: 'changed in EC2' }),
      ]),
      graph('Register: accounts', [registerMetric('Unreachable').with({ label: 'unreachable' })]),
    );
  }

  private addConnectivity(): void {
    this.addWidgets(
      graph('Watch of routes and DNS resolution: requests', [
        watchMetric('LookedAt').with({ label: 'looked at' }),
        watchMetric('Changed').with({ label: 'connectivity changed' }),
        watchMetric('Unreachable').with({ label: 'route tables unreachable' }),
      ]),
    );
  }

  private addFailures(tasks: readonly PeeringFunction[]): void {
    this.addWidgets(
      new LogQueryWidget({
        title: 'Latest failed tasks',
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
