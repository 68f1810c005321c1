import { UnreachableError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import { proxyVariable } from './proxy.ts';
import type { Unsigned } from './sign.ts';

/** Longer than API Gateway's own timeout of 30 seconds. */
const TIMEOUT_MS = 35_000;

/** @throws UnreachableError */
export const send = async ({ url, ...init }: Unsigned, endpoint: Endpoint): Promise<Response> => {
  try {
    // The API never redirects. A call that was signed for one address must not be sent to another.
    return await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    const code = codeOf(error);
    throw new UnreachableError(
      `Can't reach ${endpoint.url}: ${(code && REASONS[code]) || messageOf(error)}`,
      endpoint.isLoopback
        ? 'Start the local stack with npm start, or check the port in --endpoint or PEERWAY_ENDPOINT.'
        : `Check the address in --endpoint or PEERWAY_ENDPOINT, and your network or ${proxyVariable() ?? 'VPN'}.`,
      // A local stack that isn't running won't start by itself.
      { cause: error, transient: !(endpoint.isLoopback && code === 'ECONNREFUSED') },
    );
  }
};

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'DNS lookup failed',
  ECONNRESET: 'connection closed',
  UND_ERR_SOCKET: 'connection closed',
  UND_ERR_CONNECT_TIMEOUT: 'connection timed out',
};

/** fetch throws "fetch failed", with the reason as the cause. */
const causeOf = (error: unknown): unknown =>
  error instanceof Error && error.cause instanceof Error ? error.cause : error;

const codeOf = (error: unknown): string | undefined => {
  const cause = causeOf(error);
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
};

const messageOf = (error: unknown): string => {
  const cause = causeOf(error);
  if (!(cause instanceof Error)) return String(cause);
  return cause.name === 'TimeoutError' ? `no response within ${TIMEOUT_MS / 1000} seconds` : cause.message;
};
