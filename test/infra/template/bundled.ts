import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunctions } from '../../../infra/function-bundles.ts';
import { oncePerWorker } from '../../once-per-worker.ts';

export type BundledFunctions = { outdir: string; entries: readonly string[] };

/** Every function's bundle, at `outdir/<entry>/index.cjs`. Nobody may change what is there. */
export const bundledFunctions = (): Promise<BundledFunctions> =>
  oncePerWorker('bundled functions', async () => {
    const outdir = mkdtempSync(join(tmpdir(), 'peerway-bundles-'));
    process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
    return { outdir, entries: await bundleFunctions(outdir) };
  });
