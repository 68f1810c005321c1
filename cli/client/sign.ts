import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Endpoint } from './endpoint.ts';

export type Unsigned = { method: string; url: URL; headers: Record<string, string>; body?: string };

type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

export type Sign = (request: Unsigned) => Promise<Record<string, string>>;

/** Authenticates calls with a token, if the API takes tokens instead of signatures. */
export const bearer =
  (token: string): Sign =>
  async ({ headers }) => ({ ...headers, authorization: `Bearer ${token}` });

/** A signature is valid in one Region. API Gateway's own addresses contain it. */
export const regionFor = ({ region }: Endpoint, option?: string, env = process.env): string =>
  option ?? region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1';

/** Authenticates calls with Signature Version 4. */
export const signer = (credentials: Credentials, region: string): Sign => {
  const signature = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  return async ({ method, url, headers, body }) => {
    const signed = await signature.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...headers, host: url.host },
      ...(body !== undefined && { body }),
    });
    // fetch sets the same host itself.
    const { host: _, ...sent } = signed.headers;
    return sent;
  };
};
