import type * as z from 'zod/mini';

/** A field, by the names and numbers that lead to it, and what is wrong with it. */
export type Issue = { path: readonly PropertyKey[]; message: string };

/** What a schema found wrong with a value. */
export const issuesOf = (error: z.core.$ZodError, value: unknown): Issue[] =>
  error.issues.flatMap((issue) => detailsOf(issue, value));

const detailsOf = (issue: z.core.$ZodIssue, value: unknown): Issue[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'Unknown field.' }));
  }
  // The alternative of the value's own type says what is wrong within it.
  const within = issue.code === 'invalid_union' && issue.errors.find((errors) => !errors.some(isOfOtherType));
  if (within) {
    return within.flatMap((inner) => detailsOf({ ...inner, path: [...issue.path, ...inner.path] }, value));
  }
  const message = issue.code === 'invalid_key' ? issue.issues[0]?.message : undefined;
  return [{ path: issue.path, message: message ?? messageFor(issue, value) }];
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
