import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { invalidDefinition } from './errors.ts';

/** AWS's timeout of a task without one. */
export const DEFAULT_TIMEOUT_SECONDS = 99_999_999;

const INVOKE = 'arn:aws:states:::lambda:invoke';
const RESOURCES: Record<string, TaskDefinition['resource']> = {
  [INVOKE]: 'invoke',
  [`${INVOKE}.waitForTaskToken`]: 'invoke.waitForTaskToken',
};

export type TaskDefinition = { name: string; resource: 'invoke' | 'invoke.waitForTaskToken' };

type State = Record<string, unknown> & { Type: string };
type States = Record<string, State>;

/** Changes a definition so that the interpreter runs it as Step Functions would. */
export function prepareDefinition(definition: StateMachineDefinition): {
  definition: StateMachineDefinition;
  tasks: readonly TaskDefinition[];
} {
  const tasks: TaskDefinition[] = [];
  const prepared = prepareMachine(definition as unknown as { States: States }, tasks);
  return { definition: prepared as unknown as StateMachineDefinition, tasks };
}

function prepareMachine<T extends { States: States }>(machine: T, tasks: TaskDefinition[]): T {
  const states = Object.entries(machine.States).map(([name, state]) => [
    name,
    prepareState(name, state, tasks),
  ]);
  return { ...machine, States: Object.fromEntries(states) };
}

function prepareState(name: string, state: State, tasks: TaskDefinition[]): State {
  const prepared = {
    ...withoutWholeResultPath(state),
    ...(Array.isArray(state['Catch']) && { Catch: state['Catch'].map(withoutWholeResultPath) }),
  };
  switch (state.Type) {
    case 'Task':
      return prepareTask(name, prepared, tasks);
    case 'Parallel':
      return {
        ...prepared,
        Branches: (state['Branches'] as { States: States }[]).map((branch) => prepareMachine(branch, tasks)),
      };
    case 'Map': {
      const field = 'ItemProcessor' in state ? 'ItemProcessor' : 'Iterator';
      return { ...prepared, [field]: prepareMachine(state[field] as { States: States }, tasks) };
    }
    case 'Fail':
      // The interpreter would add its own error and cause if they're missing.
      return { Error: '', Cause: '', ...prepared };
    default:
      return prepared;
  }
}

/** `"$"` is the default, but the interpreter would store the result in a field named `$`. */
function withoutWholeResultPath<T extends Record<string, unknown>>(holder: T): T {
  const { ResultPath, ...rest } = holder;
  return (ResultPath === '$' ? rest : { ...holder }) as T;
}

/**
 * The interpreter resolves TimeoutSecondsPath in the result of Parameters, but Step Functions resolves it in the input.
 * The seconds are therefore passed through Parameters, which are resolved in the input.
 */
function prepareTask(name: string, state: State, tasks: TaskDefinition[]): State {
  const resource = RESOURCES[String(state['Resource'])];
  if (resource === undefined) {
    throw invalidDefinition(`State ${name}: only ${Object.keys(RESOURCES).join(' and ')} can run here`);
  }
  tasks.push({ name, resource });
  const { TimeoutSeconds, TimeoutSecondsPath, HeartbeatSeconds, HeartbeatSecondsPath, ...rest } = state;
  return {
    ...rest,
    TimeoutSecondsPath: '$.TimeoutSeconds',
    Parameters: {
      ...(state['Parameters'] as object | undefined),
      ...(TimeoutSecondsPath === undefined
        ? { TimeoutSeconds: TimeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS }
        : { 'TimeoutSeconds.$': TimeoutSecondsPath }),
      ...(HeartbeatSecondsPath === undefined
        ? { HeartbeatSeconds }
        : { 'HeartbeatSeconds.$': HeartbeatSecondsPath }),
    },
  };
}
