import { type Refusal, RefusedError, UnreachableError } from '../errors.ts';
import type { Fields } from './api-types.ts';

type Envelope = { success: true; data: unknown } | ({ success: false } & Refusal);

/**
 * The data of a success. The envelope is proof enough that the API speaks: its data is not held to the
 * schema, so that a newer API may answer with more.
 *
 * @throws RefusedError, UnreachableError
 */
export const answerOf = async <Data>(
  response: Response,
  fields: Fields,
  signingRemedy: () => Promise<string>,
): Promise<Data> => {
  const { status } = response;
  const body = parse(await response.text().catch(() => ''));
  if (isEnvelope(body)) {
    if (body.success) return body.data as Data;
    throw new RefusedError(status, body, fields);
  }
  // API Gateway itself answers so, before any function is asked.
  const said = body && typeof body === 'object' && 'message' in body ? `: ${body.message}` : '';
  if (status === 403 || status === 401) {
    throw new UnreachableError(`These credentials are not let in (${status}${said})`, await signingRemedy());
  }
  throw new UnreachableError(
    `What answered does not speak as Peerway does (${status}${said})`,
    'Check the endpoint: address, stage and path.',
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
