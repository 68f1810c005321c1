import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { bundleCli } from '../../cli/package/pack.ts';
import { oncePerWorker } from '../once-per-worker.ts';

export type Run = { code: number | null; stdout: string; stderr: string };

export type RunOptions = {
  endpoint?: string;
  /** Whose credentials it has; null: nobody's. */
  account?: string | null;
  env?: Record<string, string>;
};

/** Another Node.js, and another copy of the command line, than this repository's. */
export type Program = readonly [node: string, file: string];

/** The command line as it is packed: what starts it, and where it keeps what Node.js compiled. */
export const packed = (): Promise<{ launcher: string; cache: string }> =>
  oncePerWorker('command line', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'peerway-cli-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const launcher = join(folder, 'bin/peerway.cjs');
    cpSync(fileURLToPath(new URL('../../cli/package/launcher.cjs', import.meta.url)), launcher);
    await bundleCli(join(folder, 'lib/peerway.cjs'));
    return { launcher, cache: join(folder, 'cache') };
  });

/** No more than it is given. */
const environmentOf = ({ endpoint, account, env }: RunOptions) => ({
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  AWS_EC2_METADATA_DISABLED: 'true',
  ...(endpoint && { PEERWAY_ENDPOINT: endpoint }),
  ...(account && { AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: 'local' }),
  ...env,
});

export const runOf = async (
  { stdout, stderr }: { stdout: Readable | null; stderr: Readable | null },
  exit: Promise<unknown[]>,
): Promise<Run> => {
  const [out = '', err = '', [code]] = await Promise.all([
    stdout && text(stdout),
    stderr && text(stderr),
    exit,
  ]);
  return { code: code as number | null, stdout: out ?? '', stderr: err ?? '' };
};

/** Starts the command line as a process of its own, with pipes. */
export const spawnPeerway = async (
  args: readonly string[],
  options: RunOptions,
  program?: Program,
): Promise<ChildProcess> => {
  const [node, file] = program ?? [process.execPath, (await packed()).launcher];
  return spawn(node, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: environmentOf(options) });
};

/** Runs the command line in a thread, which takes half of what a process does; a program in its own process. */
export const runPeerway = async (
  args: readonly string[],
  options: RunOptions = {},
  program?: Program,
): Promise<Run> => {
  if (program) {
    const child = await spawnPeerway(args, options, program);
    return runOf(child, once(child, 'close'));
  }
  const { launcher, cache } = await packed();
  const worker = new Worker(launcher, {
    argv: [...args],
    env: { XDG_CACHE_HOME: cache, ...environmentOf(options) },
    execArgv: [],
    stdin: true,
    stdout: true,
    stderr: true,
  });
  worker.stdin?.end();
  return runOf(worker, once(worker, 'exit'));
};

/** What it printed, when it printed one JSON value and all went well. */
export const jsonOf = <T>({ code, stdout, stderr }: Run): T => {
  if (code !== 0) throw new Error(`peerway ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
};
