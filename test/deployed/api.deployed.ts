import { expect, test } from 'vitest';
import { ROUTES } from '../../functions/routes.ts';
import { call, dataOf, deployment } from './deployment.ts';

test('the API responds', async () => {
  const response = await fetch(`${deployment.endpoint}/health`);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ success: true });
});

test('its OpenAPI document names the endpoint that emails link to', async () => {
  const response = await fetch(`${deployment.endpoint}/openapi.json`);
  expect(response.status).toBe(200);
  const { servers } = (await response.json()) as { servers: { url: string }[] };
  expect(servers.map(({ url }) => url)).toEqual([deployment.endpoint]);
});

test.each(ROUTES.filter(({ authorizer }) => authorizer === 'iam'))(
  'it rejects calls without authentication: $method $path',
  async ({ method, path }) => {
    const url = deployment.endpoint + path.replaceAll(/\{\w+\}/g, '000000000000');
    const response = await fetch(url, {
      method,
      ...(method === 'GET' || method === 'HEAD' ? {} : { body: '{}' }),
    });
    expect([401, 403]).toContain(response.status);
  },
);

test('an invalid link returns 404 and is not cached', async () => {
  const response = await fetch(`${deployment.endpoint}/decisions/${'A'.repeat(43)}`);
  expect(response.status).toBe(404);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
});

test('it accepts our credentials, and lists the requests of our account', async () => {
  const { items } = dataOf(await call<{ items: object[] }>('GET', '/peering-requests?limit=1'));
  expect(Array.isArray(items)).toBe(true);
});

test('it returns NOT_FOUND for a request that does not exist', async () => {
  const { status, body } = await call('GET', '/peering-requests/pr-00000000000000000000000000');
  expect(status).toBe(404);
  expect(body).toMatchObject({ success: false, error: { code: 'NOT_FOUND' } });
});
