import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { packCli } from './pack.ts';

/** `npm run pack:cli`: packs the command line as an npm package, at the root of the repository. */
const tarball = await packCli(fileURLToPath(new URL('../..', import.meta.url)));
process.stdout.write(`${tarball} (${Math.round(statSync(tarball).size / 1000)} kB)\n`);
