import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as z from 'zod';
import { findInconsistencies } from './consistency.ts';
import { type Configuration, configurationSchema } from './schema.ts';

export const EXAMPLE = 'infra/configuration/example.ts';

/** The configuration isn't valid. The message has a line for each problem. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(file: string, problems: readonly { path: string; message: string }[]) {
    const lines = problems.map(({ path, message }) => `  ${path || '(top level)'}: ${message}`);
    super(`${file} isn't a valid configuration:\n${lines.join('\n')}`);
  }
}

/** Messages for the problems that schema.ts has no message for. */
const describeIssue = (issue: z.core.$ZodRawIssue): string | undefined => {
  if (issue.code === 'unrecognized_keys') return `Unknown field: ${issue.keys.join(', ')}.`;
  if (issue.input === undefined) return 'This field is required.';
  return issue.code === 'invalid_value' ? `Must be ${issue.values.join(' or ')}.` : undefined;
};

/** @throws ConfigurationError */
export const readConfiguration = (file: string, input: unknown): Configuration => {
  const { data, error } = configurationSchema.safeParse(input, { error: describeIssue });
  const problems = data
    ? findInconsistencies(data)
    : error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  if (!data || problems.length > 0) throw new ConfigurationError(file, problems);
  return data;
};

/**
 * Loads the default export of a configuration file.
 *
 * @throws ConfigurationError
 */
export const loadConfiguration = async (file: string): Promise<Configuration> => {
  const module: { default?: unknown } = await import(pathToFileURL(resolve(file)).href).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
      throw new ConfigurationError(file, [
        { path: '', message: `The file doesn't exist. Copy ${EXAMPLE} to start.` },
      ]);
    },
  );
  return readConfiguration(file, module.default);
};
