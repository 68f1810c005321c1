import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const SCRIPT = `
  const startedAt = performance.now();
  await import(process.argv[1]);
  process.stdout.write(String(performance.now() - startedAt));
`;

/**
 * How long a fresh process of this Node takes to import a file, without its own start. It knows no variable of
 * the environment.
 *
 * @returns milliseconds
 */
export const timeImport = async (file: string): Promise<number> => {
  const script = ['--input-type=module', '--eval', SCRIPT, pathToFileURL(file).href];
  const { stdout } = await run(process.execPath, script, { env: {} });
  return Number(stdout);
};
