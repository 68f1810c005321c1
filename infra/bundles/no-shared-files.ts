import type { Plugin } from 'esbuild';
import { rewrite } from './rewrite.ts';

const LOADER = /[\\/]shared-ini-file-loader[\\/]loadSharedConfigFiles\.js$/;

const EXPORTS = [
  'export { CONFIG_PREFIX_SEPARATOR } from "./constants";',
  'export const loadSharedConfigFiles = async (init = {}) => {',
];

const WITHOUT_FILES = `
  export { CONFIG_PREFIX_SEPARATOR } from "./constants";
  export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });
`;

/** @throws Error if the file exports anything else */
export const withoutSharedFiles = (source: string): string => {
  const exported = source.split('\n').filter((line) => line.startsWith('export '));
  if (exported.join('\n') !== EXPORTS.join('\n'))
    throw new Error(`The SDK's loader of shared files has other exports: ${exported.join(' ')}`);
  return WITHOUT_FILES;
};

/**
 * Lambda has no `~/.aws/config`. The SDK looks for that file, and for the credentials beside it, for each setting that
 * isn't in the environment. This plugin leaves out what reads them.
 */
export const noSharedFiles = (): Plugin => rewrite('no-shared-files', LOADER, withoutSharedFiles);
