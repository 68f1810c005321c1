import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { TimerId, VirtualClock } from '../clock.ts';
import { DEFAULT_TIMEOUT_SECONDS, type TaskDefinition } from './definition.ts';
import { failureDetails, type History, outputDetails } from './history.ts';
import type { Json } from './interpreter.ts';
import type { TaskTokens } from './task-tokens.ts';

export type Invoke = (functionArn: string, payload: unknown) => Promise<unknown>;

/** The result of the state's Parameters, with the timeouts that definition.ts adds. */
export type TaskInput = {
  FunctionName: string;
  Payload?: Json;
  TimeoutSeconds: number;
  HeartbeatSeconds?: number;
};

export type TaskSurroundings = {
  clock: VirtualClock;
  region: string;
  tokens: TaskTokens;
  invoke: Invoke;
  history: History;
};

/**
 * An error that Retry and Catch match by name. Its message is the Cause. It has no `cause`, because the interpreter
 * would use that instead.
 */
class TaskError extends Error {
  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
  }
}

/** Ends the remaining tasks of an execution that is over. It can't be retried or caught. */
export class ExecutionOver extends Error {
  override name = 'ExecutionOver';
  readonly isRetryable = false;
  readonly isCatchable = false;
}

/** One attempt at a Task state: invokes the function and, for a callback task, waits for its token. */
export class TaskAttempt {
  readonly #task: TaskDefinition;
  readonly #input: TaskInput;
  readonly #token: string;
  readonly #with: TaskSurroundings;
  readonly #callback = Promise.withResolvers<Json>();
  #over = false;
  #heartbeat: TimerId | undefined;

  constructor(task: TaskDefinition, input: TaskInput, token: string, surroundings: TaskSurroundings) {
    this.#task = task;
    this.#input = input;
    this.#token = token;
    this.#with = surroundings;
    // It may be rejected before anything waits for it.
    this.#callback.promise.catch(() => undefined);
  }

  async run(): Promise<Json> {
    this.#schedule();
    try {
      let output = await this.#invoke();
      if (this.#task.resource === 'invoke.waitForTaskToken') {
        this.#record('TaskSubmitted', outputDetails(output));
        output = await this.#callback.promise;
      }
      this.#record('TaskSucceeded', outputDetails(output));
      return output;
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new TaskError('Error', String(error));
      const timedOut = name === 'States.HeartbeatTimeout';
      this.#record(timedOut ? 'TaskTimedOut' : 'TaskFailed', failureDetails(name, message));
      throw error;
    } finally {
      this.#close();
    }
  }

  /** The interpreter's timeout came first. */
  expire(): void {
    this.#record('TaskTimedOut', { error: 'States.Timeout' });
    this.abandon();
  }

  abandon(): void {
    this.#close();
    this.#callback.reject(new ExecutionOver());
  }

  #schedule(): void {
    const { TimeoutSeconds, HeartbeatSeconds, ...parameters } = this.#input;
    this.#record('TaskScheduled', {
      region: this.#with.region,
      parameters: JSON.stringify(parameters),
      ...(TimeoutSeconds < DEFAULT_TIMEOUT_SECONDS && { timeoutInSeconds: TimeoutSeconds }),
      ...(HeartbeatSeconds !== undefined && { heartbeatInSeconds: HeartbeatSeconds }),
    });
    this.#record('TaskStarted', {});
    if (this.#task.resource !== 'invoke.waitForTaskToken') return;
    this.#with.tokens.open(this.#token, {
      succeed: (output) => {
        this.#with.tokens.close(this.#token);
        this.#callback.resolve(output);
      },
      fail: (error = '', cause = '') => {
        this.#with.tokens.close(this.#token);
        this.#callback.reject(new TaskError(error, cause));
      },
      heartbeat: () => this.#awaitHeartbeat(),
    });
    this.#awaitHeartbeat();
  }

  #awaitHeartbeat(): void {
    const { clock, tokens } = this.#with;
    clock.clearTimeout(this.#heartbeat);
    if (this.#input.HeartbeatSeconds === undefined) return;
    this.#heartbeat = clock.setTimeout(() => {
      tokens.close(this.#token);
      this.#callback.reject(new TaskError('States.HeartbeatTimeout', ''));
    }, this.#input.HeartbeatSeconds * 1000);
  }

  async #invoke(): Promise<Json> {
    const { clock, invoke } = this.#with;
    const { FunctionName, Payload = {} } = this.#input;
    let reply: unknown;
    try {
      reply = await clock.work(() => invoke(FunctionName, Payload));
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const { name: errorType, message: errorMessage } = error;
      const cause = { errorType, errorMessage, trace: error.stack?.split('\n') ?? [] };
      throw new TaskError(errorType, JSON.stringify(cause));
    }
    const copy = reply === undefined ? null : (JSON.parse(JSON.stringify(reply)) as Json);
    return { ExecutedVersion: '$LATEST', Payload: copy, StatusCode: 200 };
  }

  #record(type: HistoryEventType, details: object): void {
    if (this.#over) return;
    this.#with.history.add(type, { resourceType: 'lambda', resource: this.#task.resource, ...details });
  }

  #close(): void {
    this.#over = true;
    this.#with.clock.clearTimeout(this.#heartbeat);
    this.#with.tokens.close(this.#token);
  }
}
