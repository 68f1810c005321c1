import type * as z from 'zod/mini';
import type { ErrorCode } from '../../domain/request/errors.ts';

/** Each field's own schema, so that the document can name and describe it. */
type Fields = z.ZodMiniObject;

/** What a route takes and gives: its handler validates by it, and the OpenAPI document is made of it. */
export type Contract = {
  operationId: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  summary: string;
  description?: string;
  params: Fields;
  query: Fields;
  body?: Fields;
  /** Whether the route takes an Idempotency-Key header. */
  idempotent?: boolean;
  /** The status of a success, and of the other success where there are two. */
  status: 200 | 201;
  otherStatus?: { status: 200; when: string };
  data: z.ZodMiniType;
  errors: readonly ErrorCode[];
};

/** Keeps what the compiler knows of each part. */
export const contract = <const C extends Contract>(parts: C): C => parts;

/** The errors that every signed route can answer with. */
export const ANY_ERRORS = ['VALIDATION_ERROR', 'FORBIDDEN', 'UPSTREAM_ERROR', 'INTERNAL_ERROR'] as const;
