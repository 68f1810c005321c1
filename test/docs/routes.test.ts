import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROUTES } from '../../functions/routes.ts';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** `GET·PUT /directory` → GET /directory, PUT /directory */
const listed = [...README.matchAll(/`([A-Z]+(?:·[A-Z]+)*) (\/[^\s`]*)`/g)].flatMap(([, methods = '', path]) =>
  methods.split('·').map((method) => `${method} ${path}`),
);

test('the README lists every route, and no other', () => {
  const routes = ROUTES.filter(({ method }) => method !== 'HEAD').map(
    ({ method, path }) => `${method} ${path}`,
  );
  const local = listed.filter((each) => each.includes('/_local'));
  expect(new Set(listed)).toEqual(new Set([...routes, ...local]));
});
