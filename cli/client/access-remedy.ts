import { localRemedy, sourceOf } from './credentials.ts';
import type { Endpoint } from './endpoint.ts';
import type { Region } from './sign.ts';

/** How a call was made. */
export type Access = {
  endpoint: Endpoint;
  /** The Region that the call was signed for. */
  region: Region;
  profile: string | undefined;
  token: string | undefined;
};

/** What to do about a call that was denied, in one line. `reason` is the response's message. */
export const accessRemedy = async (
  { endpoint, region: regionOf, profile, token }: Access,
  reason: string,
  now = new Date(),
): Promise<string> => {
  if (token) return tokenRemedy(token, reason, now);
  if (endpoint.isLoopback) return localRemedy(endpoint);
  const region = await regionOf();
  if (endpoint.region && endpoint.region !== region) {
    return `Pass --region ${endpoint.region}: the endpoint is in ${endpoint.region}, and the call was signed for ${region}.`;
  }
  if (/token.*expired|ExpiredToken/i.test(reason)) {
    return `Your AWS credentials have expired. Sign in again, for example: aws sso login --profile ${await sourceOf(profile)}`;
  }
  if (/signature expired|not yet current/i.test(reason)) {
    return "Correct this machine's clock: it differs too much from AWS's.";
  }
  const scoped = /valid region|signature we calculated|signature does not match/i.test(reason);
  const [, expected] = /expected: '?([a-z]{2,4}(?:-[a-z]+)+-\d)/.exec(reason) ?? [];
  if (scoped)
    return `Pass --region ${expected ?? '<the Region of the API>'}: the call was signed for ${region}.`;
  return `Check your identity (aws sts get-caller-identity${profile ? ` --profile ${profile}` : ''}), its permission execute-api:Invoke on this API, this machine's clock, and --region: the call was signed for ${region}.`;
};

const tokenRemedy = (token: string, reason: string, now: Date): string => {
  const expiry = expiryOf(token);
  const hasExpired = expiry ? expiry <= now : /expired/i.test(reason);
  if (!hasExpired) return 'Check the token in PEERWAY_TOKEN: its issuer, its audience, and when it expires.';
  const when = expiry ? ` at ${expiry.toISOString()}` : '';
  return `The token in PEERWAY_TOKEN expired${when}. Get a new one from its issuer: export PEERWAY_TOKEN=<new token>`;
};

/** When a JSON Web Token expires. The token isn't verified, because only a hint depends on it. */
const expiryOf = (token: string): Date | undefined => {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    if (!claims || typeof claims !== 'object' || !('exp' in claims)) return undefined;
    const expiry = new Date(Number(claims.exp) * 1000);
    return Number.isNaN(expiry.getTime()) ? undefined : expiry;
  } catch {
    return undefined;
  }
};
