import type { ExecutionStatus, HistoryEventType } from '@aws-sdk/client-sfn';
import { type FailureDetails, failureDetails, History, inputDetails, outputDetails } from './history.ts';
import type { Interpreter, InterpreterEvent, Json } from './interpreter.ts';
import type { Revision, Startable } from './state-machines.ts';
import { ExecutionOver, TaskAttempt, type TaskInput, type TaskSurroundings } from './task.ts';

export type ExecutionSurroundings = Omit<TaskSurroundings, 'history'> & { interpreter: Interpreter };

export type ExecutionIdentity = {
  arn: string;
  name: string;
  arns: Startable['arns'];
  input: string;
};

type StateEvent = Extract<InterpreterEvent, { state: unknown }>;

/** An execution of one revision of a state machine. */
export class Execution {
  readonly identity: ExecutionIdentity;
  readonly startDate: Date;
  readonly history: History;
  status: ExecutionStatus = 'RUNNING';
  stopDate: Date | undefined;
  output: string | undefined;
  failure: FailureDetails = {};
  /** The number that AWS bills: states entered and retries. */
  transitions = 0;

  readonly #roleArn: string;
  readonly #with: TaskSurroundings;
  readonly #abort: () => void;
  readonly #onEnd: (execution: Execution) => void;
  readonly #attempts = new Map<string, TaskAttempt>();
  #state = { Name: '', EnteredTime: '', RetryCount: 0 };
  #token: string | undefined;

  constructor(
    identity: ExecutionIdentity,
    revision: Revision,
    surroundings: ExecutionSurroundings,
    onEnd: (execution: Execution) => void,
  ) {
    const { clock, interpreter } = surroundings;
    this.identity = identity;
    this.#onEnd = onEnd;
    this.#roleArn = revision.roleArn;
    this.startDate = clock.now();
    this.history = new History(clock.now);
    this.#with = { ...surroundings, history: this.history };
    const handlers = revision.tasks.map((task) => [
      task.name,
      (input: unknown) => this.#perform(task, input as TaskInput),
    ]);
    const { abort } = interpreter.run(
      revision.machine,
      JSON.parse(identity.input) as Json,
      { context: this.#context(), overrides: { taskResourceLocalHandlers: Object.fromEntries(handlers) } },
      (event) => this.#onEvent(event),
    );
    this.#abort = abort;
  }

  stop(error: string | undefined, cause: string | undefined): void {
    if (this.status !== 'RUNNING') return;
    this.failure = failureDetails(error, cause);
    this.#abort();
  }

  /** The context object. Values that change are read when a state uses them. */
  #context() {
    const state = () => this.#state;
    const token = () => {
      this.#token ??= this.#with.tokens.issue(this.identity.arn);
      return this.#token;
    };
    return {
      Execution: { Id: this.identity.arn, Name: this.identity.name },
      StateMachine: {
        Id: this.identity.arns.stateMachineArn,
        Name: this.identity.arns.stateMachineArn.split(':').at(-1),
      },
      State: {
        get Name() {
          return state().Name;
        },
        get EnteredTime() {
          return state().EnteredTime;
        },
        get RetryCount() {
          return state().RetryCount;
        },
      },
      Task: {
        get Token() {
          return token();
        },
      },
    };
  }

  async #perform(task: Revision['tasks'][number], input: TaskInput): Promise<Json> {
    // The interpreter would continue with a retry whose pause was ended by an abort.
    if (this.status !== 'RUNNING') throw new ExecutionOver();
    // The function gets its own copy, with the current values of the context object.
    const copy = JSON.parse(JSON.stringify(input)) as TaskInput;
    // The interpreter resolves Parameters and runs the task without a pause, so the latest token is this task's.
    const token = this.#token ?? this.#with.tokens.issue(this.identity.arn);
    this.#token = undefined;
    const attempt = new TaskAttempt(task, copy, token, this.#with);
    this.#attempts.set(task.name, attempt);
    try {
      return await attempt.run();
    } finally {
      if (this.#attempts.get(task.name) === attempt) this.#attempts.delete(task.name);
    }
  }

  #onEvent(event: InterpreterEvent): void {
    switch (event.type) {
      case 'ExecutionStarted':
        this.#start(event.input);
        break;
      case 'StateEntered':
        this.#enter(event);
        break;
      case 'StateRetried':
        this.transitions += 1;
        this.#state.RetryCount += 1;
        break;
      case 'StateFailed':
        // An attempt that failed is no longer in the map; one that is still there has timed out.
        this.#attempts.get(event.state.name)?.expire();
        break;
      case 'StateExited':
        this.history.add(`${event.state.type}StateExited` as HistoryEventType, {
          name: event.state.name,
          ...outputDetails(event.state.output),
        });
        break;
      case 'ExecutionSucceeded':
        this.output = JSON.stringify(event.output);
        this.#end('SUCCEEDED', 'ExecutionSucceeded', outputDetails(event.output));
        break;
      case 'ExecutionFailed':
        this.failure = failureDetails(event.Error, event.Cause);
        this.#end('FAILED', 'ExecutionFailed', this.failure);
        break;
      case 'ExecutionAborted':
        this.#end('ABORTED', 'ExecutionAborted', this.failure);
        break;
      case 'ExecutionTimeout':
        this.#end('TIMED_OUT', 'ExecutionTimedOut', {});
        break;
      default:
        // For Map and Parallel states, the history shows the states inside them.
        break;
    }
  }

  #start(input: Json): void {
    const { stateMachineArn: _, ...qualifiers } = this.identity.arns;
    this.history.add('ExecutionStarted', { ...inputDetails(input), roleArn: this.#roleArn, ...qualifiers });
  }

  #enter({ state: { name, type, input } }: StateEvent): void {
    this.transitions += 1;
    this.#state = { Name: name, EnteredTime: this.#with.clock.now().toISOString(), RetryCount: 0 };
    this.history.add(`${type}StateEntered`, { name, ...inputDetails(input) });
  }

  #end(status: ExecutionStatus, type: HistoryEventType, details: object): void {
    for (const attempt of this.#attempts.values()) attempt.abandon();
    this.#attempts.clear();
    this.status = status;
    this.stopDate = this.#with.clock.now();
    this.history.add(type, details);
    this.#onEnd(this);
  }
}
