import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import type { RunOptions, StateMachine, StateMachineDefinition } from 'aws-local-stepfunctions';
import type { VirtualClock } from '../clock.ts';

type Library = typeof import('aws-local-stepfunctions');
type Run = ReturnType<StateMachine['run']>;

export type Json = Parameters<StateMachine['run']>[0];
export type InterpreterEvent = Run['eventLogs'] extends AsyncGenerator<infer Event> ? Event : never;
export type Listener = (event: InterpreterEvent) => void;

export type Interpreter = {
  /** Throws an error that says all that is wrong with the definition. */
  validate(definition: StateMachineDefinition): void;
  stateMachine(definition: StateMachineDefinition): StateMachine;
  /** The listener hears each event as it happens, before the state machine goes on. */
  run(machine: StateMachine, input: Json, options: RunOptions, listener: Listener): Pick<Run, 'abort'>;
};

type EventLoggerClass = new () => { isLoggerClosed: boolean; dispatch(event: InterpreterEvent): void };

const libraryPath = createRequire(import.meta.url).resolve('aws-local-stepfunctions');
const requireFromLibrary = createRequire(libraryPath);

const SCOPE = ['exports', 'require', 'module', 'setTimeout', 'clearTimeout', 'Date', 'listening'];

/**
 * The library takes its time from globals and tells of its events only afterwards. Its CommonJS build is
 * therefore evaluated once for each clock, with that clock's timers and Date in the places of the globals,
 * and with its event log told of a listener.
 */
const evaluate = compileFunction(
  `${readFileSync(libraryPath, 'utf8')}\nEventLogger = listening(EventLogger);`,
  SCOPE,
  { filename: libraryPath },
);

/** The AWS clients serve remote Lambda functions, which there are none of here, and take long to load. */
const requireWithoutAws = (name: string): unknown =>
  name.startsWith('@aws-sdk/') ? {} : requireFromLibrary(name);

function dateOf(clock: VirtualClock): DateConstructor {
  return class extends Date {
    constructor(value: string | number | Date = clock.now()) {
      super(value);
    }
    static override now(): number {
      return clock.now().getTime();
    }
  } as DateConstructor;
}

export function loadInterpreter(clock: VirtualClock): Interpreter {
  let nextListener: Listener | undefined;

  const listening = (EventLogger: EventLoggerClass): EventLoggerClass =>
    class extends EventLogger {
      // The first log made in a run is the execution's own; Map and Parallel states make further ones,
      // whose events the library forwards to it.
      readonly #listener = nextListener;
      constructor() {
        super();
        nextListener = undefined;
      }
      override dispatch(event: InterpreterEvent): void {
        if (this.#listener === undefined) super.dispatch(event);
        else if (!this.isLoggerClosed) this.#listener(event);
      }
    };

  const module = { exports: {} };
  const { setTimeout, clearTimeout } = clock;
  evaluate(module.exports, requireWithoutAws, module, setTimeout, clearTimeout, dateOf(clock), listening);
  const { StateMachine } = module.exports as Library;

  return {
    validate(definition) {
      new StateMachine(definition);
    },
    stateMachine: (definition) => new StateMachine(definition, { validationOptions: { noValidate: true } }),
    run(machine, input, options, listener) {
      nextListener = listener;
      const { abort, result } = machine.run(input, options);
      // How it ended is among the events.
      result.catch(() => undefined);
      return { abort };
    },
  };
}
