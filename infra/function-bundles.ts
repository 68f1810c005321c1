import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const FUNCTIONS_DIR = fileURLToPath(new URL('../functions', import.meta.url));

/** Every file that is a Lambda function, below functions/ and without its ending. */
export const functionEntries = (): string[] =>
  globSync('{api,pages,tasks,schedules,streams}/*.ts', { cwd: FUNCTIONS_DIR })
    .map((file) => join(dirname(file), basename(file, '.ts')))
    .sort();

/**
 * ES modules for Node 24 on Lambda. `module` before `main` takes the SDK's ES modules, which esbuild can
 * shake: a function carries only the clients that it calls.
 */
const OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  minify: true,
  sourcemap: 'linked',
  sourcesContent: false,
  outExtension: { '.js': '.mjs' },
  // Some packages are CommonJS and call require, which an ES module has not.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  logLevel: 'warning',
} satisfies BuildOptions;

/** Bundles every function into `outdir/<entry>/index.mjs`. */
export const bundleFunctions = async (outdir: string): Promise<string[]> => {
  const entries = functionEntries();
  await build({
    ...OPTIONS,
    outdir,
    entryPoints: entries.map((entry) => ({
      in: join(FUNCTIONS_DIR, `${entry}.ts`),
      out: join(entry, 'index'),
    })),
  });
  return entries;
};
