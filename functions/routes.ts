/**
 * Every route of the HTTP API, as data: the CDK app and the local front are built from it. `entry` is the file
 * of the function, below this folder and without its ending.
 */
export type HttpRoute = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** In API Gateway's form. */
  path: string;
  /** `iam`: signed by an AWS principal. `none`: the address itself is the secret, or there is none. */
  authorizer: 'iam' | 'none';
  entry: string;
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

export const ROUTES: readonly HttpRoute[] = [
  iam('POST', '/peering-requests', 'api/submit-request'),
  iam('GET', '/peering-requests', 'api/list-requests'),
  iam('GET', '/peering-requests/{id}', 'api/get-request'),
  iam('GET', '/peering-requests/{id}/events', 'api/list-events'),
  iam('POST', '/peering-requests/{id}/cancel', 'api/cancel-request'),
  iam('POST', '/peering-requests/{id}/resubmit', 'api/resubmit-request'),
  iam('GET', '/accounts', 'api/list-accounts'),
  iam('GET', '/accounts/{account_id}', 'api/get-account'),
  iam('PUT', '/accounts/{account_id}', 'api/put-account'),
  iam('DELETE', '/accounts/{account_id}', 'api/delete-account'),
  open('GET', '/decisions/{token}', 'pages/show-decision'),
  open('POST', '/decisions/{token}', 'pages/make-decision'),
  open('GET', '/openapi.json', 'api/openapi'),
  open('GET', '/health', 'api/health'),
];
