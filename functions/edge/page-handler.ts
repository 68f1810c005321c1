import { createHash } from 'node:crypto';
import middy from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { html } from 'hono/html';
import type { RequestError } from '../domain/request/errors.ts';
import { publicError, STATUS_CODES } from './error-envelope.ts';
import { invocationLog, lambdaContext } from './invocation-log.ts';

export type Html = ReturnType<typeof html>;

/** A whole document, and what of it a browser may apply and run beside what it shows. */
export type Page = {
  document: Html;
  style: string;
  script?: string;
  /** The page is on its way to another state: a browser looks again after so many seconds. */
  refresh_seconds?: number;
};

/** Pages hold secrets in their address: nothing is stored, sent on, framed, or loaded from elsewhere. */
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

/** The page's own style element and script, by their hashes: whatever else its content holds has no effect. */
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

/** After a form was taken: the browser opens a page, which can be opened again without sending the form twice. */
export const seeOther = (location: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 303,
  headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
});

/** A Lambda function whose answer a person reads. `renderError` makes a page of what went wrong. */
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
        const error = publicError(request.error);
        request.response = await page(STATUS_CODES[error.code], renderError(error));
      },
    })
    .handler(run);
