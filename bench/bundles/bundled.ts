import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type SdkUse, sdkUseOf } from '../../infra/bundles/sdk-use.ts';
import { BUNDLE_OPTIONS, bundleFunctions } from '../../infra/function-bundles.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A function's bundle, and its floor: only what it uses of the SDK. The floor is absent if it uses nothing. */
export type Bundled = { entry: string; usesEc2: boolean; bundle: string; floor?: string };

/** Bundles every function as it is deployed, and its floor. Functions that use the same clients share a floor. */
export const bundleWithFloors = async (): Promise<{ functions: readonly Bundled[] } & Disposable> => {
  const outdir = mkdtempSync(join(tmpdir(), 'peerway-bench-'));
  const functions: Bundled[] = [];
  const floors = new Map<string, string>();
  for (const entry of await bundleFunctions(outdir)) {
    const bundle = join(outdir, entry, 'index.cjs');
    const use = sdkUseOf(bundle);
    const key = JSON.stringify([...use]);
    if (use.size > 0 && !floors.has(key)) {
      const file = join(outdir, 'floors', `${floors.size}.cjs`);
      await bundleFloor(use, file);
      floors.set(key, file);
    }
    const floor = floors.get(key);
    functions.push({ entry, usesEc2: use.has('@aws-sdk/client-ec2'), bundle, ...(floor && { floor }) });
  }
  return { functions, [Symbol.dispose]: () => rmSync(outdir, { recursive: true }) };
};

/** Bundles only clients and commands of the SDK, with the functions' options but without our plugins. */
const bundleFloor = async (use: SdkUse, outfile: string): Promise<void> => {
  // Two packages export a QueryCommand, so each name gets a number.
  const contents = [...use]
    .map(([from, names], index) => {
      const exported = names.map((name) => `${name} as ${name}${index}`);
      return `export { ${exported.join(', ')} } from '${from}';`;
    })
    .join('\n');
  await build({ ...BUNDLE_OPTIONS, stdin: { contents, resolveDir: ROOT }, outfile });
};
