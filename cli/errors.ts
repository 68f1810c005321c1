import type { ErrorCode, ErrorDetail } from '../functions/domain/request/errors.ts';

/** The options or arguments are wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A file that the user named is invalid. There is a line for each defect. */
export class InvalidFileError extends Error {
  override readonly name = 'InvalidFileError';
}

/** The user didn't confirm. */
export class DeclinedError extends Error {
  override readonly name = 'DeclinedError';
}

/** No response, a response that isn't Peerway's, or no credentials. `remedy` is what the user can do. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
  readonly remedy: string;
  /** Whether another attempt may succeed. */
  readonly transient: boolean;

  constructor(message: string, remedy: string, options: ErrorOptions & { transient?: boolean } = {}) {
    super(message, options);
    this.remedy = remedy;
    this.transient = options.transient ?? false;
  }
}

/** The API's error envelope. */
export type Refusal = {
  error: { code: ErrorCode; message: string; details?: readonly ErrorDetail[] };
  request_id?: string;
};

/** The API returned an error. `fields` are those of the call. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly status: number;
  readonly code: ErrorCode;
  readonly details: readonly ErrorDetail[];
  readonly requestId: string | undefined;
  /** The seconds of the response's Retry-After. */
  readonly retryAfter: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    { error, request_id }: Refusal,
    fields: Readonly<Record<string, unknown>>,
    retryAfter?: string,
  ) {
    super(error.message);
    this.status = status;
    this.code = error.code;
    this.details = error.details ?? [];
    this.requestId = request_id;
    this.retryAfter = retryAfter;
    this.fields = fields;
  }
}
