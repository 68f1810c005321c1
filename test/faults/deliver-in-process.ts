import { createRequire } from 'node:module';
import type { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { WireAnswer, WireRequest } from '../../local/wire.ts';

/** Answers a call, or throws what a client is told of its connection. */
export type Door = (request: WireRequest) => Promise<WireAnswer>;

type Handle = (request: HttpRequest, options?: object) => Promise<{ response: HttpResponse }>;

const wireOf = ({ method, path, query, headers, body = '' }: HttpRequest): WireRequest => {
  const search = new URLSearchParams(query as Record<string, string> | undefined).toString();
  return {
    method,
    path: search ? `${path}?${search}` : path,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: typeof body === 'string' ? body : new TextDecoder().decode(body),
  };
};

/**
 * Hands the calls of the SDK's clients to the doors of their hosts, by host and port, without sockets between. What is
 * left out is the SDK's last step alone, its HTTP handler. Returns how to end this.
 */
export const deliverInProcess = (doors: ReadonlyMap<string, Door>): (() => void) => {
  const ofTheSdk = createRequire(createRequire(import.meta.url).resolve('@aws-sdk/client-sfn'));
  const { NodeHttpHandler } = ofTheSdk('@smithy/node-http-handler') as {
    NodeHttpHandler: { prototype: { handle: Handle } };
  };
  const { HttpResponse: Response } = ofTheSdk('@smithy/core/protocols') as {
    HttpResponse: typeof HttpResponse;
  };
  const { handle } = NodeHttpHandler.prototype;
  NodeHttpHandler.prototype.handle = async function (request, options) {
    const door = doors.get(request.port ? `${request.hostname}:${request.port}` : request.hostname);
    if (!door) return handle.call(this, request, options);
    const { status, headers, body } = await door(wireOf(request));
    return {
      response: new Response({ statusCode: status, headers: { ...headers }, body: Buffer.from(body) }),
    };
  };
  return () => {
    NodeHttpHandler.prototype.handle = handle;
  };
};
