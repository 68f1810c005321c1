import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../local/free-port.ts';

const POLL_MS = 5;
const LIMIT_MS = 60_000;

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
};

/** Starts a process, and ends it when `waitForResponse` resolves. Returns how long that took, in milliseconds. */
const time = async (
  args: readonly string[],
  waitForResponse: (child: ChildProcess) => Promise<unknown>,
): Promise<number> => {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    await waitForResponse(child);
    return performance.now() - startedAt;
  } finally {
    await end(child);
  }
};

/** Measures from the start of `node local/main.ts` to the first HTTP 200 of its API. */
export const timeToApi = async (): Promise<number> => {
  // We can't read it from the output, which is printed after the first response.
  const port = await freePort();
  return time(['local/main.ts', '--port', String(port)], async (child) => {
    child.stdout?.resume();
    const until = performance.now() + LIMIT_MS;
    while (performance.now() < until) {
      const response = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
      if (response?.status === 200) return;
      await pause(POLL_MS);
    }
    throw new Error(`npm start did not respond within ${LIMIT_MS / 1000} s.`);
  });
};

/** Measures from the start of a process that starts only the engines, until each has responded. */
export const timeToEngines = (): Promise<number> =>
  time(['bench/start/engines.ts'], async (child) => {
    if (child.stdout) await once(child.stdout, 'data', { signal: AbortSignal.timeout(LIMIT_MS) });
  });
