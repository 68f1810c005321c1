/**
 * Every route of the HTTP API, as data from which the API is built. `entry` is the function's file, relative to this
 * folder and without its extension.
 */
export type HttpRoute = {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'ANY';
  /** In API Gateway's form. */
  path: string;
  /** `iam`: signed by an AWS principal. `none`: public, or the URL itself is the secret. */
  authorizer: 'iam' | 'none';
  entry: string;
  /** The route's limit for all clients together: requests per second, and the burst. Absent: no limit of its own. */
  throttle?: { rate: number; burst: number };
};

const iam = (method: HttpRoute['method'], path: string, entry: string): HttpRoute => ({
  method,
  path,
  authorizer: 'iam',
  entry,
});

const open = (method: HttpRoute['method'], path: string, entry: string): HttpRoute => ({
  method,
  path,
  authorizer: 'none',
  entry,
});

/** A page, most with a secret URL. The limit is enough for people; 256 random bits are safe from guessing without it. */
const page = (method: HttpRoute['method'], path: string, entry: string): HttpRoute => ({
  ...open(method, path, entry),
  throttle: { rate: 10, burst: 20 },
});

/** Mail scanners and monitors ask for HEAD first, and call a link dead if that fails. What GET shows, it changes nothing. */
const withHead = (route: HttpRoute): HttpRoute[] => [route, { ...route, method: 'HEAD' }];

const shown = (path: string, entry: string): HttpRoute[] => withHead(page('GET', path, entry));

export const ROUTES: readonly HttpRoute[] = [
  iam('POST', '/peering-requests', 'api/submit-request'),
  ...withHead(iam('GET', '/peering-requests', 'api/list-requests')),
  iam('POST', '/peering-requests/preflight', 'api/preflight-request'),
  ...withHead(iam('GET', '/peering-requests/{id}', 'api/get-request')),
  ...withHead(iam('GET', '/peering-requests/{id}/events', 'api/list-events')),
  ...withHead(iam('GET', '/peering-requests/{id}/connectivity', 'api/get-connectivity')),
  iam('POST', '/peering-requests/{id}/connect', 'api/connect-request'),
  iam('POST', '/peering-requests/{id}/cancel', 'api/cancel-request'),
  iam('POST', '/peering-requests/{id}/decision', 'api/decide-request'),
  iam('POST', '/peering-requests/{id}/extension', 'api/extend-request'),
  iam('POST', '/peering-requests/{id}/resubmit', 'api/resubmit-request'),
  iam('POST', '/peering-requests/{id}/links', 'api/create-request-link'),
  ...withHead(iam('GET', '/connections', 'api/list-connections')),
  iam('POST', '/connections/{connection_id}/adopt', 'api/adopt-connection'),
  ...withHead(iam('GET', '/accounts', 'api/list-accounts')),
  ...withHead(iam('GET', '/accounts/{account_id}', 'api/get-account')),
  iam('PUT', '/accounts/{account_id}', 'api/put-account'),
  iam('DELETE', '/accounts/{account_id}', 'api/delete-account'),
  iam('GET', '/accounts/{account_id}/events', 'api/list-account-events'),
  iam('GET', '/directory', 'api/get-directory'),
  iam('PUT', '/directory', 'api/put-directory'),
  iam('GET', '/directory/events', 'api/list-directory-events'),
  iam('POST', '/board-links', 'api/create-board-link'),
  ...withHead(iam('GET', '/caller', 'api/get-caller')),
  ...shown('/decisions/{token}', 'pages/show-decision'),
  page('POST', '/decisions/{token}', 'pages/make-decision'),
  page('POST', '/decisions/{token}/list', 'pages/send-list'),
  ...shown('/status/{token}', 'pages/show-status'),
  page('POST', '/status/{token}', 'pages/ask-again'),
  page('POST', '/extensions/{token}', 'pages/ask-for-more-time'),
  page('POST', '/withdrawals/{token}', 'pages/withdraw-request'),
  ...shown('/absences/{token}', 'pages/show-absence'),
  page('POST', '/absences/{token}', 'pages/change-absence'),
  ...shown('/reviews/{token}', 'pages/show-review'),
  page('POST', '/reviews/{token}', 'pages/answer-review'),
  ...shown('/board/{token}', 'pages/show-board'),
  ...shown('/board/{token}/requests/{id}', 'pages/show-board-request'),
  ...withHead(open('GET', '/openapi.json', 'api/openapi')),
  open('GET', '/directory.schema.json', 'api/directory-schema'),
  ...shown('/docs', 'pages/show-reference'),
  ...withHead(open('GET', '/health', 'api/health')),
];

/** Takes what matches no other route. Without it, API Gateway responds itself, in JSON. */
export const DEFAULT_ROUTE: HttpRoute = page('ANY', '$default', 'pages/not-found');

/** The methods of the routes that a path matches. */
export const methodsAt = (path: string): string[] => {
  const matching = ROUTES.filter((route) =>
    new RegExp(`^${route.path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  return [...new Set(matching.map(({ method }) => method))].sort();
};

/** A route's key in API Gateway. */
export const routeKey = ({ method, path }: HttpRoute): string =>
  path === DEFAULT_ROUTE.path ? path : `${method} ${path}`;
