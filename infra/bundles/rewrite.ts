import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * An esbuild plugin that rewrites some files of a package. A build without any such file fails, because the
 * package's layout must have changed.
 *
 * @param rewrite throws if a file doesn't have the form that it expects
 */
export const rewrite = (name: string, files: RegExp, rewrite: (source: string) => string): Plugin => ({
  name,
  setup: ({ onLoad, onEnd }) => {
    let found = false;
    onLoad({ filter: files }, async ({ path }) => {
      found = true;
      return { contents: rewrite(await readFile(path, 'utf8')), loader: 'js' };
    });
    onEnd(() => (found ? {} : { errors: [{ text: `No bundled file matches ${files}.` }] }));
  },
});

/** @throws Error unless the text is in the source exactly once */
export const replaceOnce = (source: string, text: string, replacement: string): string => {
  const [before, after, ...more] = source.split(text);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`A package doesn't have this line once any more: ${text}`);
  return before + replacement + after;
};
