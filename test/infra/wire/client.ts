import type { HttpRequest, HttpResponse } from '@smithy/types';
import type { Protocol } from './answers.ts';

/** A client's package, or a bundle of a part of it. */
export type Sdk = Readonly<Record<string, unknown>>;

type Middleware = (next: (call: Call) => Promise<unknown>) => (call: Call) => Promise<unknown>;
type Call = { request: HttpRequest };
type Client = {
  config: { protocol: Protocol };
  middlewareStack: { addRelativeTo(middleware: Middleware, where: object): void };
  send(command: object): Promise<object>;
};
type ClientOf = new (configuration: object) => Client;
type CommandOf = new (input: object) => object;

/** What went out of a call, and what came back. */
export type Exchange = { sent: Sent[]; output?: object; error?: object };

type Sent = { method: string; url: string; headers: Record<string, string>; body: string };

/** Takes what is another for every call from it, before it is signed. */
const withoutChance: Middleware = (next) => (call) => {
  delete call.request.headers['amz-sdk-invocation-id'];
  return next(call);
};

/** Makes calls, each of which is answered as it is told. */
export const clientOf = (sdk: Sdk, service: string) => {
  let answer: () => HttpResponse;
  let sent: Sent[] = [];
  const client = new (sdk[`${service}Client`] as ClientOf)({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a-secret', sessionToken: 'a-token' },
    maxAttempts: 1,
    // One package tells another version of itself in CommonJS than in ES modules.
    defaultUserAgentProvider: async () => [['a-test', '1']],
    requestHandler: {
      handle: async (request: HttpRequest) => {
        sent.push(told(request));
        return { response: answer() };
      },
    },
  });
  client.middlewareStack.addRelativeTo(withoutChance, {
    name: 'withoutChance',
    relation: 'before',
    toMiddleware: 'httpSigningMiddleware',
  });
  const ServiceException = sdk[`${service}ServiceException`] as new () => Error;
  return {
    protocol: client.config.protocol,
    call: async (command: string, input: object, answered: () => HttpResponse): Promise<Exchange> => {
      answer = answered;
      sent = [];
      try {
        const output = await client.send(new (sdk[command] as CommandOf)(input));
        return { sent, output: await read(output) };
      } catch (error) {
        const { name, message, stack: _, ...rest } = error as Error;
        return { sent, error: { name, message, isOurs: error instanceof ServiceException, ...rest } };
      }
    },
  };
};

/** An output with its streams read. */
const read = async (output: object): Promise<object> =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(output).map(async ([name, value]) => [
        name,
        isStream(value) ? await value.transformToByteArray() : value,
      ]),
    ),
  );

const isStream = (value: unknown): value is { transformToByteArray(): Promise<Uint8Array> } =>
  typeof (value as Record<string, unknown> | null)?.['transformToByteArray'] === 'function';

const told = ({ method, protocol, hostname, path, query, headers, body }: HttpRequest): Sent => {
  return {
    method,
    url: `${protocol}//${hostname}${path}?${JSON.stringify(query)}`,
    headers,
    body: bytesOf(body).toString('base64'),
  };
};

const bytesOf = (body: unknown): Buffer =>
  body instanceof Uint8Array
    ? Buffer.from(body.buffer, body.byteOffset, body.byteLength)
    : Buffer.from(String(body ?? ''));
