import type { WireAnswer, WireRequest } from './wire.ts';

/** An error's name doesn't survive the way between threads, and Step Functions matches it. */
export type ErrorData = { name: string; message: string; stack: string | undefined };

/** What a thread of functions is told: what to invoke and when that is, or what an engine answered. */
export type ToThread =
  | { kind: 'invoke'; id: number; now: number; entry: string; event: unknown }
  | { kind: 'answer'; id: number; answer: WireAnswer }
  | { kind: 'error'; id: number; error: ErrorData };

/** What a thread of functions tells: how an invocation ended, or a call to an engine of the first thread. */
export type FromThread =
  | { kind: 'answer'; id: number; answer: unknown }
  | { kind: 'error'; id: number; error: ErrorData }
  | { kind: 'call'; id: number; host: string; request: WireRequest };

/** What a thread of functions knows from its start. */
export type ThreadData = { hosts: string[]; dynamodb: string };

export const toErrorData = (thrown: unknown): ErrorData => {
  const { name, message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { name, message, stack };
};

export const toError = ({ name, message, stack }: ErrorData): Error =>
  Object.assign(new Error(message), { name, stack });

/** The promises of what was asked in a message and isn't answered yet. */
export const pendingAnswers = <Answer>() => {
  const pending = new Map<number, PromiseWithResolvers<Answer>>();
  let last = 0;
  const take = (id: number): PromiseWithResolvers<Answer> | undefined => {
    const found = pending.get(id);
    pending.delete(id);
    return found;
  };
  return {
    get size() {
      return pending.size;
    },
    ask(send: (id: number) => void): Promise<Answer> {
      const asked = Promise.withResolvers<Answer>();
      pending.set(++last, asked);
      send(last);
      return asked.promise;
    },
    answer: (id: number, answer: Answer) => take(id)?.resolve(answer),
    fail: (id: number, error: Error) => take(id)?.reject(error),
    failAll(error: Error) {
      for (const id of [...pending.keys()]) take(id)?.reject(error);
    },
  };
};
