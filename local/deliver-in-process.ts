import { createRequire } from 'node:module';
import type { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { Agent, request as send } from 'undici';
import type { WireAnswer, WireRequest } from './wire.ts';

/** Answers a call, or throws what a client is told of its connection. */
export type Door = (request: WireRequest) => Promise<WireAnswer>;

/** By host and port. */
export type Doors = ReadonlyMap<string, Door>;

type Handle = (request: HttpRequest, options?: object) => Promise<{ response: HttpResponse }>;

const wireOf = ({ method, path, query = {}, headers, body = '' }: HttpRequest): WireRequest => {
  const search = new URLSearchParams(query as Record<string, string>).toString();
  return {
    method,
    path: search ? `${path}?${search}` : path,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: typeof body === 'string' ? body : new TextDecoder().decode(body),
  };
};

const ofTheSdk = createRequire(createRequire(import.meta.url).resolve('@aws-sdk/client-sfn'));
const { NodeHttpHandler } = ofTheSdk('@smithy/node-http-handler') as {
  NodeHttpHandler: { prototype: { handle: Handle } };
};
const { HttpResponse: Response } = ofTheSdk('@smithy/core/protocols') as {
  HttpResponse: typeof HttpResponse;
};

const known = new Set<Doors>();
let handleOverSocket: Handle | undefined;

const knock: Handle = async function (this: unknown, request, options) {
  const host = request.port ? `${request.hostname}:${request.port}` : request.hostname;
  const doors = [...known].find((each) => each.has(host));
  const door = doors?.get(host);
  if (!door) return (handleOverSocket as Handle).call(this, request, options);
  const { status, headers, body } = await door(wireOf(request));
  return {
    response: new Response({
      statusCode: status,
      headers: { ...headers },
      body: typeof body === 'string' ? Buffer.from(body) : body,
    }),
  };
};

/**
 * Hands the calls of the SDK's clients in this process to the doors of their hosts, without the SDK's HTTP client and,
 * for engines in this process, without sockets: these cost more than the rest of a call. What is left out is the SDK's
 * last step alone, its HTTP handler. Returns how to end this.
 */
export const deliverInProcess = (doors: Doors): (() => void) => {
  const { prototype } = NodeHttpHandler;
  if (known.size === 0) {
    handleOverSocket = prototype.handle;
    prototype.handle = knock;
  }
  known.add(doors);
  return () => {
    known.delete(doors);
    if (known.size === 0 && handleOverSocket) prototype.handle = handleOverSocket;
  };
};

/** The engines never close an idle connection. */
const HOUR_MS = 3_600_000;

/** What concerns a connection, and not the request that it carries. */
const OF_THE_CONNECTION = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'expect',
  'upgrade',
  'content-length',
];

const headersOf = ({ headers }: WireRequest): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.includes(name)));

/** The door of an engine in this process that answers as `fetch` does. */
export const fetchDoor =
  (fetch: (request: Request) => Response | Promise<Response>): Door =>
  async ({ method, path, headers, body }) => {
    const answer = await fetch(new Request(`http://localhost${path}`, { method, headers, body }));
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: await answer.text(),
    };
  };

/** The door of an engine behind a socket. */
export const socketDoor = (origin: string): { door: Door; close(): Promise<void> } => {
  const agent = new Agent({ connections: 64, keepAliveTimeout: HOUR_MS, keepAliveMaxTimeout: HOUR_MS });
  return {
    door: async (wire) => {
      const { statusCode, headers, body } = await send(origin + wire.path, {
        method: wire.method as 'POST',
        headers: headersOf(wire),
        body: wire.body,
        dispatcher: agent,
      });
      return {
        status: statusCode,
        headers: headers as Record<string, string>,
        body: await body.text(),
      };
    },
    close: () => agent.destroy(),
  };
};
