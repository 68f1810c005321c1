import { randomUUID } from 'node:crypto';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { type Context, Hono } from 'hono';
import { DEFAULT_ROUTE, type HttpRoute, ROUTES, routeKey } from '../functions/routes.ts';
import { HUB_ACCOUNT_ID } from './seed.ts';

export const NETWORK_TEAM_ROLE_ARN = `arn:aws:iam::${HUB_ACCOUNT_ID}:role/NetworkTeam`;

type Invoke = (entry: string, event: unknown) => Promise<unknown>;

/**
 * The HTTP API. It invokes the functions with API Gateway's payload format 2.0 and requires signed calls, but
 * doesn't verify signatures. An access key ID is the caller's account ID; the hub's account is the network team.
 * With a hyphen and a mail address after it, the caller is that person, as if their session's tag had said so.
 */
export const apiGateway = (invoke: Invoke, stageVariables?: Record<string, string>): Hono => {
  const answer = async (c: Context, route: HttpRoute): Promise<Response> => {
    const iam = iamOf(c.req.header('authorization'));
    if (route.authorizer === 'iam' && !iam) return c.json({ message: 'Forbidden' }, 403);
    try {
      const result = await invoke(route.entry, {
        ...(await toEvent(c, route, iam)),
        ...(stageVariables && { stageVariables }),
      });
      return toResponse(result as APIGatewayProxyStructuredResultV2);
    } catch (error) {
      process.stderr.write(`${routeKey(route)}: ${error instanceof Error ? error.stack : error}\n`);
      return c.json({ message: 'Internal Server Error' }, 500);
    }
  };

  const app = new Hono();
  for (const [path, routes] of Map.groupBy(ROUTES, (route) => route.path)) {
    // A path without this method leaves the call to a less specific path with it, such as GET /peering-requests/{id}.
    app.all(path.replaceAll(/\{(\w+)\}/g, ':$1'), (c, next) => {
      const route = routes.find(({ method }) => method === c.req.method);
      return route ? answer(c, route) : next();
    });
  }
  app.notFound((c) => answer(c, DEFAULT_ROUTE));
  return app;
};

const iamOf = (authorization: string | undefined) => {
  const [, owner, person] =
    /^AWS4-HMAC-SHA256 Credential=(\d{12})(?:-([^/,]+))?\/\d{8}\/[\w-]+\/[\w-]+\/aws4_request,/.exec(
      authorization ?? '',
    ) ?? [];
  if (!owner) return undefined;
  if (owner === HUB_ACCOUNT_ID) return signedBy(owner, `${owner}:assumed-role/NetworkTeam/local`);
  return person
    ? signedBy(
        HUB_ACCOUNT_ID,
        `${HUB_ACCOUNT_ID}:assumed-role/PeerwayCaller-${owner.slice(-2)}/${owner}-${person}`,
      )
    : signedBy(owner, `${owner}:assumed-role/Developer/local`);
};

const signedBy = (accountId: string, session: string) => ({
  accessKey: accountId,
  accountId,
  callerId: accountId,
  userArn: `arn:aws:sts::${session}`,
  userId: accountId,
});

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
const toEvent = async (c: Context, route: HttpRoute, iam: ReturnType<typeof iamOf>) => {
  const url = new URL(c.req.url);
  const now = new Date();
  const body = Buffer.from(await c.req.arrayBuffer());
  const isText = /^(?:text\/|application\/(?:json|javascript|xml))/.test(c.req.header('content-type') ?? '');
  const query = Object.entries(c.req.queries()).map(([name, values]) => [name, values.join(',')]);
  return {
    version: '2.0',
    routeKey: routeKey(route),
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: c.req.header(),
    ...(query.length > 0 && { queryStringParameters: Object.fromEntries(query) }),
    pathParameters: c.req.param(),
    requestContext: {
      accountId: HUB_ACCOUNT_ID,
      apiId: 'local',
      domainName: url.hostname,
      domainPrefix: 'local',
      http: {
        method: c.req.method,
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: getConnInfo(c).remote.address ?? '127.0.0.1',
        userAgent: c.req.header('user-agent') ?? '',
      },
      requestId: randomUUID(),
      routeKey: routeKey(route),
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
      ...(iam && route.authorizer === 'iam' && { authorizer: { iam } }),
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
};

const toResponse = ({
  statusCode = 200,
  headers,
  body,
  isBase64Encoded,
}: APIGatewayProxyStructuredResultV2) =>
  new Response(body === undefined ? null : isBase64Encoded ? Buffer.from(body, 'base64') : body, {
    status: statusCode,
    headers: Object.entries(headers ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
  });
