#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// To compile the SDK is half of what a command waits for: what one run has compiled, the next need not.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)));
const [{ buildProgram }, { reportError }] = await Promise.all([
  import('./program.ts'),
  import('./report-error.ts'),
]);

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
