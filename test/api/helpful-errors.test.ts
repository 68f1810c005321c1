import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HUB } from '../journey/journey.ts';
import { type CheckedJourney, errorOf, startCheckedJourney } from './checked-journey.ts';
import { callOf, nameOf, SIGNED_ROUTES } from './route-calls.ts';

type Schema = { enum?: string[]; properties?: Record<string, Schema>; required?: string[]; $ref?: string };

const NAMES = { id: 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8', account_id: '555555555555' };

let journey: CheckedJourney;
beforeAll(async () => {
  journey = await startCheckedJourney();
});
afterAll(() => journey.close());

const resolve = (schema: Schema = {}): Schema =>
  schema.$ref
    ? (schema.$ref
        .slice(2)
        .split('/')
        .reduce<unknown>(
          (part, key) => (part as Record<string, unknown>)[key],
          journey.document.document,
        ) as Schema)
    : schema;

const messagesFor = async (method: string, path: string, body: object | undefined, field: string) => {
  const error = errorOf(await journey.call(HUB, method, path, body));
  expect(error).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' });
  const { details = [] } = error as { details?: { path: string; message: string }[] };
  return details.filter((detail) => detail.path === field).map(({ message }) => message);
};

const operationOf = ({ method, path }: { method: string; path: string }) =>
  journey.document.document.paths[path]?.[method.toLowerCase()];

const bodyOf = (route: { method: string; path: string }): Schema =>
  resolve(operationOf(route)?.requestBody?.content['application/json'].schema as Schema);

test('there are fields of which this can be seen', () => {
  expect(SIGNED_ROUTES.filter((route) => !operationOf(route))).toEqual([]);
  const isChoice = (schema: unknown) => resolve(schema as Schema).enum !== undefined;
  const count = (fieldsOf: (route: (typeof SIGNED_ROUTES)[number]) => unknown[]) =>
    SIGNED_ROUTES.flatMap(fieldsOf).length;
  expect(count((route) => bodyOf(route).required ?? [])).toBeGreaterThan(10);
  expect(count((route) => Object.values(bodyOf(route).properties ?? {}).filter(isChoice))).toBeGreaterThan(1);
  expect(
    count((route) => (operationOf(route)?.parameters ?? []).filter(({ schema }) => isChoice(schema))),
  ).toBeGreaterThan(2);
});

describe.each(SIGNED_ROUTES.map((route) => [nameOf(route), route] as const))('%s', (_, route) => {
  const { method, path, body } = callOf(route, NAMES);

  test('a missing field is said to be required', async () => {
    for (const field of bodyOf(route).required ?? []) {
      const { [field]: _left, ...rest } = (body ?? {}) as Record<string, unknown>;
      expect(await messagesFor(method, path, rest, field)).toEqual([`\`${field}\` is required.`]);
    }
  });

  test('a value that isn’t one of several is answered with all of them', async () => {
    for (const [field, property] of Object.entries(bodyOf(route).properties ?? {})) {
      const values = resolve(property).enum;
      if (!values) continue;
      const [message] = await messagesFor(method, path, { ...body, [field]: 'none' }, field);
      for (const value of values) expect(message).toContain(value);
    }
    for (const { name, in: place, schema } of operationOf(route)?.parameters ?? []) {
      const values = resolve(schema as Schema).enum;
      if (place !== 'query' || !values) continue;
      const [message] = await messagesFor(method, `${path}?${name}=none`, body, name);
      for (const value of values) expect(message).toContain(value);
    }
  });
});
