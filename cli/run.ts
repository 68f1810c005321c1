import { buildProgram } from './program.ts';
import { reportError } from './report-error.ts';

/** Runs the command that the process was started with, and sets its exit code. */
export const run = async (): Promise<void> => {
  // A reader may stop before the end: `peerway list | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  try {
    await buildProgram().parseAsync();
  } catch (error) {
    process.exitCode = reportError(error);
  }
};
