import { randomUUID } from 'node:crypto';
import { tracingChannel } from 'node:diagnostics_channel';
import type { Context } from 'aws-lambda';

type Handler = (event: unknown, context: Context) => Promise<unknown>;

export type Invocation = { entry: string; event: unknown };

/** A channel with every invocation, and its asynchronous context. */
const invocations = tracingChannel<Invocation>('peerway:invocation');

type Load = (entry: string) => Promise<{ handler: Handler }>;

const load: Load = (entry) =>
  import(/* @vite-ignore */ new URL(`../functions/${entry}.ts`, import.meta.url).href);

/** Invokes a function as Lambda would: its file's `handler`, with an event that has passed through JSON. */
export const invokeFunction = async (
  entry: string,
  event: unknown,
  loadInstance: Load = load,
): Promise<unknown> => {
  const { handler } = await loadInstance(entry);
  const answer = await invocations.tracePromise(
    () => handler(JSON.parse(JSON.stringify(event)), contextOf(entry)),
    { entry, event },
  );
  return answer === undefined ? null : JSON.parse(JSON.stringify(answer));
};

/** CreatePeering → tasks/create-peering */
export const taskEntry = (taskName: string): string =>
  `tasks/${taskName.replace(/(?<!^)(?=[A-Z])/g, '-').toLowerCase()}`;

/** As long as Lambda lets any function run: how long one takes here says nothing about AWS. */
const LONGEST_MS = 15 * 60_000;

const contextOf = (entry: string): Context => ({
  awsRequestId: randomUUID(),
  functionName: entry,
  functionVersion: '$LATEST',
  invokedFunctionArn: `arn:aws:lambda:local:000000000000:function:${entry.replace('/', '-')}`,
  memoryLimitInMB: '256',
  logGroupName: entry,
  logStreamName: 'local',
  callbackWaitsForEmptyEventLoop: false,
  getRemainingTimeInMillis: () => LONGEST_MS,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});
