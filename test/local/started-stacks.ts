import type { ChildProcess } from 'node:child_process';
import { afterEach } from 'vitest';
import { apiOf, spawnStart } from './npm-start.ts';

/** `npm start` in its own process. */
export type Started = { process: ChildProcess; output: () => string; api: string };

const running = new Set<ChildProcess>();

/** To be called by a file that starts some: none outlives its test. */
export const endStartedStacks = (): void => {
  afterEach(() => {
    for (const child of running) child.kill('SIGKILL');
    running.clear();
  });
};

export const spawn = (...options: string[]) => {
  const spawned = spawnStart(...options);
  running.add(spawned.child);
  return spawned;
};

export const start = async (...options: string[]): Promise<Started> => {
  const { child, output } = spawn('--port', '0', ...options);
  return { process: child, output, api: await apiOf(output) };
};

export const json = async <T>(url: string, init?: RequestInit): Promise<T> =>
  (await fetch(url, init)).json() as Promise<T>;

export type Local = {
  endpoints: Record<string, string>;
  clock: { now: string; speed: number };
  accounts: unknown[];
};
