import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Manifest = { name: string; version: string; license?: string };

/** The licenses of the packages whose files are in a bundle; each text once, below those that it is for. */
export const thirdPartyLicenses = (files: readonly string[]): string => {
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
