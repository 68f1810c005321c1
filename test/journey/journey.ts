import { EC2Client } from '@aws-sdk/client-ec2';
import { expect, vi } from 'vitest';
import type { AuditEvent, ChainVerdict } from '../../functions/domain/request/audit.ts';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { findDecisionLinks } from '../../local/mail-links.ts';
import { VPC } from '../../local/seed.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { type Stack, type StackOptions, startStack } from '../../local/stack.ts';
import { findSecrets } from './no-secrets.ts';

export const PAYMENTS = '111111111111';
export const ANALYTICS = '222222222222';
export const PARTNER = '333333333333';
export const HUB = '999999999999';

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;

/** A quarter past the hour that it is: budgets of an hour don't begin anew while a test spends them. */
export const quarterPast = (): Date =>
  new Date(Date.now() - (Date.now() % (HOUR * 1000)) + 15 * MINUTE * 1000);

/** Longer than EC2 takes between two statuses. */
const SETTLED = 30;

export type Envelope<T> =
  | { success: true; data: T }
  | {
      success: false;
      error: { code: string; message: string; details: { path: string; message: string }[] };
      request_id: string;
    };

export type Answer<T> = { status: number; headers: Headers; body: Envelope<T> };

export type Trail = {
  events: AuditEvent[];
  chain: ChainVerdict;
  refused_again: number;
  next_cursor: string | null;
};

/** Payments in us-east-1 asks analytics in eu-west-1. */
export const ACROSS = {
  vpc_id: VPC.paymentsUs,
  vpc_region: 'us-east-1',
  peer_vpc_id: VPC.analyticsEu,
  peer_owner_id: ANALYTICS,
  peer_region: 'eu-west-1',
  justification: 'Settlement files go to the lake.',
  contact_email: 'priya@payments.example',
};

/** The system as its users meet it: through the API, the pages, the inbox, and EC2. */
export type Journey = Stack & {
  call<T>(account: string | undefined, method: string, path: string, body?: unknown): Promise<Answer<T>>;
  /** Submits, and lets EC2 open the window. */
  submit(body?: object, account?: string): Promise<RequestView>;
  request(id: string): Promise<RequestView>;
  trail(id: string): Promise<Trail>;
  /** Lets time pass, and all that it leads to happen. */
  pass(seconds: number): Promise<void>;
  mailsTo(person: string, id: string): Promise<string[]>;
  linkOf(person: string, id: string): Promise<string>;
  /** Opens a link and sends its form, as a browser does. */
  decide(link: string, decision: string, comment?: string): Promise<{ status: number; page: string }>;
  ec2As(account: string, region: string): EC2Client;
  /** Does something while Step Functions cannot be reached. */
  withoutStepFunctions<T>(act: () => Promise<T>): Promise<T>;
};

export const startJourney = async (options: StackOptions = {}): Promise<Journey> => {
  const stack = await startStack({ speed: 0, schedules: false, ...options });
  // A function instance keeps its clients for life, and each stack has addresses of its own. What the stack
  // before was still at may have made some for its own, until now.
  vi.resetModules();
  const { api } = stack.endpoints;

  const call: Journey['call'] = async (account, method, path, body) => {
    const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await (account ? signedFetch(account, api + path, init) : fetch(api + path, init));
    return {
      status: response.status,
      headers: response.headers,
      body: await response.json(),
    } as Answer<never>;
  };
  const data = async <T>(account: string, method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await call<T>(account, method, path, body);
    if (!answer.body.success) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body.error)}`);
    return answer.body.data;
  };
  let isClosed = false;
  /** Of every journey, what it has announced is searched. */
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    try {
      expect(await findSecrets(stack)).toEqual([]);
    } finally {
      await stack.close();
    }
  };
  const pass = (seconds: number) => stack.clock.advance(seconds * 1000);

  return {
    ...stack,
    close,
    call,
    pass,
    submit: async (body = ACROSS, account = PAYMENTS) => {
      const submitted = await data<RequestView>(account, 'POST', '/peering-requests', body);
      await pass(SETTLED);
      return data(HUB, 'GET', `/peering-requests/${submitted.id}`);
    },
    request: (id) => data(HUB, 'GET', `/peering-requests/${id}`),
    trail: (id) => data(HUB, 'GET', `/peering-requests/${id}/events`),
    mailsTo: async (person, id) =>
      (await stack.inbox.emails())
        .filter(({ destination, subject }) => destination.to.includes(person) && subject.includes(id))
        .map(({ subject }) => subject),
    linkOf: async (person, id) => {
      const link = (await findDecisionLinks(stack.inbox, id)).find(({ to }) => to === person);
      if (!link) throw new Error(`${person} got no link for ${id}`);
      return link.url;
    },
    decide: async (link, decision, comment = '') => {
      const shown = await (await fetch(link)).text();
      const form_token = /name="form_token" value="([^"]+)"/.exec(shown)?.[1] ?? '';
      const form = new URLSearchParams({ decision, comment, form_token });
      const response = await fetch(link, { method: 'POST', body: form });
      return { status: response.status, page: await response.text() };
    },
    withoutStepFunctions: async (act) => {
      // Clients take their endpoint when they are made: with new modules come new clients.
      vi.resetModules();
      process.env['AWS_ENDPOINT_URL_SFN'] = 'http://127.0.0.1:1';
      try {
        return await act();
      } finally {
        vi.resetModules();
        process.env['AWS_ENDPOINT_URL_SFN'] = stack.endpoints.states;
      }
    },
    ec2As: (accessKeyId, region) =>
      new EC2Client({
        region,
        endpoint: stack.endpoints.ec2,
        credentials: { accessKeyId, secretAccessKey: 'local' },
        maxAttempts: 1,
      }),
  };
};
