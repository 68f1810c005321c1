import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { PeeringFunction } from '../peering-function.ts';
import { type Alarms, FIVE_MINUTES, ownMetric } from './alarms.ts';

/** A figure that the sweep reports. The names are those in functions/edge/schedule-handler.ts. */
export const sweepMetric = (
  figure: 'LookedAt' | 'Changed' | 'Resumed' | 'Freed' | 'Stuck' | 'Unreachable',
): Metric => ownMetric(`Sweep${figure}`, Duration.minutes(15));

/** A figure that the watch of routes and DNS resolution reports. */
export const watchMetric = (figure: 'LookedAt' | 'Changed' | 'Unreachable'): Metric =>
  ownMetric(`WatchConnectivity${figure}`, Duration.hours(1));

/** A figure that the round of the register reports. */
export const registerMetric = (figure: 'Changed' | 'Unreachable' | 'Unmanaged'): Metric =>
  ownMetric(`Register${figure}`, Duration.minutes(15));

/** Alarms for requests that don't progress. */
export const addWorkflowAlarms = (
  alarms: Alarms,
  stateMachine: StateMachine,
  sweep: PeeringFunction,
  register: PeeringFunction,
  watch: PeeringFunction | undefined,
): void => {
  alarms.add('ExecutionsFailed', {
    metric: stateMachine.metricFailed({ period: FIVE_MINUTES }),
    description:
      'The workflow of a request failed after its retries. The request keeps its status, and the sweep restarts the workflow within 15 minutes.',
  });
  alarms.add('ExecutionsTimedOut', {
    metric: stateMachine.metricTimedOut({ period: FIVE_MINUTES }),
    description:
      "The workflow of a request timed out after 10 days, although EC2's acceptance window lasts 7. The request may have the wrong status until the sweep starts a new workflow, within 15 minutes.",
  });
  alarms.add('ExecutionsThrottled', {
    metric: stateMachine.metricThrottled({ period: FIVE_MINUTES }),
    description:
      'Step Functions throttled workflows at least 10 times in 5 minutes, because the quota of state transitions is used up. Requests progress slowly; none are lost.',
    threshold: 10,
  });
  alarms.add('RequestsStuck', {
    metric: sweepMetric('Stuck'),
    description:
      'At least one request is stuck and may not progress without help. An email to the network team names the request and the reason.',
  });
  alarms.add('RecordsUnreadable', {
    metric: ownMetric('RecordsUnreadable', FIVE_MINUTES),
    description:
      'A record in the table is damaged. Lists, the board, the digest and the sweep leave it out, so its request is not watched. A log line names the record and the field.',
  });
  alarms.add('RequestsResumed', {
    metric: sweepMetric('Resumed'),
    description:
      'The sweep found a request without a running workflow and started one. The request continues. Investigate if several requests are affected at once.',
  });
  alarms.add('AccountsUnreachable', {
    metric: sweepMetric('Unreachable'),
    description:
      'For an hour, Peerway could not reach EC2 in a member account: its roles do not trust the hub, or its Region does not respond. Requests of that account may not progress.',
    periods: 4,
  });
  alarms.add('SweepSilent', {
    metric: sweep.lambda.metricInvocations({ period: Duration.hours(1) }),
    description:
      'The sweep has not run for an hour. Failed workflows are not restarted, unsent emails are not retried, and stuck requests go unnoticed.',
    lessThan: 1,
  });
  alarms.add('RegisterUnreachable', {
    metric: registerMetric('Unreachable'),
    description:
      'For an hour, Peerway could not list the connections of a member account that it has roles in. The register does not show what changes there, and pending connections there are not picked up. Requests are not affected.',
    periods: 4,
  });
  alarms.add('RegisterSilent', {
    metric: register.lambda.metricInvocations({ period: Duration.hours(1) }),
    description:
      'The round of the register has not run for an hour. The register does not show what changes in EC2, and pending connections are not picked up. Requests are not affected.',
    lessThan: 1,
  });
  if (!watch) return;
  alarms.add('RouteTablesUnreachable', {
    metric: watchMetric('Unreachable'),
    description:
      'For 3 hours, Peerway could not look at the route tables of a member account that it has roles in. Changes there are not recorded, and nobody is notified of them. Requests are not affected.',
    periods: 3,
  });
  alarms.add('ConnectivityWatchSilent', {
    metric: watch.lambda.metricInvocations({ period: Duration.hours(3) }),
    description:
      'The watch of routes and DNS resolution has not run for 3 hours. Changes to them are not recorded, and nobody is notified of them. Requests are not affected.',
    lessThan: 1,
  });
};
