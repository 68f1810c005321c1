import { readFileSync } from 'node:fs';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  CfnStateMachineAlias,
  CfnStateMachineVersion,
  DefinitionBody,
  LogLevel,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { PeeringFunction } from './peering-function.ts';

const DEFINITION = new URL('../../statemachine/peering-request.asl.json', import.meta.url);

/** The alias that starts executions. */
export const LIVE = 'live';

/** A fixed name, so that a function's policy can name the state machine without referring to it. */
export const stateMachineName = (stack: Stack): string => `${stack.stackName}-PeeringRequest`;

/**
 * The state machine. Every change is published as a version, and old versions are kept. An execution runs the
 * version that the alias pointed to when the execution started.
 */
export class Workflow extends Construct {
  readonly stateMachine: StateMachine;
  readonly alias: CfnStateMachineAlias;

  constructor(
    scope: Construct,
    id: string,
    {
      tasks,
      encryptionKey,
      logDays,
    }: { tasks: readonly PeeringFunction[]; encryptionKey: IKey; logDays: number },
  ) {
    super(scope, id);
    const stack = Stack.of(this);
    const name = stateMachineName(stack);
    const role = new Role(this, 'Role', {
      description: 'Peerway: permissions of the workflow',
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
      }),
      path: '/peerway/hub/',
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: tasks.map(({ lambda }) => lambda.functionArn),
      }),
    );
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(
        readFileSync(DEFINITION, 'utf8').replaceAll('arn:aws:', `arn:${stack.partition}:`),
      ),
      definitionSubstitutions: Object.fromEntries(
        tasks.map(({ node, lambda }) => [node.id, lambda.functionArn]),
      ),
      role,
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        // Inputs and outputs contain task tokens.
        includeExecutionData: false,
        destination: new LogGroup(this, 'Logs', {
          // Log groups with this prefix share one resource policy, whose size is limited.
          logGroupName: `/aws/vendedlogs/states/${name}`,
          retention: logDays as RetentionDays,
          encryptionKey,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
    const version = new CfnStateMachineVersion(this, 'Version', {
      stateMachineArn: this.stateMachine.stateMachineArn,
      stateMachineRevisionId: this.stateMachine.stateMachineRevisionId,
    });
    version.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    this.alias = new CfnStateMachineAlias(this, 'Alias', {
      name: LIVE,
      description: 'Runs the workflows of new requests',
      deploymentPreference: { stateMachineVersionArn: version.attrArn, type: 'ALL_AT_ONCE' },
    });
  }
}
