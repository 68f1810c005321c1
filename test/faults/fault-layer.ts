import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Agent, request } from 'undici';
import type { VirtualClock } from '../../local/clock.ts';
import { KEEP_CONNECTIONS } from '../../local/keep-connections.ts';
import { type AwsCall, operationOf, type Service, signerOf } from './aws-call.ts';
import type { DisturbedCall, Fault } from './fault.ts';
import { followInvocations, INVOCATION_HEADER, type RunningInvocation } from './invocations.ts';
import { type Refusal, serverError, throttled } from './refusals.ts';

type Watcher = (call: AwsCall) => Promise<void> | void;

export type FaultLayer = {
  /** Where the functions' clients must be sent, by service. */
  endpoints: Readonly<Record<Service, string>>;
  /** Decides what happens to each attempt. There is one rule at a time; absent, all goes well. */
  setRule(rule: ((call: AwsCall) => Fault | undefined) | undefined): void;
  /** Hears of each call that is about to take effect, and delays it until done. Returns how to stop. */
  watch(watcher: Watcher): () => void;
  /** The first attempts at calls, in order. */
  calls(): readonly AwsCall[];
  disturbed(): readonly DisturbedCall[];
  /** Has STS give sessions that the SDK takes for expired at once, so that each call assumes its role anew. */
  shortenSessions(): void;
  forget(): void;
  close(): Promise<void>;
};

export type FaultLayerOptions = {
  /** The services themselves. */
  engines: Readonly<Record<Service, string>>;
  clock: VirtualClock;
  /** Ends what runs on behalf of an invocation that is killed. */
  stopExecutions: (invocation: RunningInvocation) => Promise<void>;
};

const DROPPED = ['ECONNRESET', 'ECONNREFUSED', 'UND_ERR_SOCKET', 'UND_ERR_CLOSED', 'UND_ERR_DESTROYED'];

const isDropped = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && DROPPED.includes(String(error.code));

type Answer = { status: number; headers: IncomingMessage['headers']; body: string };

/** What concerns a connection, and not the request that it carries. */
const OF_THE_CONNECTION = ['connection', 'keep-alive', 'transfer-encoding', 'expect', 'upgrade'];

const headersOf = ({ headers }: IncomingMessage): IncomingMessage['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.includes(name)));

/** The engines never close an idle connection. */
const HOUR_MS = 3_600_000;

/** In virtual time: later than the first attempts of Step Functions' Retry. */
const LONG_AFTER_MS = 30_000;

const SERVICES: readonly Service[] = ['ec2', 'sts', 'dynamodb', 'states', 'ses', 'events', 'sns'];

/** Stands between the functions and the services of AWS, as proxies that know each service's protocol. */
export const startFaultLayer = async (options: FaultLayerOptions): Promise<FaultLayer> => {
  const agent = new Agent({ connections: 64, keepAliveTimeout: HOUR_MS, keepAliveMaxTimeout: HOUR_MS });
  const invocations = followInvocations();
  const ordinals = new Map<string, number>();
  const calls: AwsCall[] = [];
  const disturbed: DisturbedCall[] = [];
  const watchers = new Set<Watcher>();
  /** What is still to come of calls that their callers have given up: the next attempt waits behind it. */
  const lateEffects = new Map<string, Promise<unknown>>();
  let sessionsAreShort = false;
  let rule: ((call: AwsCall) => Fault | undefined) | undefined;

  const callOf = (service: Service, incoming: IncomingMessage, body: string): AwsCall => {
    const { headers } = incoming;
    const operation = operationOf(service, incoming, body);
    const id = String(headers['amz-sdk-invocation-id']);
    const invocation = invocations.find(headers[INVOCATION_HEADER]?.toString());
    const attempt = Number(/attempt=(\d+)/.exec(String(headers['amz-sdk-request']))?.[1] ?? 1);
    const name = `${service}.${operation}`;
    const ordinal = ordinals.get(id) ?? (invocation?.made.get(name) ?? 0) + 1;
    ordinals.set(id, ordinal);
    invocation?.made.set(name, Math.max(ordinal, invocation.made.get(name) ?? 0));
    const at = options.clock.now();
    const signedBy = signerOf(incoming);
    const call = { service, operation, id, attempt, ordinal, invocation, at, signedBy, body };
    if (attempt === 1) calls.push(call);
    return call;
  };

  const forward = async (call: AwsCall, incoming: IncomingMessage): Promise<Answer> => {
    for (const watcher of watchers) await watcher(call);
    const answer = await request(new URL(incoming.url ?? '/', options.engines[call.service]), {
      method: incoming.method ?? 'POST',
      headers: headersOf(incoming),
      body: call.body,
      dispatcher: agent,
    });
    const body = await answer.body.text();
    const ends = `<Expiration>${options.clock.now().toISOString()}</Expiration>`;
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: sessionsAreShort ? body.replace(/<Expiration>[^<]*<\/Expiration>/, ends) : body,
    };
  };

  const carryOut = async (
    call: AwsCall,
    fault: Fault | undefined,
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<Answer | Refusal | undefined> => {
    const kill = async () => {
      if (!call.invocation) return;
      call.invocation.isDead = true;
      await options.stopExecutions(call.invocation);
    };
    // A lost connection ends the caller's wait as a timeout does, and no machine is too busy for it.
    const giveUp = async () => {
      const closed = once(response, 'close');
      incoming.socket.destroy();
      await closed;
    };
    if (typeof fault === 'object') return fault.answer;
    switch (fault) {
      case undefined:
        return forward(call, incoming);
      case 'no-connection':
        return undefined;
      case 'server-error':
        return serverError(call.service);
      case 'throttled':
        return throttled(call.service, call.operation);
      case 'answer-lost':
        await forward(call, incoming);
        return undefined;
      case 'slow': {
        const late = giveUp().then(() => forward(call, incoming));
        lateEffects.set(call.id, late);
        await late;
        return undefined;
      }
      case 'very-slow':
        await giveUp();
        options.clock.setTimeout(() => forward(call, incoming), LONG_AFTER_MS);
        return undefined;
      case 'killed-before':
        await kill();
        return undefined;
      case 'killed-after':
        await forward(call, incoming);
        await kill();
        return undefined;
      default:
        return fault satisfies never;
    }
  };

  const handle = async (
    service: Service,
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    const call = callOf(service, incoming, await text(incoming));
    await lateEffects.get(call.id);
    if (call.invocation?.isDead) return void incoming.socket.destroy();
    const fault = rule?.(call);
    if (fault) disturbed.push({ call, fault });
    let answer: Answer | Refusal | undefined;
    try {
      answer = await carryOut(call, fault, incoming, response);
    } catch (error) {
      // An engine that is just being ended, or that let go of an idle connection.
      if (!isDropped(error)) throw error;
      disturbed.push({ call, fault: 'no-connection' });
    }
    if (!answer) return void incoming.socket.destroy();
    const type = answer.headers['content-type'];
    const code = answer.headers['x-amzn-errortype'];
    response
      .writeHead(answer.status, {
        // Node's own lags behind a clock that jumps, and the SDK would try again with its clock set right.
        date: options.clock.now().toUTCString(),
        ...(type && { 'content-type': type }),
        ...(code && { 'x-amzn-errortype': code }),
      })
      .end(answer.body);
  };

  const servers = SERVICES.map((service) =>
    createServer(KEEP_CONNECTIONS, (incoming, response) => {
      const handled = options.clock.work(() => handle(service, incoming, response));
      handled.catch((error: Error) => {
        process.emitWarning(error);
        incoming.socket.destroy();
      });
    }),
  );
  const urls = await Promise.all(
    servers.map(async (server) => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }),
  );
  const endpoints = Object.fromEntries(SERVICES.map((service, index) => [service, urls[index]]));

  return {
    endpoints: endpoints as Record<Service, string>,
    setRule: (next) => {
      rule = next;
    },
    watch: (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    calls: () => calls,
    disturbed: () => disturbed,
    shortenSessions: () => {
      sessionsAreShort = true;
    },
    forget: () => {
      calls.length = 0;
      disturbed.length = 0;
      ordinals.clear();
      lateEffects.clear();
    },
    close: async () => {
      invocations.stop();
      await agent.destroy();
      await Promise.all(
        servers.map((server) => {
          server.closeAllConnections();
          return new Promise((resolve) => server.close(resolve));
        }),
      );
    },
  };
};
