import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/schema.ts';
import { canConnect } from '../permissions/member-access.ts';
import { DeadLetters } from './dead-letters.ts';
import type { PeeringFunction } from './peering-function.ts';
import type { Workflow } from './workflow.ts';

export const CONNECTIVITY_WATCH = 'schedules/watch-connectivity';

type Timing = { expression: string; timeZone?: string };

const TIMINGS: Readonly<Record<string, (digest: Configuration['digest']) => Timing>> = {
  'schedules/sweep': () => ({ expression: 'rate(15 minutes)' }),
  'schedules/update-register': () => ({ expression: 'rate(15 minutes)' }),
  [CONNECTIVITY_WATCH]: () => ({ expression: 'rate(1 hour)' }),
  'schedules/review-connections': () => ({ expression: 'cron(0 6 * * ? *)' }),
  'schedules/digest': ({ hour, timeZone }) => ({ expression: `cron(0 ${hour} * * ? *)`, timeZone }),
};

/** Schedules in EventBridge Scheduler, with a dead-letter queue for starts and runs that fail. */
export class Schedules extends Construct {
  readonly deadLetters: DeadLetters;
  readonly #group: CfnScheduleGroup;
  readonly #digest: Configuration['digest'];
  readonly #workflow: Workflow;
  readonly watchesConnectivity: boolean;

  constructor(
    scope: Construct,
    id: string,
    { workflow, ...configuration }: Pick<Configuration, 'digest' | 'connect'> & { workflow: Workflow },
  ) {
    super(scope, id);
    this.#digest = configuration.digest;
    this.watchesConnectivity = canConnect(configuration);
    this.#workflow = workflow;
    this.deadLetters = new DeadLetters(this, 'DeadLetters');
    this.#group = new CfnScheduleGroup(this, 'Group', { name: Stack.of(this).stackName });
  }

  add({ entry, node, lambda }: PeeringFunction): void {
    const timing = TIMINGS[entry]?.(this.#digest);
    if (!timing)
      throw new Error(`functions/${entry}.ts has no schedule. Add when it runs to infra/hub/schedules.ts.`);
    // Scheduler invokes functions asynchronously.
    lambda.configureAsyncInvoke({
      onFailure: this.deadLetters.destination,
      retryAttempts: 2,
      maxEventAge: Duration.hours(1),
    });
    const role = this.role(node.id, lambda.functionArn);
    const schedule = new CfnSchedule(this, node.id, {
      groupName: this.#group.ref,
      scheduleExpression: timing.expression,
      ...(timing.timeZone && { scheduleExpressionTimezone: timing.timeZone }),
      flexibleTimeWindow: { mode: 'OFF' },
      // Where member accounts don't let Peerway look at routes, there is nothing to watch.
      ...(entry === CONNECTIVITY_WATCH && !this.watchesConnectivity && { state: 'DISABLED' }),
      target: {
        arn: lambda.functionArn,
        roleArn: role.roleArn,
        retryPolicy: { maximumRetryAttempts: 5, maximumEventAgeInSeconds: Duration.hours(1).toSeconds() },
        deadLetterConfig: { arn: this.deadLetters.queueArn },
      },
    });
    // A rate begins when the schedule is created. The first run needs the role's policy, and starts executions.
    schedule.node.addDependency(role, this.#workflow.alias);
  }

  private role(id: string, functionArn: string): Role {
    const { account } = Stack.of(this);
    const role = new Role(this, `${id}Role`, {
      description: `Peerway: lets EventBridge Scheduler start ${id}`,
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': account } },
      }),
      path: '/peerway/hub/',
    });
    role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }));
    role.addToPolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] }),
    );
    return role;
  }
}
