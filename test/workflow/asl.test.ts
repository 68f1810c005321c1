import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as connectionErrors from '../../functions/domain/connection/errors.ts';
import * as requestErrors from '../../functions/domain/request/errors.ts';

const errors: object = { ...requestErrors, ...connectionErrors };

/** As much of the Amazon States Language as our definition uses. */
type Retrier = { ErrorEquals: string[]; MaxAttempts?: number };
type Catcher = { ErrorEquals: string[]; ResultPath?: string; Next: string };
type State = {
  Type: string;
  Next?: string;
  End?: boolean;
  Default?: string;
  Choices?: { Next: string }[];
  Resource?: string;
  Parameters?: { FunctionName?: string; Payload?: Record<string, string> };
  TimeoutSeconds?: number;
  TimeoutSecondsPath?: string;
  Retry?: Retrier[];
  Catch?: Catcher[];
  Error?: string;
  ErrorPath?: string;
};
type StateMachine = { StartAt: string; TimeoutSeconds?: number; States: Record<string, State> };

type Validation = { isValid: boolean; errorsText: (separator?: string) => string };

const require = createRequire(import.meta.url);
const validate = require('asl-validator') as (definition: StateMachine) => Validation;

const root = new URL('../../', import.meta.url);
const text = readFileSync(new URL('statemachine/peering-request.asl.json', root), 'utf8');
const asl = JSON.parse(text) as StateMachine;

const taskFiles = globSync('functions/tasks/*.ts', { cwd: root.pathname }).map((file) =>
  basename(file, '.ts'),
);

/** A state that does what another one does, and goes on elsewhere. */
const functionOf = (state: string): string => (state === 'AcceptThenConnect' ? 'AcceptPeering' : state);

/** CreatePeering lies in create-peering. */
const fileOf = (state: string): string => state.replace(/(?<=.)[A-Z]/g, '-$&').toLowerCase();

/** The error with which an ended request answers its task; its adapter names it. */
const TASK_TOKEN_ERROR = /REQUEST_ENDED = '(\w+)'/.exec(
  readFileSync(new URL('functions/adapters/sfn-task-tokens.ts', root), 'utf8'),
)?.[1];

/** How AWS says that it is asked too often, from EC2 to DynamoDB. */
const THROTTLING = [
  'RequestLimitExceeded',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'ProvisionedThroughputExceededException',
];

/** Whether an error of this name can reach the state machine at all. */
const isKnownError = (name: string): boolean =>
  /^(States|Lambda)\.\w+$/.test(name) ||
  THROTTLING.includes(name) ||
  name === TASK_TOKEN_ERROR ||
  name in errors;

const nextOf = ({ Next, Default, Choices = [], Catch = [] }: State): string[] =>
  [Next, Default, ...Choices.map((choice) => choice.Next), ...Catch.map((catcher) => catcher.Next)].filter(
    (name) => name !== undefined,
  );

const isTerminal = ({ Type, End }: State): boolean => Type === 'Succeed' || Type === 'Fail' || End === true;

/** The states that can come after those given, and these themselves. */
const reachableFrom = ({ States }: StateMachine, start: readonly string[]): Set<string> => {
  const seen = new Set(start);
  // A set that grows while it is walked is walked to its end.
  for (const name of seen) {
    const state = States[name];
    for (const next of state ? nextOf(state) : []) seen.add(next);
  }
  return seen;
};

/** What is wrong with how a Task waits, repeats and gives up. */
const problemsOfTask = (name: string, state: State): string[] => {
  const problems: string[] = [];
  const own = functionOf(name);
  if (!taskFiles.includes(fileOf(own)))
    problems.push(`${name} has no file functions/tasks/${fileOf(own)}.ts`);
  if (state.Parameters?.FunctionName !== `\${${own}}`)
    problems.push(`${name} invokes another function than its own`);
  if (state.Parameters?.Payload?.['request_id.$'] !== '$.request_id')
    problems.push(`${name} is not told the request`);
  if (state.TimeoutSeconds === undefined && state.TimeoutSecondsPath === undefined) {
    problems.push(`${name} may wait for ever`);
  }
  const waits = state.Resource?.endsWith('.waitForTaskToken') === true;
  if (waits && state.Parameters?.Payload?.['task_token.$'] !== '$$.Task.Token') {
    problems.push(`${name} waits for a token that nobody was given`);
  }
  if (!state.Retry?.length) problems.push(`${name} is not retried`);
  const last = state.Catch?.at(-1);
  if (last?.ErrorEquals.join() !== 'States.ALL')
    problems.push(`${name} has no Catch that ends in States.ALL`);
  for (const { ErrorEquals, ResultPath } of state.Catch ?? []) {
    if (!ResultPath?.startsWith('$.'))
      problems.push(`${name} forgets the request when it catches ${ErrorEquals}`);
  }
  const named = [...(state.Retry ?? []), ...(state.Catch ?? [])].flatMap(({ ErrorEquals }) => ErrorEquals);
  for (const error of named)
    if (!isKnownError(error)) problems.push(`${name} matches ${error}, which nothing throws`);
  return problems;
};

/** What is wrong with the way that executions take. */
const problemsOfPaths = (machine: StateMachine): string[] => {
  const names = Object.keys(machine.States);
  const reachable = reachableFrom(machine, [machine.StartAt]);
  const problems = names.filter((name) => !reachable.has(name)).map((name) => `${name} is never reached`);
  for (const name of reachable) {
    const state = machine.States[name];
    if (!state) {
      problems.push(`${name} does not exist`);
      continue;
    }
    if (nextOf(state).length === 0 && !isTerminal(state)) problems.push(`${name} leads nowhere`);
    if (isTerminal(state) && state.Next) problems.push(`${name} ends and goes on`);
    if (state.Type === 'Choice' && !state.Default) problems.push(`${name} has no Default`);
    const ends = [...reachableFrom(machine, [name])].filter((end) => {
      const found = machine.States[end];
      return (
        found &&
        isTerminal(found) &&
        (found.Type !== 'Fail' || state.Type === 'Fail' || end === state.Default)
      );
    });
    if (ends.length === 0) problems.push(`${name} cannot end`);
  }
  return problems;
};

const problemsOf = (machine: StateMachine): string[] => {
  const tasks = Object.entries(machine.States).filter(([, { Type }]) => Type === 'Task');
  const taskNames = tasks.map(([name]) => name);
  const placeholders = JSON.stringify(machine).matchAll(/\$\{(.*?)\}/g);
  return [
    ...tasks.flatMap(([name, state]) => problemsOfTask(name, state)),
    ...problemsOfPaths(machine),
    ...taskFiles
      .filter((file) => !taskNames.map(fileOf).includes(file))
      .map((file) => `no state runs functions/tasks/${file}.ts`),
    ...[...placeholders]
      .filter(([, name = '']) => !taskNames.includes(name))
      .map(([placeholder]) => `${placeholder} is no Task`),
  ];
};

describe('the state machine', () => {
  it('is valid Amazon States Language', () => {
    const { isValid, errorsText } = validate(asl);
    expect(isValid, errorsText('\n')).toBe(true);
  });

  it('has no fault that the walker knows of', () => {
    expect(problemsOf(asl)).toEqual([]);
  });

  it('starts by making the connection and ends by telling the outcome', () => {
    const ends = Object.entries(asl.States).filter(([, state]) => isTerminal(state) && state.Type !== 'Fail');
    expect(asl.StartAt).toBe('CreatePeering');
    expect(ends.map(([name]) => name)).toEqual(['RecordOutcome']);
  });

  it('names its error in every state in which it fails', () => {
    const failures = Object.entries(asl.States).filter(([, { Type }]) => Type === 'Fail');
    expect(failures.map(([name]) => name).sort()).toEqual(['Stuck', 'UnknownDecision']);
    for (const [name, { Error: error, ErrorPath }] of failures) expect(error ?? ErrorPath, name).toBeTruthy();
  });

  it('goes on for longer than the seven days of the window', () => {
    expect(asl.TimeoutSeconds).toBeGreaterThan(7 * 86_400);
  });

  it.each(taskFiles)('finds a handler in functions/tasks/%s.ts', async (file) => {
    const module = (await import(`../../functions/tasks/${file}.ts`)) as Record<string, unknown>;
    expect(module['handler']).toBeTypeOf('function');
  });

  const own = [...new Set(text.match(/(?<=")\w+Error(?=")/g))];

  it.each(own)('matches %s by the name that its errors really bear', (name) => {
    const ErrorClass = (errors as Record<string, new (...args: string[]) => Error>)[name];
    expect(ErrorClass && new ErrorClass('one', 'two', 'three').name).toBe(name);
  });
});

describe('the walker', () => {
  /** A copy of the state machine with something broken in it. */
  const broken = (mutate: (machine: StateMachine) => void): string[] => {
    const machine = structuredClone(asl);
    mutate(machine);
    return problemsOf(machine);
  };

  const state = (machine: StateMachine, name: string): State => {
    const found = machine.States[name];
    if (!found) throw new Error(`the state machine has no ${name}`);
    return found;
  };

  type Fault = [string, (machine: StateMachine) => void, string];

  it.each<Fault>([
    [
      'a Catch that is gone',
      (machine) => delete state(machine, 'AcceptPeering').Catch,
      'AcceptPeering has no Catch that ends in States.ALL',
    ],
    [
      'a Catch in which States.ALL is not the last',
      (machine) => state(machine, 'AskApprovers').Catch?.reverse(),
      'AskApprovers has no Catch that ends in States.ALL',
    ],
    [
      'a Catch that overwrites the input',
      (machine) => delete state(machine, 'AskApprovers').Catch?.[1]?.ResultPath,
      'AskApprovers forgets the request when it catches States.Timeout',
    ],
    [
      'a Retry that is gone',
      (machine) => delete state(machine, 'LookAtPeering').Retry,
      'LookAtPeering is not retried',
    ],
    [
      'a timeout that is gone',
      (machine) => delete state(machine, 'AskApprovers').TimeoutSecondsPath,
      'AskApprovers may wait for ever',
    ],
    [
      'a misspelt error',
      (machine) => state(machine, 'RejectPeering').Retry?.unshift({ ErrorEquals: ['ConnectionStateErr'] }),
      'RejectPeering matches ConnectionStateErr, which nothing throws',
    ],
    [
      'the function of another state',
      (machine) =>
        Object.assign(state(machine, 'RejectPeering').Parameters ?? {}, {
          FunctionName: `\${AcceptPeering}`,
        }),
      'RejectPeering invokes another function than its own',
    ],
    [
      'a function that does not exist',
      (machine) =>
        Object.assign(state(machine, 'RejectPeering').Parameters ?? {}, { FunctionName: `\${Reject}` }),
      `\${Reject} is no Task`,
    ],
    [
      'a token that is not passed on',
      (machine) => delete state(machine, 'AskApprovers').Parameters?.Payload?.['task_token.$'],
      'AskApprovers waits for a token that nobody was given',
    ],
    [
      'a Task without a file',
      (machine) => {
        machine.States['TellEverybody'] = state(machine, 'RecordOutcome');
      },
      'TellEverybody has no file functions/tasks/tell-everybody.ts',
    ],
    [
      'a file without a Task',
      (machine) => delete machine.States['CancelPeering'],
      'no state runs functions/tasks/cancel-peering.ts',
    ],
    [
      'a way to a state that does not exist',
      (machine) => delete machine.States['CancelPeering'],
      'CancelPeering does not exist',
    ],
    [
      'a state to which no way leads',
      (machine) => state(machine, 'Decision').Choices?.shift(),
      'AcceptPeering is never reached',
    ],
    [
      'a way that goes round for ever',
      (machine) => {
        machine.States['RecordOutcome'] = { Type: 'Pass', Next: 'RecordOutcome' };
      },
      'RecordOutcome cannot end',
    ],
    [
      'a state that goes nowhere',
      (machine) => delete state(machine, 'RecordOutcome').End,
      'RecordOutcome cannot end',
    ],
    [
      'an end that goes on',
      (machine) => Object.assign(state(machine, 'RecordOutcome'), { Next: 'CreatePeering' }),
      'RecordOutcome ends and goes on',
    ],
    [
      'a choice without a default',
      (machine) => delete state(machine, 'Decision').Default,
      'Decision has no Default',
    ],
  ])('finds %s', (_, mutate, problem) => {
    expect(broken(mutate)).toContain(problem);
  });
});
