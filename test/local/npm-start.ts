import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'vitest';

/** `npm start` in its own process. Time moves only with `pass`. */
export type Started = {
  process: ChildProcess;
  endpoints: Record<'api' | 'ec2' | 'inbox' | 'dynamodb', string>;
  /** Advances the clock, in seconds. */
  pass(seconds: number): Promise<void>;
  /** Kills the process; resolves when its DynamoDB engine has ended, too. */
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

/** Returns the API's URL once everything has started. */
export const apiOf = async (output: () => string): Promise<string> => {
  await expect.poll(output).toContain('Press Ctrl-C to stop.');
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
      // The engine must release its file.
      await expect.poll(() => isUp(endpoints.dynamodb)).toBe(false);
    },
  };
};
