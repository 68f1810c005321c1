import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { signer, type Unsigned } from '../../../cli/client/sign.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const CREDENTIALS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET, sessionToken: 'token//+==' };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/**
 * The signature as whoever receives the request computes it, for paths in which nothing needs escaping.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
const expectedSignature = ({ method, url, body = '' }: Unsigned, sent: Record<string, string>): string => {
  const [, date = '', region = '', service = '', signedHeaders = ''] =
    /Credential=AKIDEXAMPLE\/(\d+)\/([\w-]+)\/([\w-]+)\/aws4_request, SignedHeaders=([\w;-]+)/.exec(
      sent['authorization'] ?? '',
    ) ?? [];
  const received: Record<string, string> = { ...sent, host: url.host };
  const canonical = [
    method,
    url.pathname,
    url.search.slice(1).split('&').sort().join('&'),
    ...signedHeaders.split(';').map((name) => `${name}:${received[name]?.trim()}`),
    '',
    signedHeaders,
    sha256(body),
  ].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', sent['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${SECRET}`);
  return hmac(key, toSign).toString('hex');
};

test.each<Unsigned>([
  {
    method: 'GET',
    url: new URL(
      'https://a1b2.execute-api.eu-west-1.amazonaws.com/prod/peering-requests?limit=5&cursor=aB-_.c',
    ),
    headers: {},
  },
  {
    method: 'POST',
    url: new URL('http://127.0.0.1:3000/peering-requests'),
    headers: { 'content-type': 'application/json', 'idempotency-key': 'one' },
    body: JSON.stringify({ justification: 'für “alle”, 日本' }),
  },
])('a $method is signed as its receiver verifies it', async (request) => {
  const sent = await signer(CREDENTIALS, async () => 'eu-west-1')(request, new Date('2026-01-08T12:00:00Z'));
  expect(sent['x-amz-date']).toBe('20260108T120000Z');
  expect(sent['x-amz-security-token']).toBe(CREDENTIALS.sessionToken);
  expect(sent['authorization']).toContain('/eu-west-1/execute-api/aws4_request');
  expect(sent['authorization']).toContain(`Signature=${expectedSignature(request, sent)}`);
});
