import type * as z from 'zod/mini';
import { ValidationError } from '../domain/request/errors.ts';
import { issuesOf } from './contract/issues.ts';

/**
 * Parses a value with a schema.
 *
 * @throws ValidationError with a detail for each invalid field
 */
export const validate = <Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.infer<Schema> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ValidationError(
    issuesOf(result.error, value).map(({ path, message }) => ({ path: path.join('.'), message })),
  );
};
