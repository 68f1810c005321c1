import { useProxy } from './client/proxy.ts';
import { buildProgram } from './program.ts';
import { reportError } from './report-error.ts';

/** Runs the process's command, and sets its exit code. */
export const run = async (): Promise<void> => {
  // The reader may close the pipe early: `peerway list | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  try {
    await useProxy();
    await buildProgram().parseAsync();
  } catch (error) {
    process.exitCode = reportError(error);
  }
};
