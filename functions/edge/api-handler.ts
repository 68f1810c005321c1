import middy from '@middy/core';
import jsonBody from '@middy/http-json-body-parser';
import type { APIGatewayProxyEventV2WithIAMAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod/mini';
import { ValidationError } from '../domain/request/errors.ts';
import { type Caller, type CallerRules, identifyCaller } from './caller.ts';
import type { Contract, Handled } from './contract/contract.ts';
import { errorEnvelope, json } from './error-envelope.ts';
import { invocationLog, lambdaContext } from './invocation-log.ts';
import { sourceAddress } from './source-address.ts';
import { validate } from './validate.ts';

type Event = APIGatewayProxyEventV2WithIAMAuthorizer;
type Middleware = middy.MiddlewareObj<Event, APIGatewayProxyStructuredResultV2>;

/** A validated call of a route. */
export type Call<C extends Contract> = {
  params: z.infer<C['params']>;
  query: z.infer<C['query']>;
  body: C extends { body: infer Body extends z.ZodMiniType } ? z.infer<Body> : undefined;
  caller: Caller;
  source_ip: string;
  idempotency_key?: string;
};

/** A successful result. `status` is set only if it isn't the contract's `status`. */
export type Success<C extends Contract> = {
  data:
    | z.infer<C['data']>
    | (C extends { deprecatedData: infer Data extends z.ZodMiniType } ? z.infer<Data> : never);
  status?: 200;
  headers?: Record<string, string>;
};

const LARGEST_BODY_BYTES = 16 * 1024;

/** Rejects a body that is larger than any call of the route needs. A missing body counts as an empty object. */
const limitBody = (largest = LARGEST_BODY_BYTES): Middleware => ({
  before: ({ event }) => {
    event.body ||= '{}';
    const bytes = Buffer.byteLength(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
    if (bytes > largest) {
      throw new ValidationError([{ path: '', message: `The body must have at most ${largest} bytes.` }]);
    }
  },
});

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

const readIdempotencyKey = ({ headers }: Event): { idempotency_key?: string } => {
  const key = headers['idempotency-key'];
  if (key === undefined) return {};
  if (IDEMPOTENCY_KEY.test(key)) return { idempotency_key: key };
  throw new ValidationError([
    { path: 'Idempotency-Key', message: 'Idempotency-Key must have 1 to 255 visible ASCII characters.' },
  ]);
};

/** A Lambda function behind an authorized route. It validates by the contract, calls `run`, and wraps the result. */
export const apiHandler = <C extends Contract>(
  contract: C,
  callers: () => CallerRules,
  run: (call: Call<C>) => Promise<Success<C>>,
) => {
  const { params, query, body, largestBody, idempotent, status: usualStatus }: Handled = contract;
  const handler = middy<Event, APIGatewayProxyStructuredResultV2>()
    .use(lambdaContext())
    .use(
      invocationLog<Event>(({ routeKey, requestContext }) => ({
        route: routeKey,
        api_request_id: requestContext.requestId,
      })),
    )
    .use(errorEnvelope() as Middleware);
  if (body)
    handler.use(limitBody(largestBody)).use(jsonBody({ disableContentTypeCheck: true }) as Middleware);
  return handler.handler(async (event) => {
    const call = {
      caller: identifyCaller(event, callers()),
      params: validate(params, event.pathParameters ?? {}),
      query: validate(query, event.queryStringParameters ?? {}),
      body: body && validate(body, event.body),
      source_ip: sourceAddress(event),
      ...(idempotent && readIdempotencyKey(event)),
    } as Call<C>;
    const { data, status = usualStatus, headers } = await run(call);
    return json(status, { success: true, data }, headers);
  });
};
