import { parentPort, workerData } from 'node:worker_threads';
import { install } from '@sinonjs/fake-timers';
import { type Door, deliverInProcess, socketDoor } from './deliver-in-process.ts';
import { invokeFunction } from './functions.ts';
import {
  type FromThread,
  pendingAnswers,
  type ThreadData,
  type ToThread,
  toError,
  toErrorData,
} from './thread-messages.ts';
import type { WireAnswer } from './wire.ts';

const { hosts, dynamodb } = workerData as ThreadData;
const tell = (message: FromThread): void => parentPort?.postMessage(message);
const calls = pendingAnswers<WireAnswer>();

const doorOf =
  (host: string): Door =>
  (request) =>
    calls.ask((id) => tell({ kind: 'call', id, host, request }));

deliverInProcess(
  new Map([
    ...hosts.map((host): [string, Door] => [host, doorOf(host)]),
    [new URL(dynamodb).host, socketDoor(dynamodb).door],
  ]),
);

/** Time stands still while a function runs, so it is enough to set it before. */
const date = install({ toFake: ['Date'] });

parentPort?.on('message', async (message: ToThread) => {
  const { id } = message;
  if (message.kind === 'answer') return calls.answer(id, message.answer);
  if (message.kind === 'error') return calls.fail(id, toError(message.error));
  date.setSystemTime(message.now);
  try {
    tell({ kind: 'answer', id, answer: await invokeFunction(message.entry, message.event) });
  } catch (error) {
    tell({ kind: 'error', id, error: toErrorData(error) });
  }
});
