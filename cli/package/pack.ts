import { execFile } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import manifest from '../../package.json' with { type: 'json' };
import { buildProgram } from '../program.ts';
import { manPage } from './man-page.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HERE = fileURLToPath(new URL('.', import.meta.url));

const SHELLS = { bash: 'peerway.bash', zsh: '_peerway', fish: 'peerway.fish' } as const;

/** The package's manifest. It has no dependencies, because the bundle contains them. */
const PACKAGE = {
  name: '@peerway/cli',
  version: manifest.version,
  description: 'Submit, watch and audit VPC peering requests from the command line',
  license: 'Apache-2.0',
  type: 'commonjs',
  bin: { peerway: 'bin/peerway.cjs' },
  man: ['man/peerway.1'],
  files: ['bin', 'lib', 'man', 'completions', 'THIRD-PARTY-LICENSES.txt'],
  // undici requires it. From 20.18, util.styleText checks whether a stream shows colors.
  engines: { node: '>=20.18.1' },
};

/** Packs the command line into `folder`; returns the path of the tarball. */
export const packCli = async (folder: string): Promise<string> => {
  const staging = mkdtempSync(join(tmpdir(), 'peerway-cli-'));
  try {
    await stage(staging);
    const args = ['pack', staging, '--pack-destination', resolve(folder), '--json', '--loglevel=error'];
    await promisify(execFile)('npm', args, { cwd: staging });
    return join(resolve(folder), `peerway-cli-${manifest.version}.tgz`);
  } finally {
    rmSync(staging, { recursive: true });
  }
};

const stage = async (staging: string): Promise<void> => {
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(staging, file)), { recursive: true });
    writeFileSync(join(staging, file), content);
  };
  const files = await bundleCli(join(staging, 'lib/peerway.cjs'));
  write('package.json', `${JSON.stringify(PACKAGE, null, 2)}\n`);
  write('THIRD-PARTY-LICENSES.txt', `${thirdPartyLicenses(files)}\n`);
  write('man/peerway.1', manPage(buildProgram(), manifest.version));
  cpSync(join(HERE, 'launcher.cjs'), join(staging, 'bin/peerway.cjs'));
  cpSync(join(HERE, 'README.md'), join(staging, 'README.md'));
  cpSync(join(ROOT, 'LICENSE'), join(staging, 'LICENSE'));
  for (const [shell, file] of Object.entries(SHELLS)) {
    const args = [join(staging, 'bin/peerway.cjs'), 'completion', shell];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    write(join('completions', file), stdout);
  }
};

/**
 * CommonJS, because Node.js starts it faster than an ES module. `module` before `main` takes the SDK's ES modules,
 * from which esbuild removes unused code. Returns the files that it bundled.
 */
export const bundleCli = async (outfile: string): Promise<string[]> => {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [join(ROOT, 'cli/run.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    // `open` looks for a file beside it, which a bundle doesn't have, and then does without.
    logOverride: { 'empty-import-meta': 'silent' },
    metafile: true,
  });
  return Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).map((file) => join(ROOT, file)),
  );
};

type Manifest = { name: string; version: string; license?: string };

/** The licenses of all bundled packages. Each text appears once, below the packages that it applies to. */
const thirdPartyLicenses = (files: readonly string[]): string => {
  const folders = new Set(
    files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
  );
  const byText = new Map<string, string[]>();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    ) as Manifest;
    const [file] = globSync('{LICENSE,LICENCE,license}*', { cwd: folder });
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : '';
    byText.set(text, [...(byText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  return [...byText]
    .map(([text, names]) => `${names.join('\n')}\n\n${text}`.trim())
    .join(`\n\n${'-'.repeat(79)}\n\n`);
};
