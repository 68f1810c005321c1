import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Endpoint } from './endpoint.ts';

export type Unsigned = { method: string; url: URL; headers: Record<string, string>; body?: string };

type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

export type Sign = (request: Unsigned) => Promise<Record<string, string>>;

/** The headers that prove who the caller is, where the API takes an issuer's tokens instead of signatures. */
export const bearer =
  (token: string): Sign =>
  async ({ headers }) => ({ ...headers, authorization: `Bearer ${token}` });

/** A signature is valid in one Region, which an address of API Gateway names. */
export const regionFor = ({ region }: Endpoint, option?: string, env = process.env): string =>
  option ?? region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1';

/** The headers that prove who the caller is, by Signature Version 4 for API Gateway. */
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
    // fetch sets the host itself, to the same value.
    const { host: _, ...sent } = signed.headers;
    return sent;
  };
};
