import { AsyncLocalStorage } from 'node:async_hooks';
import { tracingChannel } from 'node:diagnostics_channel';
import type { Invocation } from '../../local/functions.ts';

/** One run of one function, as the calls that it makes know it. */
export type RunningInvocation = Invocation & {
  id: number;
  /** How many calls of each operation it has made so far. */
  made: Map<string, number>;
  /** Whether it has crashed: nothing that it still tries reaches anybody. */
  isDead: boolean;
};

export type Invocations = {
  /** The one that makes the call that is being sent. */
  current(): RunningInvocation | undefined;
  /** What happens on the other side of a call is part of no invocation. */
  outside<T>(fn: () => T): T;
  stop(): void;
};

/** Gives each invocation a number. The functions know nothing of it: their asynchronous context does. */
export const followInvocations = (): Invocations => {
  const context = new AsyncLocalStorage<RunningInvocation>();
  const { start } = tracingChannel<Invocation>('peerway:invocation');
  let last = 0;

  start.bindStore(context, (invocation) => {
    last += 1;
    return { ...(invocation as Invocation), id: last, made: new Map(), isDead: false };
  });

  return {
    current: () => context.getStore(),
    outside: (fn) => context.exit(fn),
    stop: () => start.unbindStore(context),
  };
};
