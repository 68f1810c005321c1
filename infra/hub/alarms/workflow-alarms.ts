import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { PeeringFunction } from '../peering-function.ts';
import { type Alarms, FIVE_MINUTES, ownMetric } from './alarms.ts';

/** What the sweep reports, under the names that functions/edge/schedule-handler.ts gives it. */
export const sweepMetric = (
  figure: 'LookedAt' | 'Changed' | 'Resumed' | 'Freed' | 'Stuck' | 'Unreachable',
): Metric => ownMetric(`Sweep${figure}`, Duration.minutes(15));

/** Whatever keeps a request from going on. */
export const addWorkflowAlarms = (
  alarms: Alarms,
  stateMachine: StateMachine,
  sweep: PeeringFunction,
): void => {
  alarms.add('ExecutionsFailed', {
    metric: stateMachine.metricFailed({ period: FIVE_MINUTES }),
    means: 'The workflow of a request gave up. The sweep starts it again within 15 minutes.',
  });
  alarms.add('ExecutionsTimedOut', {
    metric: stateMachine.metricTimedOut({ period: FIVE_MINUTES }),
    means: 'The workflow of a request ran for ten days, longer than any window of EC2.',
  });
  alarms.add('ExecutionsThrottled', {
    metric: stateMachine.metricThrottled({ period: FIVE_MINUTES }),
    means: 'Step Functions slows the workflow down: its quota of state transitions is used up.',
    threshold: 10,
  });
  alarms.add('RequestsStuck', {
    metric: sweepMetric('Stuck'),
    means: 'A request does not go on as it should, and the network team has a mail that says why.',
  });
  alarms.add('RequestsResumed', {
    metric: sweepMetric('Resumed'),
    means: 'The sweep found a request that nothing followed, and started its workflow.',
  });
  alarms.add('AccountsUnreachable', {
    metric: sweepMetric('Unreachable'),
    means: 'For an hour, EC2 could not be asked about requests: a member account does not let Peerway in.',
    periods: 4,
  });
  alarms.add('SweepSilent', {
    metric: sweep.lambda.metricInvocations({ period: Duration.hours(1) }),
    means: 'The sweep has not run for an hour: nothing watches over the requests.',
    lessThan: 1,
  });
};
