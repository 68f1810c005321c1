import { expect, test } from 'vitest';
import { ROUTES } from '../../functions/routes.ts';
import { call, dataOf, deployment } from './deployment.ts';

test('the API answers', async () => {
  const response = await fetch(`${deployment.endpoint}/health`);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ success: true });
});

test('it describes itself, under the address by which its mails lead here', async () => {
  const response = await fetch(`${deployment.endpoint}/openapi.json`);
  expect(response.status).toBe(200);
  const { servers } = (await response.json()) as { servers: { url: string }[] };
  expect(servers.map(({ url }) => url)).toEqual([deployment.endpoint]);
});

test.each(ROUTES.filter(({ authorizer }) => authorizer === 'iam'))(
  'who does not prove who they are is refused: $method $path',
  async ({ method, path }) => {
    const url = deployment.endpoint + path.replaceAll(/\{\w+\}/g, '000000000000');
    const response = await fetch(url, { method, ...(method === 'GET' ? {} : { body: '{}' }) });
    expect([401, 403]).toContain(response.status);
  },
);

test('an address that is no link leads nowhere, and tells nothing', async () => {
  const response = await fetch(`${deployment.endpoint}/decisions/${'A'.repeat(43)}`);
  expect(response.status).toBe(404);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
});

test('we are let in, and see the requests of our own account', async () => {
  const { items } = dataOf(await call<{ items: object[] }>('GET', '/peering-requests?limit=1'));
  expect(Array.isArray(items)).toBe(true);
});

test('a request that does not exist is told by its own error', async () => {
  const { status, body } = await call('GET', '/peering-requests/pr-00000000000000000000000000');
  expect(status).toBe(404);
  expect(body).toMatchObject({ success: false, error: { code: 'NOT_FOUND' } });
});
