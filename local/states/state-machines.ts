import type { StateMachine as Machine, StateMachineDefinition } from 'aws-local-stepfunctions';
import type { VirtualClock } from '../clock.ts';
import { prepareDefinition, type TaskDefinition } from './definition.ts';
import {
  aliasConflict,
  invalidArn,
  invalidDefinition,
  resourceNotFound,
  StatesApiError,
  stateMachineAlreadyExists,
  stateMachineDoesNotExist,
} from './errors.ts';
import type { Interpreter } from './interpreter.ts';
import { checkName, isArn, type Place, stateMachineArn, unqualified } from './names.ts';

/** What an execution keeps, even if the state machine is updated later. */
export type Revision = {
  /** The original text. */
  definition: string;
  roleArn: string;
  machine: Machine;
  tasks: readonly TaskDefinition[];
};

export type Version = { arn: string; creationDate: Date; revision: Revision };

export type Alias = {
  arn: string;
  name: string;
  description: string | undefined;
  versionArn: string;
  creationDate: Date;
  updateDate: Date;
};

export type StateMachine = {
  arn: string;
  name: string;
  creationDate: Date;
  revision: Revision;
  versions: Version[];
};

/** What the ARN of a state machine, a version or an alias starts. */
export type Startable = {
  machine: StateMachine;
  revision: Revision;
  /** In the fields that AWS gives an execution. */
  arns: { stateMachineArn: string; stateMachineVersionArn?: string; stateMachineAliasArn?: string };
};

export class StateMachines {
  readonly #byArn = new Map<string, StateMachine>();
  readonly #aliases = new Map<string, Alias>();
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

  /** @see https://docs.aws.amazon.com/step-functions/latest/dg/execution-alias-version-associate.html */
  find(arn: string): Startable {
    const alias = this.#aliases.get(arn);
    const machine = this.#byArn.get(unqualified(arn));
    const version = machine?.versions.find((each) => each.arn === (alias?.versionArn ?? arn));
    if (machine === undefined || version === undefined) {
      const found = this.get(arn);
      return { machine: found, revision: found.revision, arns: { stateMachineArn: arn } };
    }
    return {
      machine,
      revision: version.revision,
      arns: {
        stateMachineArn: machine.arn,
        stateMachineVersionArn: version.arn,
        ...(alias && { stateMachineAliasArn: alias.arn }),
      },
    };
  }

  create(name: string, definition: string, roleArn: string): StateMachine {
    checkName(name);
    const arn = stateMachineArn(this.#place, name);
    const existing = this.#byArn.get(arn);
    if (existing !== undefined) {
      if (existing.revision.definition !== definition) throw stateMachineAlreadyExists(arn);
      return existing;
    }
    return this.#add(name, this.#read(definition, roleArn));
  }

  /** Adds one of our own state machines without validating it, which takes a second. Tests validate it. */
  install(name: string, definition: StateMachineDefinition, roleArn: string): StateMachine {
    return this.#add(name, this.#prepare(definition, JSON.stringify(definition), roleArn));
  }

  update(arn: string, definition: string | undefined, roleArn: string | undefined): StateMachine {
    const machine = this.get(arn);
    if (definition === undefined && roleArn === undefined) {
      throw new StatesApiError(
        'MissingRequiredParameter',
        'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
      );
    }
    const role = roleArn ?? machine.revision.roleArn;
    machine.revision =
      definition === undefined ? { ...machine.revision, roleArn: role } : this.#read(definition, role);
    return machine;
  }

  /** Returns the revision's version if it has one. */
  publish({ arn, revision, versions }: StateMachine): Version {
    const published = versions.find((version) => version.revision === revision);
    if (published !== undefined) return published;
    const version = { arn: `${arn}:${versions.length + 1}`, creationDate: this.#clock.now(), revision };
    versions.push(version);
    return version;
  }

  alias(arn: string): Alias {
    if (!isArn(arn, 'stateMachine')) throw invalidArn(arn);
    const alias = this.#aliases.get(arn);
    if (alias === undefined) throw resourceNotFound(arn);
    return alias;
  }

  createAlias(name: string, versionArn: string, description: string | undefined): Alias {
    this.#checkVersion(versionArn, unqualified(versionArn));
    const arn = `${unqualified(versionArn)}:${name}`;
    const existing = this.#aliases.get(arn);
    if (existing !== undefined) {
      const same = existing.versionArn === versionArn && existing.description === description;
      if (!same) throw aliasConflict(arn);
      return existing;
    }
    const now = this.#clock.now();
    const alias = { arn, name, description, versionArn, creationDate: now, updateDate: now };
    this.#aliases.set(arn, alias);
    return alias;
  }

  updateAlias(arn: string, versionArn: string | undefined, description: string | undefined): Alias {
    const alias = this.alias(arn);
    if (versionArn !== undefined) this.#checkVersion(versionArn, unqualified(arn));
    alias.versionArn = versionArn ?? alias.versionArn;
    alias.description = description ?? alias.description;
    alias.updateDate = this.#clock.now();
    return alias;
  }

  #checkVersion(arn: string, machineArn: string): void {
    if (!isArn(arn, 'stateMachine')) throw invalidArn(arn);
    const versions = this.#byArn.get(machineArn)?.versions ?? [];
    if (!versions.some((version) => version.arn === arn)) throw resourceNotFound(arn);
  }

  #read(text: string, roleArn: string): Revision {
    let definition: StateMachineDefinition;
    try {
      definition = JSON.parse(text);
      this.#interpreter.validate(definition);
    } catch (error) {
      throw invalidDefinition(error instanceof Error ? error.message : String(error));
    }
    return this.#prepare(definition, text, roleArn);
  }

  #prepare(parsed: StateMachineDefinition, definition: string, roleArn: string): Revision {
    const prepared = prepareDefinition(parsed);
    const machine = this.#interpreter.stateMachine(prepared.definition);
    return { definition, roleArn, machine, tasks: prepared.tasks };
  }

  #add(name: string, revision: Revision): StateMachine {
    const arn = stateMachineArn(this.#place, name);
    const machine = { arn, name, creationDate: this.#clock.now(), revision, versions: [] };
    this.#byArn.set(arn, machine);
    return machine;
  }
}
