import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { atBuildTime } from './bundles/at-build-time.ts';
import { builtStatusCodes } from './bundles/built-status-codes.ts';
import { contractOfOneRoute } from './bundles/contract-of-one-route.ts';
import { environmentCredentials } from './bundles/environment-credentials.ts';
import { httpsOnFirstCall } from './bundles/https-on-first-call.ts';
import { literalSchemaKeys } from './bundles/literal-schema-keys.ts';
import { noEventStreams } from './bundles/no-event-streams.ts';
import { noSharedFiles } from './bundles/no-shared-files.ts';
import { purePackages } from './bundles/pure-packages.ts';

const FUNCTIONS_DIR = fileURLToPath(new URL('../functions', import.meta.url));

/** The file of every Lambda function, relative to functions/ and without its extension. */
export const functionEntries = (): string[] =>
  globSync('{api,pages,tasks,schedules,streams}/*.ts', { cwd: FUNCTIONS_DIR })
    .map((file) => join(dirname(file), basename(file, '.ts')))
    .sort();

/**
 * CommonJS for Node 24 on Lambda, bundled from ES modules. `module` before `main` selects the SDK's ES modules,
 * which esbuild can tree-shake, so that a function contains only the clients that it calls. The output is CommonJS
 * because an ES module that imports `node:http` makes Node load its fetch and WebSocket clients, which Lambda's
 * runtime, a CommonJS module itself, has not loaded.
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

/** Plugins that reduce what a bundle contains of the SDK. Every build needs new ones. */
export const bundlePlugins = (): Plugin[] => [
  literalSchemaKeys(),
  environmentCredentials(),
  noSharedFiles(),
  noEventStreams(),
  httpsOnFirstCall(),
  purePackages(),
  atBuildTime(),
  contractOfOneRoute(),
];

/** Bundles every function into `outdir/<entry>/index.cjs`. */
export const bundleFunctions = async (outdir: string): Promise<string[]> => {
  const entries = functionEntries();
  await build({
    ...BUNDLE_OPTIONS,
    plugins: [...bundlePlugins(), builtStatusCodes()],
    outdir,
    entryPoints: entries.map((entry) => ({
      in: join(FUNCTIONS_DIR, `${entry}.ts`),
      out: join(entry, 'index'),
    })),
  });
  return entries;
};
