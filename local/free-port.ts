import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Below the ports that systems choose for `listen(0)` and for outgoing connections, which begin at 32,768 or above.
 * Between this look and the start of the program that is given the port, none of those takes it.
 */
const FIRST = 20_000;
const LAST = 32_767;

/** Finds a port of 127.0.0.1, for a program that can't choose one itself. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST, LAST + 1);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return false;
  }
  await new Promise((resolve) => probe.close(resolve));
  return true;
}
