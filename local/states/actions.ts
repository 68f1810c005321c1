import * as z from 'zod';
import { type Action, action, arn, seconds } from './action.ts';
import { aliasActions } from './alias-actions.ts';
import { invalidOutput } from './errors.ts';
import type { Execution } from './execution.ts';
import type { Executions } from './executions.ts';
import { withoutData } from './history.ts';
import type { Json } from './interpreter.ts';
import { page, paging } from './pages.ts';
import type { StateMachine, StateMachines } from './state-machines.ts';
import type { TaskTokens } from './task-tokens.ts';

const data = z.string().max(262_144);
const definition = z.string().min(1).max(1_048_576);
const taskToken = z.string().min(1).max(2048);
const failure = { error: z.string().max(256).optional(), cause: z.string().max(32_768).optional() };
const publish = z.boolean().optional();
/** Without PENDING_REDRIVE, which only a Map Run can have. */
const statusFilter = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);

/** The operations of the Step Functions API. Each takes a request body and returns a response body. */
export function createActions(
  stateMachines: StateMachines,
  executions: Executions,
  tokens: TaskTokens,
  now: () => Date,
): Record<string, Action> {
  const published = (machine: StateMachine, wanted: boolean | undefined) =>
    wanted ? { stateMachineVersionArn: stateMachines.publish(machine).arn } : {};

  return {
    ...aliasActions(stateMachines),

    CreateStateMachine: action({ name: z.string(), definition, roleArn: arn, publish }, (input) => {
      const machine = stateMachines.create(input.name, input.definition, input.roleArn);
      return {
        stateMachineArn: machine.arn,
        creationDate: seconds(machine.creationDate),
        ...published(machine, input.publish),
      };
    }),

    UpdateStateMachine: action(
      { stateMachineArn: arn, definition: definition.optional(), roleArn: arn.optional(), publish },
      (input) => {
        const machine = stateMachines.update(input.stateMachineArn, input.definition, input.roleArn);
        return { updateDate: seconds(now()), ...published(machine, input.publish) };
      },
    ),

    DescribeStateMachine: action({ stateMachineArn: arn }, ({ stateMachineArn }) => {
      const { machine, revision } = stateMachines.find(stateMachineArn);
      const { definition, roleArn } = revision;
      return { ...stateMachineItem(machine), stateMachineArn, status: 'ACTIVE', definition, roleArn };
    }),

    ListStateMachines: action(paging, (input) => {
      const { items, nextToken } = page(stateMachines.all, (machine) => machine.arn, input);
      return { stateMachines: items.map(stateMachineItem), nextToken };
    }),

    StartExecution: action(
      { stateMachineArn: arn, name: z.string().optional(), input: data.optional() },
      ({ stateMachineArn, name, input }) => {
        const { identity, startDate } = executions.start(stateMachines.find(stateMachineArn), name, input);
        return { executionArn: identity.arn, startDate: seconds(startDate) };
      },
    ),

    DescribeExecution: action({ executionArn: arn }, ({ executionArn }) => {
      const execution = executions.get(executionArn);
      return {
        ...executionItem(execution),
        ...execution.failure,
        input: execution.identity.input,
        inputDetails: { included: true },
        ...(execution.output !== undefined && {
          output: execution.output,
          outputDetails: { included: true },
        }),
      };
    }),

    ListExecutions: action(
      { stateMachineArn: arn, statusFilter: statusFilter.optional(), ...paging },
      (input) => {
        stateMachines.find(input.stateMachineArn);
        const found = executions.list(input.stateMachineArn, input.statusFilter);
        const { items, nextToken } = page(found, ({ identity }) => identity.arn, input);
        return { executions: items.map(executionItem), nextToken };
      },
    ),

    StopExecution: action({ executionArn: arn, ...failure }, ({ executionArn, error, cause }) => {
      const execution = executions.get(executionArn);
      execution.stop(error, cause);
      return { stopDate: seconds(execution.stopDate ?? now()) };
    }),

    GetExecutionHistory: action(
      {
        executionArn: arn,
        reverseOrder: z.boolean().optional(),
        includeExecutionData: z.boolean().default(true),
        ...paging,
      },
      (input) => {
        const { events } = executions.get(input.executionArn).history;
        const ordered = input.reverseOrder ? events.toReversed() : events;
        const { items, nextToken } = page(ordered, ({ id }) => String(id), input);
        return { events: input.includeExecutionData ? items : items.map(withoutData), nextToken };
      },
    ),

    SendTaskSuccess: action({ taskToken, output: data }, ({ taskToken, output }) => {
      let parsed: Json;
      try {
        parsed = JSON.parse(output);
      } catch (error) {
        throw invalidOutput(error instanceof Error ? error.message : String(error));
      }
      tokens.find(taskToken).succeed(parsed);
      return {};
    }),

    SendTaskFailure: action({ taskToken, ...failure }, ({ taskToken, error, cause }) => {
      tokens.find(taskToken).fail(error, cause);
      return {};
    }),

    SendTaskHeartbeat: action({ taskToken }, ({ taskToken }) => {
      tokens.find(taskToken).heartbeat();
      return {};
    }),
  };
}

const stateMachineItem = ({ arn, name, creationDate }: StateMachine) => ({
  stateMachineArn: arn,
  name,
  type: 'STANDARD',
  creationDate: seconds(creationDate),
});

const executionItem = ({ identity, status, startDate, stopDate }: Execution) => ({
  executionArn: identity.arn,
  ...identity.arns,
  name: identity.name,
  status,
  startDate: seconds(startDate),
  ...(stopDate && { stopDate: seconds(stopDate) }),
  redriveCount: 0,
});
