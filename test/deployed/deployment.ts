import { setTimeout as pause } from 'node:timers/promises';
import { inject } from 'vitest';
import { credentialsFor } from '../../cli/client/credentials.ts';
import { parseEndpoint } from '../../cli/client/endpoint.ts';
import { signer } from '../../cli/client/sign.ts';
import type { Envelope } from '../journey/journey.ts';

/** Where and how the suite runs: all that it knows, from the command line. */
export type Deployment = {
  endpoint: string;
  region: string;
  profile: string | undefined;
  token: string | undefined;
  link: string | undefined;
  decide: string | undefined;
  patience_seconds: number;
  /** What is asked for; absent: nothing is. */
  submission: Record<string, string | undefined> | undefined;
};

declare module 'vitest' {
  interface ProvidedContext {
    deployment: Deployment;
  }
}

export const deployment = inject('deployment');

export type Answer<T> = { status: number; headers: Headers; body: Envelope<T> };

/** Calls the API as whoever the credentials or the token say. */
export const call = async <T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<T>> => {
  const url = new URL(`${deployment.endpoint}${path}`);
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  const said = { 'content-type': 'application/json', ...headers };
  const proven = deployment.token
    ? { ...said, authorization: `Bearer ${deployment.token}` }
    : await sign({ method, url, headers: said, ...text });
  const response = await fetch(url, { method, headers: proven, ...text });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Envelope<T>,
  };
};

const sign = signer(
  credentialsFor(parseEndpoint(deployment.endpoint), deployment.profile),
  deployment.region,
);

/** The data of a success. */
export const dataOf = <T>({ status, body }: Answer<T>): T => {
  if (body.success) return body.data;
  throw new Error(`The API answered ${status}: ${JSON.stringify(body.error ?? body)}`);
};

const POLL_MS = 2000;

/** Asks again and again until the answer is the one waited for, or patience ends. */
export const eventually = async <T>(ask: () => Promise<T>, isIt: (answer: T) => boolean): Promise<T> => {
  const end = performance.now() + deployment.patience_seconds * 1000;
  while (true) {
    const answer = await ask();
    if (isIt(answer)) return answer;
    if (performance.now() > end) {
      throw new Error(
        `Not within ${deployment.patience_seconds} s; the last answer: ${JSON.stringify(answer)}`,
      );
    }
    await pause(POLL_MS);
  }
};
