import type { OverlappingBlocks } from './cidr.ts';

/**
 * The API's error codes. The state machine's `ErrorEquals` matches the `name` of an error class, which is written
 * out because bundling renames classes. Only the edge knows the HTTP status of a code.
 */
export type ErrorCode =
  | 'VALIDATION_ERROR'
  | 'FORBIDDEN'
  | 'REFUSED_BY_RULE'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'CONFLICT'
  | 'IDEMPOTENCY_MISMATCH'
  | 'OVERLAPPING_CIDR'
  | 'ALREADY_DECIDED'
  | 'WINDOW_CLOSED'
  | 'LIMIT_EXCEEDED'
  | 'UPSTREAM_ERROR'
  | 'INTERNAL_ERROR';

/** What is wrong with a field, and the ids and CIDR blocks that a program needs to handle it. */
export type ErrorDetail = {
  path: string;
  message: string;
  peering_request_id?: string;
  vpc_peering_connection_id?: string;
  cidr_block?: string;
  peer_cidr_block?: string;
  rule?: string;
};

/** An error that the caller can do something about. The message is written for them. */
export class RequestError extends Error {
  override readonly name: string = 'RequestError';
  readonly code: ErrorCode;
  readonly details: readonly ErrorDetail[];

  constructor(
    code: ErrorCode,
    message: string,
    details: readonly ErrorDetail[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}

export class ValidationError extends RequestError {
  override readonly name = 'ValidationError';
  constructor(details: readonly ErrorDetail[]) {
    super('VALIDATION_ERROR', 'The request is invalid. See details.', details);
  }
}

export class ForbiddenError extends RequestError {
  override readonly name = 'ForbiddenError';
  constructor(message: string) {
    super('FORBIDDEN', message);
  }
}

/** A rule of the directory refuses such requests. The sentence says which, and why. */
export class RefusedByRuleError extends RequestError {
  override readonly name = 'RefusedByRuleError';
  constructor(rule: string, sentence: string) {
    super('REFUSED_BY_RULE', sentence, [{ path: '', message: sentence, rule }]);
  }
}

export class NotFoundError extends RequestError {
  override readonly name = 'NotFoundError';
  constructor(what: string) {
    super('NOT_FOUND', `${what} was not found.`);
  }
}

export class MethodNotAllowedError extends RequestError {
  override readonly name = 'MethodNotAllowedError';
  readonly allowed: readonly string[];
  constructor(method: string, path: string, allowed: readonly string[]) {
    super('METHOD_NOT_ALLOWED', `${path} doesn’t take ${method}. It takes ${allowed.join(', ')}.`);
    this.allowed = allowed;
  }
}

/**
 * The two VPCs already have an open request or a connection, or the request isn't in the status that the field
 * at `path` requires.
 */
export class ConflictError extends RequestError {
  override readonly name = 'ConflictError';
  constructor(
    message: string,
    ids: Pick<ErrorDetail, 'peering_request_id' | 'vpc_peering_connection_id'> = {},
    path = 'peer_vpc_id',
  ) {
    super('CONFLICT', message, [{ path, message, ...ids }]);
  }
}

export class IdempotencyMismatchError extends RequestError {
  override readonly name = 'IdempotencyMismatchError';
  constructor() {
    super('IDEMPOTENCY_MISMATCH', 'This Idempotency-Key was already used with a different request.', [
      { path: 'Idempotency-Key', message: 'Use a new key for a new request.' },
    ]);
  }
}

export class OverlappingCidrError extends RequestError {
  override readonly name = 'OverlappingCidrError';
  constructor(overlaps: readonly OverlappingBlocks[]) {
    super(
      'OVERLAPPING_CIDR',
      'The VPCs’ CIDR blocks overlap. EC2 can’t peer overlapping VPCs.',
      overlaps.map(({ requester, accepter }) => ({
        path: 'peer_vpc_id',
        message: `${requester} in the requester VPC overlaps ${accepter} in the accepter VPC.`,
        cidr_block: requester,
        peer_cidr_block: accepter,
      })),
    );
  }
}

export class LimitExceededError extends RequestError {
  override readonly name = 'LimitExceededError';
  /** After how many seconds another attempt may succeed; absent where that depends on what people do. */
  readonly retry_after_seconds: number | undefined;
  constructor(message: string, retry_after_seconds?: number) {
    super('LIMIT_EXCEEDED', message);
    this.retry_after_seconds = retry_after_seconds;
  }
}

const PAST_TENSE = {
  accept: 'accepted this request',
  reject: 'rejected this request',
  cancel: 'withdrew this request',
  delete: 'chose to delete this connection',
} as const;

export class AlreadyDecidedError extends RequestError {
  override readonly name = 'AlreadyDecidedError';
  constructor(who: string, what: keyof typeof PAST_TENSE, when: string) {
    super('ALREADY_DECIDED', `${who} already ${PAST_TENSE[what]} at ${when}.`);
  }
}

export class WindowClosedError extends RequestError {
  override readonly name = 'WindowClosedError';
  constructor(status: string) {
    super('WINDOW_CLOSED', `This request can’t be decided: it is ${status}.`);
  }
}

/** An AWS service returned an error or didn't respond, even after retries. */
export class UpstreamError extends RequestError {
  override readonly name = 'UpstreamError';
  constructor(
    options?: ErrorOptions,
    message = 'An AWS service returned an unexpected response. Try again later.',
  ) {
    super('UPSTREAM_ERROR', message, [], options);
  }
}

/** Other writers kept changing the record. The state machine's Retry runs the step again. */
export class ContentionError extends Error {
  override readonly name = 'ContentionError';
  constructor(requestId: string) {
    super(`Other writers changed ${requestId} on every attempt`);
  }
}

/** The connection already belongs to another request: a connection never changes hands. */
export class ConnectionTakenError extends Error {
  override readonly name = 'ConnectionTakenError';
  constructor(connectionId: string, by: string) {
    super(`${connectionId} already belongs to ${by}`);
  }
}

/** A bug in Peerway: a status change that the transition table doesn't allow. */
export class IllegalTransitionError extends Error {
  override readonly name = 'IllegalTransitionError';
  constructor(from: string, to: string) {
    super(`A request can’t change from ${from} to ${to}`);
  }
}
