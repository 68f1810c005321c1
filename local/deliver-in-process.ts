import { createRequire } from 'node:module';
import type { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { AwsCredentialIdentity } from '@smithy/types';
import { Agent, request as send } from 'undici';
import type { WireAnswer, WireRequest } from './wire.ts';

/** Answers a call, or throws what a client is told of its connection. */
export type Door = (request: WireRequest) => Promise<WireAnswer>;

/** By host and port. */
export type Doors = ReadonlyMap<string, Door>;

type Handle = (request: HttpRequest, options?: object) => Promise<{ response: HttpResponse }>;
type Signing = { signingDate?: Date; signingRegion?: string; signingService?: string };
type Signer = {
  service: string;
  regionProvider(): Promise<string>;
  credentialProvider(): Promise<AwsCredentialIdentity>;
};
type Sign = (this: Signer, request: HttpRequest, options: Signing) => Promise<HttpRequest>;

const wireOf = ({ method, path, query = {}, headers, body = '' }: HttpRequest): WireRequest => {
  const search = new URLSearchParams(query as Record<string, string>).toString();
  return {
    method,
    path: search ? `${path}?${search}` : path,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body,
  };
};

const ofTheSdk = createRequire(createRequire(import.meta.url).resolve('@aws-sdk/client-sfn'));
const { NodeHttpHandler } = ofTheSdk('@smithy/node-http-handler') as {
  NodeHttpHandler: { prototype: { handle: Handle } };
};
const { SignatureV4 } = ofTheSdk('@smithy/signature-v4') as {
  SignatureV4: { prototype: { signRequest: Sign } };
};
const { HttpResponse: Response } = ofTheSdk('@smithy/core/protocols') as {
  HttpResponse: typeof HttpResponse;
};

const known = new Set<Doors>();

const doorOf = ({ hostname, port }: HttpRequest): Door | undefined => {
  const host = port ? `${hostname}:${port}` : hostname;
  for (const doors of known) if (doors.has(host)) return doors.get(host);
  return undefined;
};

const original = { handle: NodeHttpHandler.prototype.handle, sign: SignatureV4.prototype.signRequest };

const knock: Handle = async function (this: unknown, request, options) {
  const door = doorOf(request);
  if (!door) return original.handle.call(this, request, options);
  const { status, headers, body } = await door(wireOf(request));
  return {
    response: new Response({
      statusCode: status,
      headers: { ...headers },
      body: typeof body === 'string' ? Buffer.from(body) : body,
    }),
  };
};

/** Says who calls, and leaves the signature out: local accounts have no secrets, so nothing could verify it. */
const signWithoutSecret: Sign = async function (request, options) {
  if (!doorOf(request)) return original.sign.call(this, request, options);
  const { accessKeyId, sessionToken } = await this.credentialProvider();
  const region = options.signingRegion ?? (await this.regionProvider());
  const date = (options.signingDate ?? new Date()).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const scope = `${date.slice(0, 8)}/${region}/${options.signingService ?? this.service}/aws4_request`;
  Object.assign(request.headers, {
    'x-amz-date': date,
    ...(sessionToken && { 'x-amz-security-token': sessionToken }),
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=host, Signature=local`,
  });
  return request;
};

/**
 * Hands the calls of the SDK's clients in this process to the doors of their hosts, without the SDK's HTTP client and,
 * for engines in this process, without sockets: these cost more than the rest of a call. What is left out are the
 * SDK's last steps alone, the signature and the HTTP handler. Returns how to end this.
 */
export const deliverInProcess = (doors: Doors): (() => void) => {
  known.add(doors);
  NodeHttpHandler.prototype.handle = knock;
  SignatureV4.prototype.signRequest = signWithoutSecret;
  return () => {
    known.delete(doors);
    if (known.size > 0) return;
    NodeHttpHandler.prototype.handle = original.handle;
    SignatureV4.prototype.signRequest = original.sign;
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
        body: new Uint8Array(await body.arrayBuffer()),
      };
    },
    close: () => agent.destroy(),
  };
};
