import { Worker } from 'node:worker_threads';
import type { VirtualClock } from './clock.ts';
import type { Door } from './deliver-in-process.ts';
import { type Invoke, invokeFunction } from './functions.ts';
import {
  type FromThread,
  pendingAnswers,
  type ThreadData,
  type ToThread,
  toError,
  toErrorData,
} from './thread-messages.ts';

/** A second thread is started when as many invocations as this run at once. */
const BUSY = 4;

/**
 * Invokes functions in this thread, and in a second one as soon as this one is busy: whichever has less to do. Lambda
 * has an environment for each invocation too, and no function keeps anything that another needs.
 *
 * @param doors of the engines in this thread, by host
 * @param dynamodb the engine's URL. The second thread has connections of its own to it
 */
export const invokeInTwoThreads = (
  clock: VirtualClock,
  doors: ReadonlyMap<string, Door>,
  dynamodb: string,
): { invoke: Invoke; close(): Promise<void> } => {
  let here = 0;
  const there = pendingAnswers<unknown>();
  let second: Worker | undefined;

  const start = (): Worker => {
    const workerData: ThreadData = { hosts: [...doors.keys()], dynamodb };
    const worker = new Worker(new URL('./function-thread.ts', import.meta.url), { workerData });
    const tell = (message: ToThread) => worker.postMessage(message);
    worker.on('message', async (message: FromThread) => {
      const { id } = message;
      if (message.kind === 'answer') return there.answer(id, message.answer);
      if (message.kind === 'error') return there.fail(id, toError(message.error));
      try {
        const answer = await doors.get(message.host)?.(message.request);
        if (answer) tell({ kind: 'answer', id, answer });
      } catch (error) {
        tell({ kind: 'error', id, error: toErrorData(error) });
      }
    });
    worker.on('error', (error) => there.failAll(error as Error));
    worker.on('exit', () => {
      second = undefined;
      there.failAll(new Error('The thread of functions ended'));
    });
    worker.unref();
    return worker;
  };

  const invokeHere: Invoke = async (entry, event) => {
    here++;
    try {
      return await invokeFunction(entry, event);
    } finally {
      here--;
    }
  };

  const invoke: Invoke = (entry, event) => {
    if (here <= there.size || (!second && here < BUSY)) return invokeHere(entry, event);
    second ??= start();
    const worker = second;
    const now = clock.now().getTime();
    return there.ask((id) =>
      worker.postMessage({ kind: 'invoke', id, now, entry, event } satisfies ToThread),
    );
  };
  return {
    invoke,
    close: async () => void (await second?.terminate()),
  };
};
