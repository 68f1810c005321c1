import { Sha256 } from '@aws-crypto/sha256-js';
import { loadConfig, NODE_REGION_CONFIG_FILE_OPTIONS } from '@smithy/core/config';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Endpoint } from './endpoint.ts';

export type Unsigned = { method: string; url: URL; headers: Record<string, string>; body?: string };

/** Loaded on the first call. */
export type Region = () => Promise<string>;

type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

export type Sign = (request: Unsigned, at: Date) => Promise<Record<string, string>>;

/** Authenticates calls with a token, if the API takes tokens instead of signatures. */
export const bearer =
  (token: string): Sign =>
  async ({ headers }) => ({ ...headers, authorization: `Bearer ${token}` });

/**
 * A signature is valid in one Region. API Gateway's own addresses contain it; for a custom domain, it is the
 * environment's or the profile's.
 */
export const regionFor = ({ region }: Endpoint, option?: string, profile?: string): Region => {
  const known = option ?? region;
  if (known) return async () => known;
  return loadConfig(
    {
      environmentVariableSelector: (env) => env['AWS_REGION'] || env['AWS_DEFAULT_REGION'],
      configFileSelector: (section) => section['region'],
      default: 'us-east-1',
    },
    { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...(profile && { profile }) },
  );
};

/** Authenticates calls with Signature Version 4. */
export const signer = (credentials: Credentials, region: Region): Sign => {
  const signature = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  return async ({ method, url, headers, body }, signingDate) => {
    const unsigned = {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...headers, host: url.host },
      ...(body !== undefined && { body }),
    };
    const signed = await signature.sign(unsigned, { signingDate });
    // fetch sets the same host itself.
    const { host: _, ...sent } = signed.headers;
    return sent;
  };
};
