import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

/**
 * Evaluates each module named `built-….ts` when the functions are bundled. The bundle contains what the module
 * exports, as JSON, instead of its code and the packages that it imports.
 */
export const atBuildTime = (): Plugin => ({
  name: 'at-build-time',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]built-[\w-]+\.ts$/ }, async ({ path }) => {
      const exported: object = await import(/* @vite-ignore */ pathToFileURL(path).href);
      const constants = Object.entries(exported).map(
        ([name, value]) => `export const ${name} = ${JSON.stringify(value)};`,
      );
      return { contents: constants.join('\n'), loader: 'js' };
    });
  },
});
