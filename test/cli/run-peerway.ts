import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PEERWAY = fileURLToPath(new URL('../../cli/peerway.ts', import.meta.url));

export type Run = { code: number | null; stdout: string; stderr: string };

export type RunOptions = {
  endpoint?: string;
  /** Whose credentials it has; null: nobody's. */
  account?: string | null;
  env?: Record<string, string>;
  /** Another Node.js, and another copy of the command line, than this repository's. */
  program?: readonly [node: string, file: string];
};

/** The command line as a process of its own, with pipes, and no more environment than it is given. */
export const startPeerway = (
  args: readonly string[],
  { endpoint, account, env, program: [node, file] = [process.execPath, PEERWAY] }: RunOptions,
) => {
  const child = spawn(node, [file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...(endpoint && { PEERWAY_ENDPOINT: endpoint }),
      ...(account && { AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: 'local' }),
      ...env,
    },
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      said[stream] += chunk;
    });
  }
  return {
    child,
    run: once(child, 'close').then(([code]): Run => ({ code: code as number | null, ...said })),
    /** Resolves when it has printed something. */
    spoken: once(child.stdout, 'data'),
  };
};

export const runPeerway = (args: readonly string[], options: RunOptions = {}): Promise<Run> =>
  startPeerway(args, options).run;

/** What it printed, when it printed one JSON value and all went well. */
export const jsonOf = <T>({ code, stdout, stderr }: Run): T => {
  if (code !== 0) throw new Error(`peerway ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
};
