import type { Plugin } from 'esbuild';

/** Packages without side effects whose package.json doesn't say so. */
const PURE = /[\\/]@aws-sdk[\\/]lib-dynamodb[\\/]/;

const RESOLVING = Symbol('resolving');

/**
 * Marks these packages as free of side effects, so that esbuild drops their unused parts. Otherwise a bundle would
 * contain all commands of the document client, and DynamoDB's client even in a function that doesn't use it.
 */
export const purePackages = (): Plugin => ({
  name: 'pure-packages',
  setup: ({ onResolve, resolve }) => {
    onResolve({ filter: /^@aws-sdk\/lib-dynamodb$|^\./ }, async ({ path, pluginData, ...from }) => {
      const isPure = !path.startsWith('.') || PURE.test(from.importer);
      if (!isPure || pluginData === RESOLVING) return undefined;
      return { ...(await resolve(path, { ...from, pluginData: RESOLVING })), sideEffects: false };
    });
  },
});
