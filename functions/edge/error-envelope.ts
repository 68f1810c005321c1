import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import {
  type ErrorCode,
  LimitExceededError,
  MethodNotAllowedError,
  RequestError,
  UpstreamError,
  ValidationError,
} from '../domain/request/errors.ts';

export const STATUS_CODES = {
  VALIDATION_ERROR: 400,
  FORBIDDEN: 403,
  REFUSED_BY_RULE: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  IDEMPOTENCY_MISMATCH: 422,
  OVERLAPPING_CIDR: 422,
  ALREADY_DECIDED: 409,
  WINDOW_CLOSED: 410,
  LIMIT_EXCEEDED: 429,
  UPSTREAM_ERROR: 502,
  INTERNAL_ERROR: 500,
} as const satisfies Record<ErrorCode, number>;

/** The error that the caller may see: anything that isn't written for them becomes INTERNAL_ERROR. */
export const toPublicError = (error: unknown): RequestError => {
  if (error instanceof RequestError) return error;
  if (isMalformedBody(error))
    return new ValidationError([{ path: '', message: 'The body must be valid JSON.' }]);
  if (isUpstream(error)) return new UpstreamError({ cause: error });
  return new RequestError(
    'INTERNAL_ERROR',
    'An internal error occurred. Nothing was lost. Try again later.',
    [],
    { cause: error },
  );
};

/**
 * Whether an AWS service returned an error or couldn't be reached, after the SDK's retries. All of the SDK's errors
 * have `$metadata`, whatever their class.
 */
const isUpstream = (error: unknown): boolean => error instanceof Error && '$metadata' in error;

/** The body parsers throw errors that carry an HTTP status. */
const isMalformedBody = (error: unknown): boolean =>
  error instanceof Error &&
  'statusCode' in error &&
  typeof error.statusCode === 'number' &&
  error.statusCode < 500;

export const json = (statusCode: number, body: unknown, headers: Record<string, string> = {}) => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

/** What HTTP wants an error's response to say in its headers. */
export const headersOf = (error: RequestError): Record<string, string> => {
  if (error instanceof MethodNotAllowedError) return { allow: error.allowed.join(', ') };
  if (error instanceof LimitExceededError && error.retry_after_seconds !== undefined)
    return { 'retry-after': String(error.retry_after_seconds) };
  return {};
};

/** The error envelope of an error that the caller may see. */
export const toErrorResponse = (error: RequestError, requestId: string) => {
  const { code, message, details } = error;
  const body = { success: false, error: { code, message, details }, request_id: requestId };
  return json(STATUS_CODES[code], body, headersOf(error));
};

/** Responds to any thrown error with the error envelope. */
export const errorEnvelope = (): MiddlewareObj<
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2
> => ({
  onError: (request) => {
    request.response = toErrorResponse(toPublicError(request.error), request.event.requestContext.requestId);
  },
});
