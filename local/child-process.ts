import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';

/** Of util-linux: has the kernel end a process when its parent is gone, even by SIGKILL. */
const SETPRIV = '/usr/bin/setpriv';

export type Companion = {
  /** Resolves when the process has ended, to the last it said on stderr or why it could not start. */
  ended: Promise<string>;
  close(): Promise<void>;
};

/**
 * Starts a process that ends with this one: on close, on exit, on SIGINT and SIGTERM, and, where setpriv is
 * installed, when this one is killed. It keeps nothing waiting: this process may exit while it runs.
 */
export function startCompanion(command: string, args: readonly string[]): Companion {
  const tied = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL', command, ...args] : [command, ...args];
  const [file = command, ...rest] = tied;
  const child = spawn(file, rest, { stdio: ['ignore', 'ignore', 'pipe'] });

  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-2000);
  });
  child.unref();
  (child.stderr as Socket).unref();

  const stopFollowing = endWith(child);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', () => resolve(said.trim()));
  }).finally(stopFollowing);

  return {
    ended,
    async close() {
      child.ref();
      child.kill();
      await ended;
    },
  };
}

/** Ends the child when this process ends, and returns how to leave that be. */
function endWith(child: ChildProcess): () => void {
  const onExit = () => void child.kill();
  const onSignal = (signal: NodeJS.Signals) => {
    // Whoever else listens decides when this process ends; its exit then ends the child.
    if (process.listenerCount(signal) > 1) return;
    child.kill();
    process.removeListener(signal, onSignal);
    process.kill(process.pid, signal);
  };
  process.on('exit', onExit);
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return () => {
    process.removeListener('exit', onExit);
    process.removeListener('SIGINT', onSignal);
    process.removeListener('SIGTERM', onSignal);
  };
}
