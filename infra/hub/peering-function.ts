import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  Architecture,
  type CfnFunction,
  Code,
  Function as LambdaFunction,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { CallerVariable, Variable } from '../../functions/variables.ts';
import type { Configuration } from '../configuration/schema.ts';
import { functionId, variablesOf } from '../functions/function-settings.ts';
import type { FunctionSettings } from '../functions/settings.ts';
import type { Grant, HubResources } from '../permissions/grant.ts';
import { assumeFor, rolePathOf } from '../permissions/member-access.ts';

const ROLE_PATH = '/peerway/hub/';

export type PeeringFunctionProps = {
  entry: string;
  settings: FunctionSettings;
  /** The folder of the function's bundle. */
  bundle: string;
  hub: HubResources;
  environment: Readonly<Record<Variable | CallerVariable, string>>;
  encryptionKey: IKey;
  logDays: number;
  ec2Concurrency: number | null;
  authorization: Configuration['authorization'];
};

/** A file of functions/ as a Lambda function, with its own role and log group. */
export class PeeringFunction extends Construct {
  readonly entry: string;
  readonly lambda: LambdaFunction;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, props: PeeringFunctionProps) {
    const id = functionId(props.entry);
    super(scope, id);
    const { settings, hub } = props;
    this.entry = props.entry;
    this.logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/peerway/${Stack.of(this).stackName}/${id}`,
      retention: props.logDays as RetentionDays,
      encryptionKey: props.encryptionKey,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { concurrency } = settings;
    const reserved = concurrency === 'ec2' ? props.ec2Concurrency : concurrency;
    this.lambda = new LambdaFunction(this, 'Function', {
      description: `Peerway: functions/${props.entry}.ts`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // Reading source maps takes longer than the rest of a cold start, so they stay in dist/.
      code: Code.fromAsset(props.bundle, { exclude: ['*.map'] }),
      handler: 'index.handler',
      memorySize: settings.memoryMb,
      timeout: Duration.seconds(settings.timeoutSeconds),
      environment: Object.fromEntries(
        variablesOf(settings, props.authorization).map((name) => [name, props.environment[name]]),
      ),
      logGroup: this.logGroup,
      role: this.role(settings, hub),
      // Where no concurrency is reserved for tasks, none is reserved for other functions either.
      ...(reserved && props.ec2Concurrency && { reservedConcurrentExecutions: reserved }),
    });
    // With `tracing`, the CDK would give the role a policy of its own.
    (this.lambda.node.defaultChild as CfnFunction).tracingConfig = { mode: 'Active' };
  }

  /** Its policy is a part of it: as a resource of its own, it would count against the 500 of a stack. */
  private role({ grants, memberAccess }: FunctionSettings, hub: HubResources): Role {
    const allowed: Grant[] = [
      {
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: () => [this.logGroup.logGroupArn],
      },
      { actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: () => ['*'] },
      ...grants,
      ...(memberAccess ? assumeFor(memberAccess, hub) : []),
    ];
    const statements = allowed.map(
      ({ actions, resources, conditions }) =>
        new PolicyStatement({
          actions: [...actions],
          resources: [...resources(hub)],
          ...(conditions && { conditions: conditions(hub) ?? {} }),
        }),
    );
    // A new path makes CloudFormation replace the role. With an ID for each path, the old role stays until the function
    // uses the new one.
    return new Role(this, memberAccess ? `Role-${memberAccess}` : 'Role', {
      description: `Peerway: permissions of functions/${this.entry}.ts`,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      path: memberAccess ? rolePathOf(memberAccess) : ROLE_PATH,
      inlinePolicies: { Grants: new PolicyDocument({ statements }) },
    });
  }
}
