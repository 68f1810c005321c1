import * as z from 'zod';
import { StatesApiError } from './errors.ts';

export type Action = (body: unknown) => object;

export const arn = z.string().min(1).max(256);

export const seconds = (date: Date) => date.getTime() / 1000;

/** Validates the request body. */
export function action<Shape extends z.ZodRawShape>(
  shape: Shape,
  run: (input: z.infer<z.ZodObject<Shape>>) => object,
): Action {
  const schema = z.object(shape);
  return (body) => {
    const { success, data: input, error } = schema.safeParse(body);
    if (success) return run(input);
    const problems = error.issues.map(
      ({ path, message }) => `Value at '${path.join('.')}' failed to satisfy constraint: ${message}`,
    );
    const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'} detected`;
    throw new StatesApiError('ValidationException', `${count}: ${problems.join('; ')}`);
  };
}
