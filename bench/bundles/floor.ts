import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { SdkUse } from '../../infra/bundles/sdk-use.ts';
import { BUNDLE_OPTIONS } from '../../infra/function-bundles.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Clients and commands of the SDK, and nothing else, bundled as the functions are, but with none of our plugins. */
export const bundleFloor = async (use: SdkUse, outfile: string): Promise<void> => {
  // Two packages have a QueryCommand.
  const contents = [...use]
    .map(([from, names], index) => {
      const exported = names.map((name) => `${name} as ${name}${index}`);
      return `export { ${exported.join(', ')} } from '${from}';`;
    })
    .join('\n');
  await build({ ...BUNDLE_OPTIONS, stdin: { contents, resolveDir: ROOT }, outfile });
};
