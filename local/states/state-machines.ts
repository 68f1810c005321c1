import type { StateMachine as Machine, StateMachineDefinition } from 'aws-local-stepfunctions';
import type { VirtualClock } from '../clock.ts';
import { prepareDefinition, type TaskDefinition } from './definition.ts';
import {
  invalidArn,
  invalidDefinition,
  StatesApiError,
  stateMachineAlreadyExists,
  stateMachineDoesNotExist,
} from './errors.ts';
import type { Interpreter } from './interpreter.ts';
import { checkName, isArn, type Place, stateMachineArn } from './names.ts';

/** The version of a state machine that an execution keeps, even if the state machine is updated later. */
export type Revision = { machine: Machine; tasks: readonly TaskDefinition[] };

export type StateMachine = {
  arn: string;
  name: string;
  roleArn: string;
  creationDate: Date;
  /** The original text. */
  definition: string;
  revision: Revision;
};

export class StateMachines {
  readonly #byArn = new Map<string, StateMachine>();
  readonly #place: Place;
  readonly #clock: VirtualClock;
  readonly #interpreter: Interpreter;

  constructor(place: Place, clock: VirtualClock, interpreter: Interpreter) {
    this.#place = place;
    this.#clock = clock;
    this.#interpreter = interpreter;
  }

  get all(): readonly StateMachine[] {
    return [...this.#byArn.values()];
  }

  get(arn: string): StateMachine {
    if (!isArn(arn, 'stateMachine')) throw invalidArn(arn);
    const machine = this.#byArn.get(arn);
    if (machine === undefined) throw stateMachineDoesNotExist(arn);
    return machine;
  }

  create(name: string, definition: string, roleArn: string): StateMachine {
    checkName(name);
    const arn = stateMachineArn(this.#place, name);
    const existing = this.#byArn.get(arn);
    if (existing !== undefined) {
      if (existing.definition !== definition) throw stateMachineAlreadyExists(arn);
      return existing;
    }
    return this.#add(name, definition, roleArn, this.#read(definition));
  }

  /** Adds one of our own state machines without validating it, which takes a second. Tests validate it. */
  install(name: string, definition: StateMachineDefinition, roleArn: string): void {
    this.#add(name, JSON.stringify(definition), roleArn, this.#prepare(definition));
  }

  update(arn: string, definition: string | undefined, roleArn: string | undefined): void {
    const machine = this.get(arn);
    if (definition === undefined && roleArn === undefined) {
      throw new StatesApiError(
        'MissingRequiredParameter',
        'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
      );
    }
    if (definition !== undefined) {
      machine.revision = this.#read(definition);
      machine.definition = definition;
    }
    if (roleArn !== undefined) machine.roleArn = roleArn;
  }

  #read(text: string): Revision {
    let definition: StateMachineDefinition;
    try {
      definition = JSON.parse(text);
      this.#interpreter.validate(definition);
    } catch (error) {
      throw invalidDefinition(error instanceof Error ? error.message : String(error));
    }
    return this.#prepare(definition);
  }

  #prepare(definition: StateMachineDefinition): Revision {
    const prepared = prepareDefinition(definition);
    return { machine: this.#interpreter.stateMachine(prepared.definition), tasks: prepared.tasks };
  }

  #add(name: string, definition: string, roleArn: string, revision: Revision): StateMachine {
    const arn = stateMachineArn(this.#place, name);
    const machine = { arn, name, roleArn, creationDate: this.#clock.now(), definition, revision };
    this.#byArn.set(arn, machine);
    return machine;
  }
}
