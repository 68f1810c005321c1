import * as z from 'zod/mini';
import type { ErrorCode } from '../../domain/request/errors.ts';

/** What each error means, and what the caller can do. */
export const ERRORS: Record<ErrorCode, { meaning: string; remedy: string }> = {
  VALIDATION_ERROR: {
    meaning: 'A field is missing, unknown or invalid, or refers to something that doesn’t exist.',
    remedy: 'Correct the fields in `details`.',
  },
  FORBIDDEN: {
    meaning: 'The signer of the request isn’t allowed to do this.',
    remedy: 'Sign the request with a role that is allowed to do this.',
  },
  REFUSED_BY_RULE: {
    meaning: 'A rule of the directory refuses such requests. The message says which rule, and why.',
    remedy: 'Change what the rule is about, or ask the network team.',
  },
  NOT_FOUND: {
    meaning: 'It doesn’t exist, or you aren’t allowed to see it.',
    remedy: 'Check the ID and the account that you’re signed in to.',
  },
  METHOD_NOT_ALLOWED: {
    meaning: 'The path exists, but not with this method. `Allow` lists those that it has.',
    remedy: 'Use one of the methods in `Allow`.',
  },
  CONFLICT: {
    meaning:
      'The two VPCs already have an open request or a connection, or the request’s status doesn’t allow this.',
    remedy: 'Use the request or connection in `details`, or end it first.',
  },
  IDEMPOTENCY_MISMATCH: {
    meaning: 'The Idempotency-Key was already used with a different request.',
    remedy: 'Use a new key for a new request.',
  },
  OVERLAPPING_CIDR: {
    meaning: 'CIDR blocks of the two VPCs overlap. `details` lists each pair.',
    remedy: 'Peer VPCs that don’t overlap.',
  },
  ALREADY_DECIDED: {
    meaning: 'Somebody has already decided. The message says who, what and when.',
    remedy: 'Get the request to see its status.',
  },
  WINDOW_CLOSED: {
    meaning: 'The request’s status doesn’t allow this decision.',
    remedy: 'Resubmit the request if it has ended.',
  },
  LIMIT_EXCEEDED: {
    meaning: 'An EC2 quota or one of Peerway’s limits on an account has been reached.',
    remedy:
      'If the response has `Retry-After`, wait that many seconds. Otherwise wait until others are decided, cancel or delete some, or raise the quota or limit.',
  },
  UPSTREAM_ERROR: {
    meaning: 'An AWS service returned an unexpected response, even after retries.',
    remedy: 'Try again later, with the same Idempotency-Key.',
  },
  INTERNAL_ERROR: {
    meaning: 'An internal error occurred.',
    remedy: 'Try again later. If it happens again, give the network team the `request_id`.',
  },
};

export const errorDetail = z.strictObject({
  path: z.string(),
  message: z.string(),
  peering_request_id: z.optional(z.string()),
  vpc_peering_connection_id: z.optional(z.string()),
  cidr_block: z.optional(z.string()),
  peer_cidr_block: z.optional(z.string()),
  rule: z.optional(z.string()),
});

export const problem = z.strictObject({
  code: z.enum(Object.keys(ERRORS) as ErrorCode[]),
  message: z.string(),
  details: z.array(errorDetail),
});

export const errorEnvelope = z.strictObject({
  success: z.literal(false),
  error: problem,
  request_id: z.string(),
});

/** API Gateway's own. It may have more fields. */
export const gatewayError = z.object({ message: z.string() });
