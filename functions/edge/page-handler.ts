import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { html } from 'hono/html';
import { publicError, STATUS_CODES } from './error-envelope.ts';
import { invocationLog, lambdaContext } from './invocation-log.ts';

export type Html = ReturnType<typeof html>;

/**
 * Pages hold secrets in their address: nothing is stored, sent on, framed or loaded from elsewhere. The one
 * style element is the page's own.
 */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

export const page = async (
  statusCode: number,
  content: Html,
): Promise<APIGatewayProxyStructuredResultV2> => ({
  statusCode,
  headers: HEADERS,
  body: String(await content),
});

/** A Lambda function whose answer a person reads. `renderError` makes a page of what went wrong. */
export const pageHandler = (
  renderError: (title: string, message: string) => Html,
  run: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>,
) =>
  middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(lambdaContext())
    .use(
      invocationLog<APIGatewayProxyEventV2>(({ routeKey, requestContext }) => ({
        route: routeKey,
        api_request_id: requestContext.requestId,
      })),
    )
    .use({
      onError: async (request) => {
        const { code, message, details } = publicError(request.error);
        request.response = await page(
          STATUS_CODES[code],
          renderError('That did not work', details[0]?.message ?? message),
        );
      },
    })
    .handler(run);
