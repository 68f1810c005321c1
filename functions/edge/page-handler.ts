import { createHash } from 'node:crypto';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { html } from 'hono/html';
import type { RequestError } from '../domain/request/errors.ts';
import { headersOf, STATUS_CODES, toPublicError } from './error-envelope.ts';
import { invocationLog, lambdaContext } from './invocation-log.ts';

export type Html = ReturnType<typeof html>;

/** A whole document, with the style and script that the browser may apply and run. */
export type Page = {
  document: Html;
  style: string;
  script?: string;
  /** The browser reloads the page after this many seconds, because its content is about to change. */
  refresh_seconds?: number;
};

/** A page's URL contains a secret, so the page is never cached, framed or sent as a referrer, and loads nothing. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow',
};

/** Allows only the page's own style and script, by their hashes. Injected ones have no effect. */
const contentSecurityPolicy = ({ style, script }: Page): string =>
  [
    "default-src 'none'",
    `style-src '${sha256(style)}'`,
    ...(script ? [`script-src '${sha256(script)}'`] : []),
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const sha256 = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

export const page = async (statusCode: number, shown: Page): Promise<APIGatewayProxyStructuredResultV2> => ({
  statusCode,
  headers: {
    ...HEADERS,
    'content-security-policy': contentSecurityPolicy(shown),
    ...(shown.refresh_seconds && { refresh: String(shown.refresh_seconds) }),
  },
  body: String(await shown.document),
});

/** Redirects after a submitted form, so that reloading the page doesn't send the form again. */
export const seeOther = (location: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 303,
  headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
});

/** A Lambda function that responds with a page. `renderError` makes the page for an error. */
export const pageHandler = (
  renderError: (error: RequestError) => Page,
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
        const error = toPublicError(request.error);
        const { headers, ...rest } = await page(STATUS_CODES[error.code], renderError(error));
        request.response = { ...rest, headers: { ...headers, ...headersOf(error) } };
      },
    })
    .handler(run);
