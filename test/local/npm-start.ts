import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'vitest';

/** `npm start`, as a process of its own. Time moves by hand. */
export type Started = {
  process: ChildProcess;
  endpoints: Record<'api' | 'ec2' | 'inbox' | 'dynamodb', string>;
  /** Seconds of virtual time. */
  pass(seconds: number): Promise<void>;
  /** Without a moment's notice; resolves when nothing of it is left. */
  kill(): Promise<void>;
};

export const isUp = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  );

export const spawnStart = (...options: string[]): { child: ChildProcess; output: () => string } => {
  const child = spawn(process.execPath, ['local/main.ts', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += chunk));
  return { child, output: () => text };
};

/** Where the API is, once all is up. */
export const apiOf = async (output: () => string): Promise<string> => {
  await expect.poll(output, { timeout: 30_000 }).toContain('Ctrl-C ends it.');
  return /API\s+(http:\S+)/.exec(output())?.[1] ?? '';
};

export const npmStart = async (dataDir: string): Promise<Started> => {
  const { child, output } = spawnStart('--port', '0', '--speed', '0', '--data', dataDir);
  const api = await apiOf(output);
  const { endpoints } = (await (await fetch(`${api}/_local`)).json()) as Pick<Started, 'endpoints'>;
  return {
    process: child,
    endpoints,
    pass: async (seconds) => {
      await fetch(`${api}/_local/clock`, {
        method: 'POST',
        body: JSON.stringify({ advance_seconds: seconds }),
      });
    },
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      // The engine of the killed stack must let go of its file.
      await expect.poll(() => isUp(endpoints.dynamodb), { timeout: 10_000 }).toBe(false);
    },
  };
};
