import middy from '@middy/core';
import jsonBody from '@middy/http-json-body-parser';
import type { APIGatewayProxyEventV2WithIAMAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import { ValidationError } from '../domain/errors.ts';
import { type Caller, callerOf } from './caller.ts';
import { errorEnvelope, json } from './error-envelope.ts';
import { invocationLog, lambdaContext } from './invocation-log.ts';
import { validate } from './validate.ts';

type Event = APIGatewayProxyEventV2WithIAMAuthorizer;

/** What a route takes, and what it answers with when all is well. */
type Route<Params, Body> = {
  params: Params;
  body: Body;
  status: 200 | 201;
  networkTeam: () => readonly string[];
};

export type Call<Params, Body> = { params: Params; body: Body; caller: Caller; source_ip: string };

const LARGEST_BODY_BYTES = 16 * 1024;

/** Refuses what came without a body, or with more of one than any request needs. */
const bodyLimit = (): middy.MiddlewareObj<Event> => ({
  before: ({ event }) => {
    if (!event.body) event.body = '{}';
    if (Buffer.byteLength(event.body) > LARGEST_BODY_BYTES) {
      throw new ValidationError([
        { path: '', message: `The body is larger than ${LARGEST_BODY_BYTES} bytes.` },
      ]);
    }
  },
});

/** A Lambda function behind an IAM-guarded route: parsing, envelope and logging around `run`. */
export const apiHandler = <Params extends z.ZodMiniType, Body extends z.ZodMiniType>(
  route: Route<Params, Body>,
  run: (call: Call<z.infer<Params>, z.infer<Body>>) => Promise<unknown>,
) =>
  middy<Event, APIGatewayProxyStructuredResultV2>()
    .use(lambdaContext())
    .use(
      invocationLog<Event>(({ routeKey, requestContext }) => ({
        route: routeKey,
        api_request_id: requestContext.requestId,
      })),
    )
    .use(errorEnvelope() as middy.MiddlewareObj<Event, APIGatewayProxyStructuredResultV2>)
    .use(bodyLimit())
    .use(jsonBody({ disableContentTypeCheck: true }) as middy.MiddlewareObj<Event>)
    .handler(async (event) => {
      const data = await run({
        caller: callerOf(event, route.networkTeam()),
        params: validate(route.params, event.pathParameters ?? {}),
        body: validate(route.body, event.body),
        source_ip: event.requestContext.http.sourceIp,
      });
      return json(route.status, { success: true, data });
    });

/** For routes that take nothing there. */
export const nothing = z.strictObject({});
