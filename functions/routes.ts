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

export const ROUTES: readonly HttpRoute[] = [
  { method: 'POST', path: '/peering-requests', authorizer: 'iam', entry: 'api/submit-request' },
  { method: 'GET', path: '/peering-requests/{id}', authorizer: 'iam', entry: 'api/get-request' },
  { method: 'GET', path: '/peering-requests/{id}/events', authorizer: 'iam', entry: 'api/list-events' },
  { method: 'POST', path: '/peering-requests/{id}/cancel', authorizer: 'iam', entry: 'api/cancel-request' },
  { method: 'GET', path: '/decisions/{token}', authorizer: 'none', entry: 'pages/show-decision' },
  { method: 'POST', path: '/decisions/{token}', authorizer: 'none', entry: 'pages/make-decision' },
  { method: 'GET', path: '/health', authorizer: 'none', entry: 'api/health' },
];
