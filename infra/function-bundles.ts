import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { environmentCredentials } from './bundles/environment-credentials.ts';
import { literalSchemaKeys } from './bundles/literal-schema-keys.ts';
import { purePackages } from './bundles/pure-packages.ts';

const FUNCTIONS_DIR = fileURLToPath(new URL('../functions', import.meta.url));

/** Every file that is a Lambda function, below functions/ and without its ending. */
export const functionEntries = (): string[] =>
  globSync('{api,pages,tasks,schedules,streams}/*.ts', { cwd: FUNCTIONS_DIR })
    .map((file) => join(dirname(file), basename(file, '.ts')))
    .sort();

/**
 * CommonJS for Node 24 on Lambda, of ES modules: `module` before `main` takes the SDK's, which esbuild can
 * shake, so that a function carries only the clients that it calls. CommonJS because Node gives an ES module
 * that imports `node:http` all that it exports, and for that loads its client of fetch and of WebSockets;
 * Lambda's own runtime takes it by require, and has not loaded them.
 */
export const BUNDLE_OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: 'linked',
  sourcesContent: false,
  outExtension: { '.js': '.cjs' },
  logLevel: 'warning',
} satisfies BuildOptions;

/** What is done to the SDK on its way into a bundle; one each for every build. */
export const bundlePlugins = (): Plugin[] => [literalSchemaKeys(), environmentCredentials(), purePackages()];

/** Bundles every function into `outdir/<entry>/index.cjs`. */
export const bundleFunctions = async (outdir: string): Promise<string[]> => {
  const entries = functionEntries();
  await build({
    ...BUNDLE_OPTIONS,
    plugins: bundlePlugins(),
    outdir,
    entryPoints: entries.map((entry) => ({
      in: join(FUNCTIONS_DIR, `${entry}.ts`),
      out: join(entry, 'index'),
    })),
  });
  return entries;
};
