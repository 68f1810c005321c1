#!/usr/bin/env node
import { buildProgram } from './program.ts';
import { reportError } from './report-error.ts';

// Whoever reads may have read enough: `peerway list | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await buildProgram().parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}
