import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inconsistencies } from './consistency.ts';
import { type Configuration, configurationSchema } from './schema.ts';

export const EXAMPLE = 'infra/configuration/example.ts';

/** The configuration is wrong; the message has a line for each value. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(file: string, problems: readonly { path: string; message: string }[]) {
    const lines = problems.map(({ path, message }) => `  ${path || '(the whole)'}: ${message}`);
    super(`${file} cannot be used:\n${lines.join('\n')}`);
  }
}

/** @throws ConfigurationError */
export const readConfiguration = (file: string, input: unknown): Configuration => {
  const { data, error } = configurationSchema.safeParse(input);
  const problems = data
    ? inconsistencies(data)
    : error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  if (!data || problems.length > 0) throw new ConfigurationError(file, problems);
  return data;
};

/**
 * The default export of a configuration file.
 *
 * @throws ConfigurationError
 */
export const loadConfiguration = async (file: string): Promise<Configuration> => {
  const module: { default?: unknown } = await import(pathToFileURL(resolve(file)).href).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
      throw new ConfigurationError(file, [{ path: '', message: 'There is no such file.' }]);
    },
  );
  return readConfiguration(file, module.default);
};
