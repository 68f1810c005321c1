import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { startClock, type VirtualClock } from '../../../local/clock.ts';
import { type States, startStates } from '../../../local/states/server.ts';

export const START = new Date('2026-03-02T09:00:00.000Z');
export const ROLE_ARN = 'arn:aws:iam::999999999999:role/StatesExecution';

type LambdaFunction = (payload: never) => unknown;

/** One state machine on the local Step Functions, its functions, a real client, and a clock at a standstill. */
export type Fixture = {
  clock: VirtualClock;
  states: States;
  client: SFNClient;
  stateMachineArn: string;
  /** Each invocation with the virtual seconds since the start. */
  invocations: { at: number; name: string; payload: unknown }[];
  /** The tokens that functions were given as `token`, in order. */
  tokens: string[];
  start(input?: unknown, name?: string): Promise<string>;
  describe(
    executionArn: string,
  ): Promise<{ status: string; output: unknown; error?: string; cause?: string }>;
  /** Each event's type with the virtual seconds since the start. */
  timeline(executionArn: string): Promise<[string, number][]>;
  succeed(taskToken: string, output: unknown): Promise<unknown>;
  close(): Promise<void>;
};

export async function openFixture(
  definition: StateMachineDefinition,
  functions: Record<string, LambdaFunction> = {},
  keptAfterEnd?: number,
): Promise<Fixture> {
  const clock = startClock({ speed: 0, startAt: START });
  const secondsSinceStart = (date = clock.now()) => (date.getTime() - START.getTime()) / 1000;
  const invocations: Fixture['invocations'] = [];
  const tokens: string[] = [];
  const states = await startStates({
    clock,
    region: 'us-east-1',
    accountId: '999999999999',
    stateMachines: [{ name: 'machine', definition }],
    ...(keptAfterEnd !== undefined && { keptAfterEnd }),
    async invoke(name, payload) {
      invocations.push({ at: secondsSinceStart(), name, payload });
      const { token } = payload as { token?: string };
      if (token !== undefined) tokens.push(token);
      return await functions[name]?.(payload as never);
    },
  });
  const client = new SFNClient({
    endpoint: states.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const stateMachineArn = states.stateMachineArn('machine');
  return {
    clock,
    states,
    client,
    stateMachineArn,
    invocations,
    tokens,
    async start(input, name) {
      const { executionArn = '' } = await client.send(
        new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input), name }),
      );
      await clock.idle();
      return executionArn;
    },
    async describe(executionArn) {
      const {
        status = '',
        output,
        error,
        cause,
      } = await client.send(new DescribeExecutionCommand({ executionArn }));
      return {
        status,
        output: output === undefined ? undefined : JSON.parse(output),
        ...(error !== undefined && { error }),
        ...(cause !== undefined && { cause }),
      };
    },
    async timeline(executionArn) {
      const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
      return events.map(({ type = '', timestamp }) => [type, secondsSinceStart(timestamp)]);
    },
    async succeed(taskToken, output) {
      await client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }));
      return clock.idle();
    },
    async close() {
      client.destroy();
      await states.close();
      clock.close();
    },
  };
}

export const INVOKE = 'arn:aws:states:::lambda:invoke';

/** A Task that invokes a function with the state's input, and ends the execution unless told where to go on. */
export const invoke = (name: string, rest: object = { End: true }) => ({
  Type: 'Task',
  Resource: INVOKE,
  Parameters: { FunctionName: name, 'Payload.$': '$' },
  ...rest,
});

/** A Task that waits for its token. */
export const ask = (name: string, rest: object = { End: true }) => ({
  Type: 'Task',
  Resource: `${INVOKE}.waitForTaskToken`,
  Parameters: { FunctionName: name, Payload: { 'token.$': '$$.Task.Token' } },
  ...rest,
});

export const machine = (first: object, others: Record<string, object> = {}): StateMachineDefinition =>
  ({ StartAt: 'First', States: { First: first, ...others } }) as StateMachineDefinition;

/** A machine that asks for a decision, and stops waiting without heartbeats. */
export const DECISION = machine(
  ask('ask', {
    HeartbeatSeconds: 600,
    TimeoutSeconds: 3600,
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Caught' }],
    Next: 'Done',
  }),
  { Done: { Type: 'Succeed' }, Caught: { Type: 'Pass', End: true } },
);

export class NamedError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}
