import { type Refusal, RefusedError, UnreachableError } from '../errors.ts';
import type { Fields } from './api-types.ts';

type Envelope = { success: true; data: unknown } | ({ success: false } & Refusal);

/**
 * The data of a successful response. The envelope shows that the endpoint is a Peerway API; the data is not validated, so that a
 * newer API may return more fields.
 *
 * @throws RefusedError, UnreachableError
 */
export const readResponse = async <Data>(
  response: Response,
  fields: Fields,
  remedyFor: (reason: string) => Promise<string>,
): Promise<Data> => {
  const { status } = response;
  const body = parse(await response.text().catch(() => ''));
  if (isEnvelope(body)) {
    if (body.success) return body.data as Data;
    throw new RefusedError(status, body, fields, response.headers.get('retry-after') ?? undefined);
  }
  // What API Gateway responds itself, before or instead of a function, is only a message.
  const message = body && typeof body === 'object' && 'message' in body ? `: ${body.message}` : '';
  if (status === 403 || status === 401) {
    const reason = `${message} ${response.headers.get('www-authenticate') ?? ''}`;
    throw new UnreachableError(`Access denied (${status}${message})`, await remedyFor(reason));
  }
  if (message && status === 429) {
    throw new UnreachableError(
      `The API limits how often it is called (429${message})`,
      'Try again in a minute.',
      { transient: true },
    );
  }
  if (message && status >= 500) {
    throw new UnreachableError(
      `The API is unavailable (${status}${message})`,
      'Try again later. If this continues, tell the network team.',
      { transient: true },
    );
  }
  throw new UnreachableError(
    `The endpoint isn't a Peerway API (${status}${message})`,
    'Check the address, including its stage and path: --endpoint or PEERWAY_ENDPOINT.',
    { transient: status >= 500 || status === 429 },
  );
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isEnvelope = (body: unknown): body is Envelope => {
  if (!body || typeof body !== 'object' || !('success' in body)) return false;
  if (body.success === true) return 'data' in body;
  return 'error' in body && typeof body.error === 'object' && body.error !== null && 'code' in body.error;
};
