import { setTimeout as pause } from 'node:timers/promises';
import { inject } from 'vitest';
import { credentialsFor } from '../../cli/client/credentials.ts';
import { parseEndpoint } from '../../cli/client/endpoint.ts';
import { signer } from '../../cli/client/sign.ts';
import type { Envelope } from '../journey/journey.ts';

/** The options of the suite, from the command line. */
export type Deployment = {
  endpoint: string;
  region: string;
  profile: string | undefined;
  token: string | undefined;
  link: string | undefined;
  decide: string | undefined;
  patience_seconds: number;
  /** The request to submit. If absent, the suite submits nothing. */
  submission: Record<string, string | undefined> | undefined;
};

declare module 'vitest' {
  interface ProvidedContext {
    deployment: Deployment;
  }
}

export const deployment = inject('deployment');

export type Answer<T> = { status: number; headers: Headers; body: Envelope<T> };

/** Calls the API with the credentials or the token. */
export const call = async <T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<T>> => {
  const url = new URL(`${deployment.endpoint}${path}`);
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  const common = { 'content-type': 'application/json', ...headers };
  const authorized = deployment.token
    ? { ...common, authorization: `Bearer ${deployment.token}` }
    : await sign({ method, url, headers: common, ...text }, new Date());
  const response = await fetch(url, { method, headers: authorized, ...text });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Envelope<T>,
  };
};

const sign = signer(
  credentialsFor(parseEndpoint(deployment.endpoint), deployment.profile),
  async () => deployment.region,
);

/** Returns the data of a success. @throws Error for any other response */
export const dataOf = <T>({ status, body }: Answer<T>): T => {
  if (body.success) return body.data;
  throw new Error(`The API returned HTTP ${status}: ${JSON.stringify(body.error ?? body)}`);
};

const POLL_MS = 2000;

/** Repeats a call until its result is the expected one, or the time limit of --patience is reached. */
export const eventually = async <T>(
  call: () => Promise<T>,
  isExpected: (answer: T) => boolean,
): Promise<T> => {
  const end = performance.now() + deployment.patience_seconds * 1000;
  while (true) {
    const answer = await call();
    if (isExpected(answer)) return answer;
    if (performance.now() > end) {
      throw new Error(
        `No expected response within ${deployment.patience_seconds} s. The last response was ${JSON.stringify(answer)}. Use --patience to wait longer.`,
      );
    }
    await pause(POLL_MS);
  }
};
