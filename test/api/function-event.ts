import { HUB } from '../journey/journey.ts';

type Asked = {
  pathParameters?: Record<string, string>;
  body?: object;
  headers?: Record<string, string>;
  /** What a caller's token claims, as API Gateway passes it on: texts, whatever they were in the token. */
  claims?: Record<string, string>;
};

/**
 * What API Gateway hands to a function for a caller of any ARN: the front of the local stack knows two roles
 * only, each with one session.
 */
export const eventAs = (
  userArn: string | undefined,
  { pathParameters, body, headers = {}, claims }: Asked = {},
) => ({
  version: '2.0',
  routeKey: '$default',
  headers,
  ...(pathParameters && { pathParameters }),
  ...(body && { body: JSON.stringify(body) }),
  requestContext: {
    accountId: HUB,
    requestId: 'one',
    routeKey: '$default',
    http: { method: 'ANY', sourceIp: '192.0.2.1' },
    ...(claims && { authorizer: { jwt: { claims, scopes: null } } }),
    ...(userArn && { authorizer: { iam: { accountId: userArn.split(':')[4], userArn } } }),
  },
  isBase64Encoded: false,
});
