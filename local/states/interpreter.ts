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
  /** Throws an error with every problem of the definition. */
  validate(definition: StateMachineDefinition): void;
  stateMachine(definition: StateMachineDefinition): StateMachine;
  /** The listener gets each event when it happens, before the state machine continues. */
  run(machine: StateMachine, input: Json, options: RunOptions, listener: Listener): Pick<Run, 'abort'>;
};

type EventLoggerClass = new () => { isLoggerClosed: boolean; dispatch(event: InterpreterEvent): void };

const libraryPath = createRequire(import.meta.url).resolve('aws-local-stepfunctions');
const requireFromLibrary = createRequire(libraryPath);

const SCOPE = ['exports', 'require', 'module', 'setTimeout', 'clearTimeout', 'Date', 'listening'];

/**
 * The library uses global timers and reports its events only afterwards. We therefore evaluate its CommonJS build once
 * per clock, with that clock's timers and Date instead of the globals, and with a listener in its event log.
 */
const evaluate = compileFunction(
  `${readFileSync(libraryPath, 'utf8')}\nEventLogger = listening(EventLogger);`,
  SCOPE,
  { filename: libraryPath },
);

/** The library's AWS clients are for remote Lambda functions, which we don't use, and are slow to load. */
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
      // The first log of a run belongs to the execution. Map and Parallel states create their own logs, whose events
      // the library forwards to the first.
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
      // The events include the result.
      result.catch(() => undefined);
      return { abort };
    },
  };
}
