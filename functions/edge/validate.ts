import type * as z from 'zod/mini';
import { ValidationError } from '../domain/request/errors.ts';

/**
 * Parses a value with a schema.
 *
 * @throws ValidationError with a detail for each invalid field
 */
export const validate = <Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.infer<Schema> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ValidationError(result.error.issues.flatMap((issue) => detailsOf(issue, value)));
};

const detailsOf = (issue: z.core.$ZodIssue, value: unknown): { path: string; message: string }[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: 'Unknown field.' }));
  }
  // The alternative of the value's own type says what is wrong within it.
  const within = issue.code === 'invalid_union' && issue.errors.find((errors) => !errors.some(isOfOtherType));
  if (within) {
    return within.flatMap((inner) => detailsOf({ ...inner, path: [...issue.path, ...inner.path] }, value));
  }
  return [{ path: issue.path.join('.'), message: messageFor(issue, value) }];
};

const isOfOtherType = ({ code, path }: z.core.$ZodIssue): boolean =>
  code === 'invalid_type' && path.length === 0;

/** A schema can't tell a missing field from one of another type. */
const messageFor = ({ code, path, message }: z.core.$ZodIssue, value: unknown): string => {
  if (path.length === 0 && code === 'invalid_type') return 'The body must be an object.';
  return valueAt(value, path) === undefined ? `\`${path.join('.')}\` is required.` : message;
};

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((parent, key) => (parent as Record<PropertyKey, unknown> | undefined)?.[key], value);
