import type { AwsCall } from './aws-call.ts';
import type { Place } from './fault-case.ts';
import type { RunningInvocation } from './invocations.ts';
import { LIFE_HEADER } from './people.ts';

export type WhichLife = {
  /** The life that a call is part of, where it is part of one alone. */
  lifeOf(call: AwsCall): string | undefined;
  placeOf(call: AwsCall): Place;
};

const REQUEST_ID = /pr-[0-9A-HJKMNP-TV-Z]{26}/;

type Event = { request_id?: string; headers?: Record<string, string> };

/**
 * Tells the lives of one stack apart: by the header of a person's call, and by the request that such a call made, or that
 * the register made of their connection.
 */
export const whichLife = (
  lifeOfConnection: (body: string) => string | undefined = () => undefined,
): WhichLife => {
  const lifeOfRequest = new Map<string, string>();
  const runs = new Map<string, number[]>();

  const lifeOfInvocation = (invocation: RunningInvocation | undefined): string | undefined => {
    const event = invocation?.event as Event | undefined;
    return event?.headers?.[LIFE_HEADER] ?? lifeOfRequest.get(event?.request_id ?? '');
  };

  return {
    lifeOf: (call) => {
      const life = lifeOfInvocation(call.invocation);
      const request = REQUEST_ID.exec(call.body)?.[0];
      const isNew = request && !lifeOfRequest.has(request) && call.operation === 'TransactWriteItems';
      const owner = life ?? (isNew ? lifeOfConnection(call.body) : undefined);
      if (owner && request && !lifeOfRequest.has(request)) lifeOfRequest.set(request, owner);
      return life;
    },
    placeOf: ({ invocation, service, operation, ordinal }) => {
      const entry = invocation?.entry ?? 'nobody';
      const key = `${lifeOfInvocation(invocation)} ${entry}`;
      const known = runs.get(key) ?? [];
      runs.set(key, known);
      if (invocation && !known.includes(invocation.id)) known.push(invocation.id);
      return { entry, run: known.indexOf(invocation?.id ?? 0) + 1, call: `${service}.${operation}`, ordinal };
    },
  };
};
