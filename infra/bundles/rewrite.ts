import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * An esbuild plugin that takes other text for some files of a package. A build in which no file is one of them
 * fails: the package is then laid out otherwise than whoever wrote the plugin knew it.
 *
 * @param rewrite throws where a file is not of the form that it expects
 */
export const rewrite = (name: string, files: RegExp, rewrite: (source: string) => string): Plugin => ({
  name,
  setup: ({ onLoad, onEnd }) => {
    let found = false;
    onLoad({ filter: files }, async ({ path }) => {
      found = true;
      return { contents: rewrite(await readFile(path, 'utf8')), loader: 'js' };
    });
    onEnd(() => (found ? {} : { errors: [{ text: `No file of the bundles is ${files}.` }] }));
  },
});
