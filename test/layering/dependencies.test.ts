import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const { dependencies, devDependencies, optionalDependencies } = manifest;
const PACKAGES = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });

/** The names in the table of docs/dependencies.md, as patterns: `@middy/*` is every package of that scope. */
const named = (): { name: string; means: (name: string) => boolean; why: string }[] => {
  const table = readFileSync(new URL('../../docs/dependencies.md', import.meta.url), 'utf8');
  return [...table.matchAll(/^\| (`.*?) +\| (.*?) +\|$/gm)].flatMap(([, names = '', why = '']) =>
    [...names.replaceAll(/\(.*?\)/g, '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => ({
      name,
      why,
      means: (each) => (name.endsWith('/*') ? each.startsWith(name.slice(0, -1)) : each === name),
    })),
  );
};

test.each(PACKAGES)('docs/dependencies.md says why we use %s', (name) => {
  expect(named().filter(({ means, why }) => means(name) && why).length).toBeGreaterThan(0);
});

test.each(named().map(({ name }) => name))(
  '%s, which docs/dependencies.md names, is in package.json',
  (name) => {
    const [row] = named().filter((each) => each.name === name);
    expect(PACKAGES.filter((each) => row?.means(each))).not.toEqual([]);
  },
);
