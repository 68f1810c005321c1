import { statSync } from 'node:fs';
import { bundleFunctions } from './function-bundles.ts';

/** `npm run build`: bundles the Lambda functions into dist/. */
for (const entry of await bundleFunctions('dist')) {
  const kilobytes = statSync(`dist/${entry}/index.cjs`).size / 1000;
  process.stdout.write(`${kilobytes.toFixed(0).padStart(6)} kB  dist/${entry}/index.cjs\n`);
}
