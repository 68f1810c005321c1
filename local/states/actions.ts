import * as z from 'zod';
import { invalidOutput, invalidToken, StatesApiError } from './errors.ts';
import type { Execution } from './execution.ts';
import type { Executions } from './executions.ts';
import type { Json } from './interpreter.ts';
import type { StateMachine, StateMachines } from './state-machines.ts';
import type { TaskTokens } from './task-tokens.ts';

export type Action = (body: unknown) => object;

const arn = z.string().min(1).max(256);
const data = z.string().max(262_144);
const definition = z.string().min(1).max(1_048_576);
const taskToken = z.string().min(1).max(2048);
const failure = { error: z.string().max(256).optional(), cause: z.string().max(32_768).optional() };
const paging = {
  maxResults: z.int().min(0).max(1000).optional(),
  nextToken: z.string().min(1).max(1024).optional(),
};
const statusFilter = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']);

const seconds = (date: Date) => date.getTime() / 1000;

/** The operations of the Step Functions API. Each takes a request body and returns a response body. */
export function createActions(
  stateMachines: StateMachines,
  executions: Executions,
  tokens: TaskTokens,
  now: () => Date,
): Record<string, Action> {
  return {
    CreateStateMachine: action({ name: z.string(), definition, roleArn: arn }, (input) => {
      const machine = stateMachines.create(input.name, input.definition, input.roleArn);
      return { stateMachineArn: machine.arn, creationDate: seconds(machine.creationDate) };
    }),

    UpdateStateMachine: action(
      { stateMachineArn: arn, definition: definition.optional(), roleArn: arn.optional() },
      (input) => {
        stateMachines.update(input.stateMachineArn, input.definition, input.roleArn);
        return { updateDate: seconds(now()) };
      },
    ),

    DescribeStateMachine: action({ stateMachineArn: arn }, ({ stateMachineArn }) => {
      const machine = stateMachines.get(stateMachineArn);
      const { roleArn } = machine;
      return { ...stateMachineItem(machine), status: 'ACTIVE', definition: machine.definition, roleArn };
    }),

    ListStateMachines: action(paging, (input) => {
      const { items, nextToken } = page(stateMachines.all, (machine) => machine.arn, input);
      return { stateMachines: items.map(stateMachineItem), nextToken };
    }),

    StartExecution: action(
      { stateMachineArn: arn, name: z.string().optional(), input: data.optional() },
      ({ stateMachineArn, name, input }) => {
        const { identity, startDate } = executions.start(stateMachines.get(stateMachineArn), name, input);
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
        const { arn: machineArn } = stateMachines.get(input.stateMachineArn);
        const found = executions.list(machineArn, input.statusFilter);
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
      { executionArn: arn, reverseOrder: z.boolean().optional(), ...paging },
      (input) => {
        const { events } = executions.get(input.executionArn).history;
        const ordered = input.reverseOrder ? events.toReversed() : events;
        const { items, nextToken } = page(ordered, ({ id }) => String(id), input);
        return { events: items, nextToken };
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

function action<Shape extends z.ZodRawShape>(
  shape: Shape,
  run: (input: z.infer<z.ZodObject<Shape>>) => object,
): Action {
  const schema = z.object(shape);
  return (body) => {
    const { success, data: input, error } = schema.safeParse(body);
    if (success) return run(input);
    const problems = error.issues.map(
      ({ path, message }) => `Value at '${path.join('.')}' failed to satisfy constraint: ${message}`,
    );
    const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected`;
    throw new StatesApiError('ValidationException', `${count}: ${problems.join('; ')}`);
  };
}

const DEFAULT_MAX_RESULTS = 100;

type PageRequest = { maxResults?: number | undefined; nextToken?: string | undefined };

/** Returns a page of a list. Its token contains the last item, so that new items don't shift later pages. */
function page<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  { maxResults, nextToken }: PageRequest,
): { items: readonly T[]; nextToken?: string } {
  let start = 0;
  if (nextToken !== undefined) {
    const key = Buffer.from(nextToken, 'base64url').toString();
    start = items.findIndex((item) => keyOf(item) === key) + 1;
    if (start === 0) throw invalidToken();
  }
  const shown = items.slice(start, start + (maxResults || DEFAULT_MAX_RESULTS));
  const last = shown.at(-1);
  if (last === undefined || start + shown.length === items.length) return { items: shown };
  return { items: shown, nextToken: Buffer.from(keyOf(last)).toString('base64url') };
}

const stateMachineItem = ({ arn, name, creationDate }: StateMachine) => ({
  stateMachineArn: arn,
  name,
  type: 'STANDARD',
  creationDate: seconds(creationDate),
});

const executionItem = ({ identity, status, startDate, stopDate }: Execution) => ({
  executionArn: identity.arn,
  stateMachineArn: identity.stateMachineArn,
  name: identity.name,
  status,
  startDate: seconds(startDate),
  ...(stopDate && { stopDate: seconds(stopDate) }),
});
