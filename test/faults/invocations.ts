import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, tracingChannel, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Invocation } from '../../local/functions.ts';

/** One run of one function, as the calls that it makes know it. */
export type RunningInvocation = Invocation & {
  id: number;
  /** How many calls of each operation it has made so far. */
  made: Map<string, number>;
  /** Whether it has crashed: nothing that it still tries reaches anybody. */
  isDead: boolean;
};

/** The header by which a request says which invocation sent it. It is not signed, and no engine reads it. */
export const INVOCATION_HEADER = 'x-test-invocation';

export type Invocations = { find(header: string | undefined): RunningInvocation | undefined; stop(): void };

const CREATED = 'http.client.request.created';

/**
 * Gives each invocation a number, and the number to each request that it sends. The functions know nothing of
 * it: their asynchronous context does, and Node tells of each request in the context that makes it.
 */
export const followInvocations = (): Invocations => {
  const context = new AsyncLocalStorage<RunningInvocation>();
  const known = new Map<string, RunningInvocation>();
  const { start } = tracingChannel<Invocation>('peerway:invocation');
  let last = 0;

  start.bindStore(context, (invocation) => {
    last += 1;
    const running = { ...(invocation as Invocation), id: last, made: new Map(), isDead: false };
    known.set(String(last), running);
    return running;
  });
  const mark = (message: unknown) => {
    const invocation = context.getStore();
    const { request } = message as { request: ClientRequest };
    if (invocation) request.setHeader(INVOCATION_HEADER, String(invocation.id));
  };
  subscribe(CREATED, mark);

  return {
    find: (header) => (header === undefined ? undefined : known.get(header)),
    stop: () => {
      start.unbindStore(context);
      unsubscribe(CREATED, mark);
    },
  };
};
