import type * as z from 'zod/mini';
import { ValidationError } from '../domain/request/errors.ts';

/**
 * The value as the schema makes it.
 *
 * @throws ValidationError naming every field that is wrong
 */
export const validate = <Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.infer<Schema> => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new ValidationError(
    result.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({
            path: [...issue.path, key].join('.'),
            message: 'This field is not known.',
          }))
        : [{ path: issue.path.join('.'), message: issue.message }],
    ),
  );
};
