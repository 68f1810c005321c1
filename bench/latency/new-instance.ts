import { registerHooks } from 'node:module';

const FUNCTIONS = new URL('../../functions/', import.meta.url).href;

let instances = 0;

/**
 * Imports a function's file, and everything in `functions/` that it imports, once more: as a new instance that has no
 * clients yet. Packages stay loaded.
 */
export const importNewInstance = async (entry: string) => {
  const mark = `?instance=${++instances}`;
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const isPart = context.parentURL?.endsWith(mark) && resolved.url.startsWith(FUNCTIONS);
      return isPart ? { ...resolved, url: resolved.url + mark } : resolved;
    },
  });
  try {
    return await import(`${FUNCTIONS}${entry}.ts${mark}`);
  } finally {
    hooks.deregister();
  }
};
