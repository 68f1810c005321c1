import type { OverlappingBlocks } from './cidr.ts';

/**
 * What can go wrong, in the words of the domain. A class's `name` is what the state machine's `ErrorEquals`
 * matches, and is written out because bundling renames classes; only the edge knows which HTTP status a `code` becomes.
 */
export type ErrorCode =
  | 'VALIDATION_ERROR'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'IDEMPOTENCY_MISMATCH'
  | 'OVERLAPPING_CIDR'
  | 'ALREADY_DECIDED'
  | 'WINDOW_CLOSED'
  | 'LIMIT_EXCEEDED'
  | 'UPSTREAM_ERROR'
  | 'INTERNAL_ERROR';

/** What is wrong with which field, and what a program needs to go on from there. */
export type ErrorDetail = {
  path: string;
  message: string;
  peering_request_id?: string;
  vpc_peering_connection_id?: string;
  cidr_block?: string;
  peer_cidr_block?: string;
};

/** An error that its sender can do something about: the message is meant for them. */
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
    super('VALIDATION_ERROR', 'The request is not valid; see details.', details);
  }
}

export class ForbiddenError extends RequestError {
  override readonly name = 'ForbiddenError';
  constructor(message: string) {
    super('FORBIDDEN', message);
  }
}

export class NotFoundError extends RequestError {
  override readonly name = 'NotFoundError';
  constructor(what: string) {
    super('NOT_FOUND', `${what} was not found.`);
  }
}

/**
 * A request is open, or a connection lives, between the two VPCs; or a request is not in the status that the
 * field at `path` supposes.
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
    super('IDEMPOTENCY_MISMATCH', 'This Idempotency-Key came with another request before.', [
      { path: 'Idempotency-Key', message: 'Use a new key for a new request.' },
    ]);
  }
}

export class OverlappingCidrError extends RequestError {
  override readonly name = 'OverlappingCidrError';
  constructor(overlaps: readonly OverlappingBlocks[]) {
    super(
      'OVERLAPPING_CIDR',
      'The VPCs overlap, and EC2 peers no overlapping VPCs.',
      overlaps.map(({ requester, accepter }) => ({
        path: 'peer_vpc_id',
        message: `${requester} of the requester VPC overlaps ${accepter} of the accepter VPC.`,
        cidr_block: requester,
        peer_cidr_block: accepter,
      })),
    );
  }
}

export class LimitExceededError extends RequestError {
  override readonly name = 'LimitExceededError';
  constructor(message: string) {
    super('LIMIT_EXCEEDED', message);
  }
}

export class AlreadyDecidedError extends RequestError {
  override readonly name = 'AlreadyDecidedError';
  constructor(who: string, what: string, when: string) {
    super('ALREADY_DECIDED', `${who} decided this request already: ${what}, at ${when}.`);
  }
}

export class WindowClosedError extends RequestError {
  override readonly name = 'WindowClosedError';
  constructor(status: string) {
    super('WINDOW_CLOSED', `This request can no longer be decided: it is ${status}.`);
  }
}

/** A service that we depend on answered with an error, or not at all, after its retries. */
export class UpstreamError extends RequestError {
  override readonly name = 'UpstreamError';
  constructor(options?: ErrorOptions) {
    super('UPSTREAM_ERROR', 'A service of AWS did not answer as expected. Try again later.', [], options);
  }
}

/** Others kept writing to the record; the state machine's Retry starts the step again. */
export class ContentionError extends Error {
  override readonly name = 'ContentionError';
  constructor(requestId: string) {
    super(`${requestId} was changed by others on every attempt`);
  }
}

/** A fault in Peerway itself: a status change outside the transition table. */
export class IllegalTransitionError extends Error {
  override readonly name = 'IllegalTransitionError';
  constructor(from: string, to: string) {
    super(`${to} may not follow ${from}`);
  }
}
