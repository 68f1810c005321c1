import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const { dependencies, devDependencies, optionalDependencies } = manifest;
const PACKAGES = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });

/** What the README's table names, as patterns: `@middy/*` is every package of that scope. */
const named = (): { name: string; means: (name: string) => boolean; why: string }[] => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, table = ''] = /\n## Dependencies\n(.*)$/s.exec(readme) ?? [];
  return [...table.matchAll(/^\| (`.*?) +\| (.*?) +\|$/gm)].flatMap(([, names = '', why = '']) =>
    [...names.replaceAll(/\(.*?\)/g, '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({
      name,
      why,
      means: (each) => (name.endsWith('/*') ? each.startsWith(name.slice(0, -1)) : each === name),
    })),
  );
};

test.each(PACKAGES)('the README says why %s is there', (name) => {
  expect(named().filter(({ means, why }) => means(name) && why).length).toBeGreaterThan(0);
});

test.each(named().map(({ name }) => name))('%s, which the README names, is there', (name) => {
  const [row] = named().filter((each) => each.name === name);
  expect(PACKAGES.filter((each) => row?.means(each))).not.toEqual([]);
});
