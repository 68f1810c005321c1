import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import type { VirtualClock } from '../clock.ts';
import { KEEP_CONNECTIONS } from '../keep-connections.ts';
import type { Limit, TakeToken } from '../token-buckets.ts';
import { textOf, type WireAnswer, type WireRequest } from '../wire.ts';
import type { Action } from './action.ts';
import { createActions } from './actions.ts';
import { StatesApiError } from './errors.ts';
import { Executions } from './executions.ts';
import { loadInterpreter } from './interpreter.ts';
import { stateMachineArn } from './names.ts';
import { StateMachines } from './state-machines.ts';
import type { Invoke } from './task.ts';
import { TaskTokens } from './task-tokens.ts';

export type StatesOptions = {
  /** The default is any free port. */
  port?: number;
  clock: VirtualClock;
  region: string;
  accountId: string;
  /** They must be valid, because they aren't validated. An alias points to the first version. */
  stateMachines: readonly { name: string; definition: StateMachineDefinition; alias?: string }[];
  /** How many executions that have ended are kept. AWS keeps all for 90 days, but here they take memory. */
  keptAfterEnd?: number;
  /** Plays the throttling of the account's calls. Without it, no call is throttled. */
  takeToken?: TakeToken;
  /** Resolves to the function's result. Retry and Catch match the name of its error. */
  invoke: Invoke;
};

export type States = {
  url: string;
  /** Answers as the URL does, without a socket. */
  answer(request: Pick<WireRequest, 'headers' | 'body'>): Promise<WireAnswer>;
  stateMachineArn(name: string): string;
  /** The state transitions that AWS bills for an execution: states entered and retries. */
  transitions(executionArn: string): number;
  close(): Promise<void>;
};

/**
 * Of a Region with the lower limits. For StartExecution, AWS's bucket is larger than what it refills in a second.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const LIMITS: Readonly<Record<string, Limit>> = {
  ListExecutions: { size: 100, perSecond: 2 },
  StartExecution: { size: 150, perSecond: 150 },
};

/** Step Functions on this machine: its API, and an interpreter of the Amazon States Language in virtual time. */
export async function startStates(options: StatesOptions): Promise<States> {
  const { clock, region, accountId, invoke, keptAfterEnd = 1000 } = options;
  const place = { region, accountId };
  const interpreter = loadInterpreter(clock);
  const tokens = new TaskTokens();
  const stateMachines = new StateMachines(place, clock, interpreter);
  const executions = new Executions(place, { clock, region, tokens, invoke, interpreter }, keptAfterEnd);
  const roleArn = `arn:aws:iam::${accountId}:role/StatesExecution`;
  for (const { name, definition, alias } of options.stateMachines) {
    const machine = stateMachines.install(name, definition, roleArn);
    if (alias) stateMachines.createAlias(alias, stateMachines.publish(machine).arn, undefined);
  }

  const actions = createActions(stateMachines, executions, tokens, clock.now);
  // Time stands still during a call, so that an execution starts at the time of the call.
  const server = createServer(
    KEEP_CONNECTIONS,
    (request, response) => void clock.work(() => serveOne(actions, options.takeToken, request, response)),
  );
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`Step Functions can't start: port ${options.port} is already in use`, { cause: error });
  });

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: ({ headers, body }) =>
      clock.work(async () => answer(actions, options.takeToken, headers['x-amz-target'], textOf(body))),
    stateMachineArn: (name) => stateMachineArn(place, name),
    transitions: (executionArn) => executions.get(executionArn).transitions,
    async close() {
      executions.stopAll();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const serveOne = async (
  actions: Record<string, Action>,
  takeToken: TakeToken | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const target = request.headers['x-amz-target'];
  const input = await text(request).catch(() => '');
  const { status, headers, body } = answer(actions, takeToken, String(target), input);
  response.writeHead(status, headers).end(body);
};

/** AWS JSON 1.0: a header names the operation, and `__type` names an error. */
function answer(
  actions: Record<string, Action>,
  takeToken: TakeToken | undefined,
  target: string | undefined,
  input: string,
): WireAnswer {
  const reply = (status: number, body: object): WireAnswer => ({
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(body),
  });
  try {
    const operation = String(target).replace('AWSStepFunctions.', '');
    const action = Object.hasOwn(actions, operation) ? actions[operation] : undefined;
    if (action === undefined) {
      throw new StatesApiError('UnknownOperationException', `${operation} is not among what runs here`);
    }
    const limit = LIMITS[operation];
    if (limit && takeToken?.(`states ${operation}`, limit) === false) {
      throw new StatesApiError('ThrottlingException', 'Rate exceeded');
    }
    return reply(200, action(JSON.parse(input)));
  } catch (error) {
    if (error instanceof StatesApiError) return reply(400, { __type: error.name, message: error.message });
    if (error instanceof SyntaxError) return reply(400, { __type: 'SerializationException' });
    return reply(500, { __type: 'InternalFailure', message: String(error) });
  }
}
