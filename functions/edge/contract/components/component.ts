import type * as z from 'zod/mini';

/** A named schema of the OpenAPI document. */
export type Component = {
  schema: z.ZodMiniType;
  description: string;
  fields?: Readonly<Record<string, string>>;
};

/** An object with a description for each of its fields, which the type checker counts. */
export const object = <Shape extends z.core.$ZodShape>(
  schema: z.ZodMiniObject<Shape>,
  description: string,
  fields: { [Name in keyof Shape]: string },
): Component => ({ schema, description, fields });
