import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';

/** Part of util-linux. It makes the kernel end a process when its parent ends, even by SIGKILL. */
const SETPRIV = '/usr/bin/setpriv';

export type Companion = {
  /** The end of what it has written to stderr. */
  output(): string;
  /** Resolves when the process has ended, to the end of its stderr or the reason why it could not start. */
  ended: Promise<string>;
  close(): Promise<void>;
};

/**
 * Starts a process that ends with this one: on close, on exit, on SIGINT and SIGTERM and, if setpriv is
 * installed, when this process is killed. It doesn't keep this process alive.
 */
export function startCompanion(command: string, args: readonly string[]): Companion {
  const tied = existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL', command, ...args] : [command, ...args];
  const [file = command, ...rest] = tied;
  const child = spawn(file, rest, { stdio: ['ignore', 'ignore', 'pipe'] });

  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output = `${output}${text}`.slice(-2000);
  });
  child.unref();
  (child.stderr as Socket).unref();

  const detach = endWithThisProcess(child);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', () => resolve(output.trim()));
  }).finally(detach);

  return {
    output: () => output,
    ended,
    async close() {
      child.ref();
      child.kill();
      await ended;
    },
  };
}

/** Ends the child when this process ends. Returns a function that removes the listeners. */
function endWithThisProcess(child: ChildProcess): () => void {
  const onExit = () => void child.kill();
  const onSignal = (signal: NodeJS.Signals) => {
    // Other listeners decide when this process ends, and its exit ends the child.
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
