import { randomUUID } from 'node:crypto';
import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import {
  executionAlreadyExists,
  executionDoesNotExist,
  invalidArn,
  invalidExecutionInput,
} from './errors.ts';
import { Execution, type ExecutionSurroundings } from './execution.ts';
import { checkName, executionArn, isArn, type Place } from './names.ts';
import type { Startable } from './state-machines.ts';

/** How long an execution that has ended is kept, and its name with it. */
const KEPT_AFTER_END_MS = 90 * 24 * 60 * 60 * 1000;

export class Executions {
  /** In the order in which they were started. */
  readonly #byArn = new Map<string, Execution>();
  /** In the order in which they ended. */
  readonly #ended: Execution[] = [];
  readonly #place: Place;
  readonly #surroundings: ExecutionSurroundings;
  readonly #keptAfterEnd: number;

  constructor(place: Place, surroundings: ExecutionSurroundings, keptAfterEnd: number) {
    this.#keptAfterEnd = keptAfterEnd;
    this.#place = place;
    this.#surroundings = surroundings;
  }

  /** Returns the running execution for the same name and input. Any other reuse of a name is an error. */
  start({ machine, revision, arns }: Startable, name: string = randomUUID(), input = '{}'): Execution {
    checkName(name);
    try {
      JSON.parse(input);
    } catch (error) {
      throw invalidExecutionInput(error instanceof Error ? error.message : String(error));
    }
    const arn = executionArn(this.#place, machine.name, name);
    const existing = this.#kept(arn);
    if (existing !== undefined) {
      if (existing.status === 'RUNNING' && existing.identity.input === input) return existing;
      throw executionAlreadyExists(arn);
    }
    const execution = new Execution({ arn, name, arns, input }, revision, this.#surroundings, (ended) =>
      this.#forgetOldest(ended),
    );
    this.#byArn.delete(arn);
    this.#byArn.set(arn, execution);
    return execution;
  }

  get(arn: string): Execution {
    if (!isArn(arn, 'execution')) throw invalidArn(arn);
    const execution = this.#kept(arn);
    if (execution === undefined) throw executionDoesNotExist(arn);
    return execution;
  }

  /** Those of a state machine, a version or an alias, latest start first. */
  list(startableArn: string, status: ExecutionStatus | undefined): readonly Execution[] {
    return [...this.#byArn.keys()]
      .flatMap((arn) => this.#kept(arn) ?? [])
      .filter((execution) => Object.values(execution.identity.arns).includes(startableArn))
      .filter((execution) => status === undefined || execution.status === status)
      .reverse();
  }

  #forgetOldest(ended: Execution): void {
    this.#ended.push(ended);
    const oldest = this.#ended.length > this.#keptAfterEnd ? this.#ended.shift() : undefined;
    // Its name may have been used again.
    if (oldest && this.#byArn.get(oldest.identity.arn) === oldest) this.#byArn.delete(oldest.identity.arn);
  }

  #kept(arn: string): Execution | undefined {
    const execution = this.#byArn.get(arn);
    const endedAt = execution?.stopDate?.getTime();
    const isKept =
      endedAt === undefined || this.#surroundings.clock.now().getTime() < endedAt + KEPT_AFTER_END_MS;
    return isKept ? execution : undefined;
  }

  stopAll(): void {
    for (const execution of this.#byArn.values()) execution.stop(undefined, undefined);
  }
}
