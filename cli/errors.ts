import type { ErrorCode, ErrorDetail } from '../functions/domain/request/errors.ts';
import type { Fields } from './client/api-types.ts';

/** The command line is at fault, and nothing was sent. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A person was asked, and said no. */
export class DeclinedError extends Error {
  override readonly name = 'DeclinedError';
}

/** Nobody answered, or nobody that speaks for Peerway, or there was nothing to sign with. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
  readonly remedy: string;
  /** Whether another attempt may go better. */
  readonly transient: boolean;

  constructor(message: string, remedy: string, options: ErrorOptions & { transient?: boolean } = {}) {
    super(message, options);
    this.remedy = remedy;
    this.transient = options.transient ?? false;
  }
}

/** What the API's error envelope holds. */
export type Refusal = {
  error: { code: ErrorCode; message: string; details?: readonly ErrorDetail[] };
  request_id?: string;
};

/** The API said no. `fields` are what it was asked with. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  readonly status: number;
  readonly code: ErrorCode;
  readonly details: readonly ErrorDetail[];
  readonly requestId: string | undefined;
  readonly fields: Fields;

  constructor(status: number, { error, request_id }: Refusal, fields: Fields) {
    super(error.message);
    this.status = status;
    this.code = error.code;
    this.details = error.details ?? [];
    this.requestId = request_id;
    this.fields = fields;
  }
}
