import { onTestFinished } from 'vitest';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import type { StackOptions } from '../../local/stack.ts';
import {
  ACROSS,
  type Answer,
  HUB,
  type Journey,
  PAYMENTS,
  startJourney,
  type Trail,
} from '../journey/journey.ts';
import { type ApiDocument, fetchApiDocument } from './api-document.ts';

export type Call = <T>(
  account: string,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer<T>>;

/** A journey of which every answer of the API is held against the document that the API serves. */
export type CheckedJourney = Omit<Journey, 'call'> & { call: Call; document: ApiDocument };

const SETTLED_SECONDS = 30;

export const startCheckedJourney = async (options?: StackOptions): Promise<CheckedJourney> => {
  const journey = await startJourney(options);
  const { api } = journey.endpoints;
  const document = await fetchApiDocument(api);

  const call: Call = async (account, method, path, content, headers = {}) => {
    const body = content === undefined ? undefined : JSON.stringify(content);
    const init = { method, headers, ...(body !== undefined && { body }) };
    const response = await signedFetch(account, api + path, init);
    const answer = {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as never,
    };
    document.check({ method, path, ...(body !== undefined && { body }) }, answer);
    return answer;
  };

  const data = async <T>(account: string, method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await call<T>(account, method, path, body);
    if (!answer.body.success) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body.error)}`);
    return answer.body.data;
  };

  return {
    ...journey,
    document,
    call,
    submit: async (body = ACROSS, account = PAYMENTS) => {
      const { id } = await data<RequestView>(account, 'POST', '/peering-requests', body);
      await journey.pass(SETTLED_SECONDS);
      return data(HUB, 'GET', `/peering-requests/${id}`);
    },
    request: (id) => data<RequestView>(HUB, 'GET', `/peering-requests/${id}`),
    trail: (id) => data<Trail>(HUB, 'GET', `/peering-requests/${id}/events`),
  };
};

/** A journey of this one test, which ends with it. */
export const ownJourney = async (options?: StackOptions): Promise<CheckedJourney> => {
  const journey = await startCheckedJourney(options);
  onTestFinished(() => journey.close());
  return journey;
};

/** The status and the error of an answer, side by side. */
export const errorOf = ({ status, body }: Answer<unknown>) => ({ status, ...(!body.success && body.error) });
