import { UnreachableError } from '../errors.ts';
import type { Endpoint } from './endpoint.ts';
import type { Unsigned } from './sign.ts';

/** API Gateway gives up on a function after 30 seconds. */
const PATIENCE_MS = 35_000;

/** @throws UnreachableError */
export const send = async ({ url, ...init }: Unsigned, endpoint: Endpoint): Promise<Response> => {
  try {
    // A redirect is no answer of the API's: what was signed for one address is not sent to another.
    return await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    const code = codeOf(error);
    throw new UnreachableError(
      `No answer from ${endpoint.url}: ${(code && REASONS[code]) || messageOf(error)}`,
      endpoint.isLoopback
        ? 'Is the local stack running, and at this port? Start it with: npm start'
        : 'Check --endpoint or PEERWAY_ENDPOINT, and the network.',
      // Nothing that is not running on this machine starts by itself.
      { cause: error, transient: !(endpoint.isLoopback && code === 'ECONNREFUSED') },
    );
  }
};

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name could not be looked up',
  ECONNRESET: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
};

/** fetch says "fetch failed", and why in its cause. */
const causeOf = (error: unknown): unknown =>
  error instanceof Error && error.cause instanceof Error ? error.cause : error;

const codeOf = (error: unknown): string | undefined => {
  const cause = causeOf(error);
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
};

const messageOf = (error: unknown): string => {
  const cause = causeOf(error);
  if (!(cause instanceof Error)) return String(cause);
  return cause.name === 'TimeoutError' ? `not within ${PATIENCE_MS / 1000} seconds` : cause.message;
};
