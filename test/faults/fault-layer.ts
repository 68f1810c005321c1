import { setImmediate as nextTurn } from 'node:timers/promises';
import type { VirtualClock } from '../../local/clock.ts';
import { type Door, deliverInProcess } from '../../local/deliver-in-process.ts';
import type { Service } from '../../local/stack.ts';
import { connectionLost, textOf, type WireAnswer, type WireRequest } from '../../local/wire.ts';
import { type AwsCall, operationOf, signerOf } from './aws-call.ts';
import type { DisturbedCall, Fault } from './fault.ts';
import { followInvocations, type RunningInvocation } from './invocations.ts';
import { serverError, throttled } from './refusals.ts';

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
  close(): void;
};

export type FaultLayerOptions = {
  /** The services themselves. */
  engines: Readonly<Record<Service, Door>>;
  clock: VirtualClock;
  /** Ends what runs on behalf of an invocation that is killed. */
  stopExecutions: (invocation: RunningInvocation) => Promise<void>;
};

const DROPPED = ['ECONNRESET', 'ECONNREFUSED', 'UND_ERR_SOCKET', 'UND_ERR_CLOSED', 'UND_ERR_DESTROYED'];

const isDropped = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && DROPPED.includes(String(error.code));

const warn = (error: Error): void => process.emitWarning(error);

/** In virtual time: later than the first attempts of Step Functions' Retry. */
const LONG_AFTER_MS = 30_000;

const SERVICES: readonly Service[] = ['ec2', 'sts', 'dynamodb', 'states', 'ses', 'events', 'sns'];

const hostOf = (service: Service): string => `${service}.faults.test`;

/** Stands between the functions and the services of AWS, as proxies that know each service's protocol. */
export const startFaultLayer = (options: FaultLayerOptions): FaultLayer => {
  const invocations = followInvocations();
  const ordinals = new Map<string, number>();
  const calls: AwsCall[] = [];
  const disturbed: DisturbedCall[] = [];
  const watchers = new Set<Watcher>();
  /** What is still to come of calls that their callers have given up: the next attempt waits behind it. */
  const lateEffects = new Map<string, Promise<unknown>>();
  let sessionsAreShort = false;
  let rule: ((call: AwsCall) => Fault | undefined) | undefined;

  const callOf = (
    service: Service,
    wire: WireRequest,
    invocation: RunningInvocation | undefined,
  ): AwsCall => {
    const { headers } = wire;
    const body = textOf(wire.body);
    const operation = operationOf(service, wire);
    const id = String(headers['amz-sdk-invocation-id']);
    const attempt = Number(/attempt=(\d+)/.exec(String(headers['amz-sdk-request']))?.[1] ?? 1);
    const name = `${service}.${operation}`;
    const ordinal = ordinals.get(id) ?? (invocation?.made.get(name) ?? 0) + 1;
    ordinals.set(id, ordinal);
    invocation?.made.set(name, Math.max(ordinal, invocation.made.get(name) ?? 0));
    const at = options.clock.now();
    const signedBy = signerOf(wire);
    const call = { service, operation, id, attempt, ordinal, invocation, at, signedBy, body };
    if (attempt === 1) calls.push(call);
    return call;
  };

  const forward = async (call: AwsCall, wire: WireRequest): Promise<WireAnswer> => {
    for (const watcher of watchers) await watcher(call);
    const answer = await options.engines[call.service](wire);
    if (!sessionsAreShort) return answer;
    const ends = `<Expiration>${options.clock.now().toISOString()}</Expiration>`;
    return { ...answer, body: textOf(answer.body).replace(/<Expiration>[^<]*<\/Expiration>/, ends) };
  };

  const carryOut = async (
    call: AwsCall,
    fault: Fault | undefined,
    wire: WireRequest,
  ): Promise<WireAnswer | undefined> => {
    const kill = async () => {
      if (!call.invocation) return;
      call.invocation.isDead = true;
      await options.stopExecutions(call.invocation);
    };
    if (typeof fault === 'object') return fault.answer;
    switch (fault) {
      case undefined:
        return forward(call, wire);
      case 'no-connection':
        return undefined;
      case 'server-error':
        return serverError(call.service);
      case 'throttled':
        return throttled(call.service, call.operation);
      case 'answer-lost':
        await forward(call, wire);
        return undefined;
      case 'slow': {
        // A lost connection ends the caller's wait as a timeout does, and no machine is too busy for it.
        const late = options.clock.work(() => nextTurn().then(() => forward(call, wire)));
        lateEffects.set(call.id, late.catch(warn));
        return undefined;
      }
      case 'very-slow':
        options.clock.setTimeout(() => forward(call, wire), LONG_AFTER_MS);
        return undefined;
      case 'killed-before':
        await kill();
        return undefined;
      case 'killed-after':
        await forward(call, wire);
        await kill();
        return undefined;
      default:
        return fault satisfies never;
    }
  };

  const handle = async (
    service: Service,
    wire: WireRequest,
    invocation: RunningInvocation | undefined,
  ): Promise<WireAnswer> => {
    const call = callOf(service, wire, invocation);
    await lateEffects.get(call.id);
    if (call.invocation?.isDead) throw connectionLost();
    const fault = rule?.(call);
    if (fault) disturbed.push({ call, fault });
    let answer: WireAnswer | undefined;
    try {
      answer = await carryOut(call, fault, wire);
    } catch (error) {
      // An engine that is just being ended, or that let go of an idle connection.
      if (!isDropped(error)) throw error;
      disturbed.push({ call, fault: 'no-connection' });
    }
    if (!answer) throw connectionLost();
    const type = answer.headers['content-type'];
    const code = answer.headers['x-amzn-errortype'];
    return {
      status: answer.status,
      headers: {
        // An engine's own lags behind a clock that jumps, and the SDK would try again with its clock set right.
        date: options.clock.now().toUTCString(),
        ...(type && { 'content-type': type }),
        ...(code && { 'x-amzn-errortype': code }),
      },
      body: answer.body,
    };
  };

  const doors = new Map<string, Door>(
    SERVICES.map((service) => [
      hostOf(service),
      (wire) => {
        const invocation = invocations.current();
        return invocations.outside(() => options.clock.work(() => handle(service, wire, invocation)));
      },
    ]),
  );
  const stopDelivery = deliverInProcess(doors);
  const endpoints = Object.fromEntries(SERVICES.map((service) => [service, `http://${hostOf(service)}`]));

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
    close: () => {
      invocations.stop();
      stopDelivery();
    },
  };
};
