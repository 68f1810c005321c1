import type { Plugin } from 'esbuild';

/** Packages that do nothing when they are imported, and whose package.json does not say so. */
const PURE = /[\\/]@aws-sdk[\\/]lib-dynamodb[\\/]/;

const ASKED = Symbol('asked');

/**
 * esbuild leaves out what nothing refers to, but of these packages it would keep the whole: all of the document
 * client's commands for one of them, and DynamoDB's client in a function that uses none.
 */
export const purePackages = (): Plugin => ({
  name: 'pure-packages',
  setup: ({ onResolve, resolve }) => {
    onResolve({ filter: /^@aws-sdk\/lib-dynamodb$|^\./ }, async ({ path, pluginData, ...from }) => {
      const isOurs = !path.startsWith('.') || PURE.test(from.importer);
      if (!isOurs || pluginData === ASKED) return undefined;
      return { ...(await resolve(path, { ...from, pluginData: ASKED })), sideEffects: false };
    });
  },
});
