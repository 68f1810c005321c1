import type * as z from 'zod/mini';
import type { ErrorCode } from '../../domain/request/errors.ts';

/** An object's schema, so that the OpenAPI document can name each field. */
type Fields = z.ZodMiniObject;

/** A route's input and output. Its handler validates with it, and the OpenAPI document is built from it. */
export type Contract = {
  operationId: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  summary: string;
  description: string;
  params: Fields;
  query: Fields;
  body?: Fields;
  /** The largest body in bytes, if it isn't 16 KB. */
  largestBody?: number;
  /** Whether the route accepts an Idempotency-Key header. */
  idempotent?: boolean;
  status: 200 | 201;
  data: z.ZodMiniType;
  /**
   * What a deprecated use of the route returns, with status 200. The OpenAPI document only mentions it, so that clients
   * don't have to tell two kinds of response apart.
   */
  deprecatedData?: z.ZodMiniType;
  errors: readonly ErrorCode[];
};

/** The parts that only the OpenAPI document needs. A function's bundle doesn't contain them. */
export const DOCUMENTATION = ['summary', 'description', 'data', 'deprecatedData', 'errors'] as const;

/** The parts that a handler needs. */
export type Handled = Omit<Contract, (typeof DOCUMENTATION)[number]>;

/** Keeps the literal types of the parts. */
export const contract = <const C extends Contract>(parts: C): C => parts;

/** The errors that every signed route can return. */
export const ANY_ERRORS = ['VALIDATION_ERROR', 'FORBIDDEN', 'UPSTREAM_ERROR', 'INTERNAL_ERROR'] as const;

export const NETWORK_TEAM_ONLY = 'Only the network team can call this operation.';
