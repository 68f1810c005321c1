import { Validator } from '@seriousme/openapi-schema-validator';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VISIBLE } from '../../functions/domain/wording/user-text.ts';
import { STATUS_CODES } from '../../functions/edge/error-envelope.ts';
import { ACROSS, HUB, PAYMENTS } from '../journey/journey.ts';
import type { ApiDocument, Received } from './api-document.ts';
import { type CheckedJourney, startCheckedJourney } from './checked-journey.ts';
import { SIGNED_ROUTES } from './route-calls.ts';

const EXAMPLE_ID = 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8';

let journey: CheckedJourney;
let document: ApiDocument['document'];
beforeAll(async () => {
  journey = await startCheckedJourney();
  ({ document } = journey.document);
});
afterAll(() => journey.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => ({
      route: `${method.toUpperCase()} ${path}`,
      path,
      operation,
    })),
  );

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const verdict = await validator.validate(structuredClone(document));
  expect(verdict.errors).toBeUndefined();
  expect(verdict.valid).toBe(true);
  expect(validator.version).toBe('3.1');
});

test('the validator refuses a document that is not', async () => {
  const { responses: _, ...rest } = operations()[0]?.operation ?? { responses: {} };
  const broken = { ...document, paths: { '/peering-requests': { get: { ...rest, parameters: 'none' } } } };
  expect((await new Validator().validate(broken)).valid).toBe(false);
});

test('every signed route has an operation, and every operation a route', () => {
  expect(operations().map(({ route }) => route)).toHaveLength(SIGNED_ROUTES.length);
  expect(new Set(operations().map(({ route }) => route))).toEqual(
    new Set(SIGNED_ROUTES.map(({ method, path }) => `${method} ${path}`)),
  );
  const ids = operations().map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

test('every schema, field and parameter says what it means', () => {
  const speechless = (part: unknown, path: string): string[] => {
    if (typeof part !== 'object' || part === null) return [];
    const { properties = {}, ...rest } = part as { properties?: Record<string, { description?: string }> };
    return [
      ...Object.entries(properties).flatMap(([name, { description }]) =>
        /^\S.*\.$/.test(description ?? '') ? [] : [`${path}.${name}`],
      ),
      ...Object.entries({ ...properties, ...rest }).flatMap(([name, inner]) =>
        speechless(inner, `${path}/${name}`),
      ),
    ];
  };
  expect(speechless(document, '')).toEqual([]);
  for (const { operation } of operations()) {
    for (const { description } of operation.parameters) expect(description).toMatch(/^\S.*\.$/);
  }
});

test('a schema that several operations share has a name, and no operation repeats it', () => {
  const names = Object.keys(document.components.schemas);
  expect(names).toEqual(
    expect.arrayContaining(['PeeringRequest', 'PeeringRequestSummary', 'Account', 'AuditEvent', 'Check']),
  );
  for (const { operation } of operations()) {
    expect(JSON.stringify([operation.requestBody, operation.responses])).not.toContain('"pattern":');
  }
});

test('no answer is one thing or another, except for what API Gateway answers itself', () => {
  for (const { operation } of operations()) {
    const statuses = Object.keys(operation.responses).filter((status) => Number(status) < 300);
    expect([operation.operationId, ...statuses]).toHaveLength(2);
    expect(JSON.stringify(operation.responses[statuses[0] ?? ''])).not.toMatch(/"(?:anyOf|oneOf)"/);
  }
});

test('integers and times are told as such', () => {
  const text = JSON.stringify(document);
  expect(text).not.toContain(String(Number.MAX_SAFE_INTEGER));
  expect(text).not.toContain('-02-29');
  const list = operations().find(({ route }) => route === 'GET /peering-requests')?.operation;
  expect(list?.parameters.find(({ name }) => name === 'limit')?.schema).toEqual({
    type: 'integer',
    minimum: 1,
    maximum: 100,
  });
});

test('each operation has a tag, and an example that would be taken and answered', () => {
  for (const { route, path, operation } of operations()) {
    expect([route, operation.tags.length]).toEqual([route, 1]);
    const [method = ''] = route.split(' ');
    const [status = '', { content } = { content: undefined }] =
      Object.entries(operation.responses).find(([code]) => Number(code) < 300) ?? [];
    const sent = {
      method,
      path: path.replace('{id}', EXAMPLE_ID).replace('{account_id}', PAYMENTS),
      body: JSON.stringify(operation.requestBody?.content['application/json'].example),
    };
    const body = content?.['application/json'].example;
    const headers = new Headers({ 'content-type': 'application/json' });
    expect(() => journey.document.check(sent, { status: Number(status), headers, body })).not.toThrow();
  }
});

test('each operation describes just the parameters of its path, as required', () => {
  for (const { route, path, operation } of operations()) {
    const described = operation.parameters.filter((parameter) => parameter.in === 'path');
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect([route, ...described.map(({ name }) => name)]).toEqual([route, ...named]);
    expect(described.every(({ required }) => required)).toBe(true);
  }
});

test('just what takes a body describes one, and just what repeats takes a key', () => {
  const taking = operations().filter(({ operation }) => operation.requestBody);
  expect(taking.map(({ route }) => route).sort()).toEqual([
    'POST /connections/{connection_id}/adopt',
    'POST /peering-requests',
    'POST /peering-requests/preflight',
    'POST /peering-requests/{id}/cancel',
    'POST /peering-requests/{id}/connect',
    'POST /peering-requests/{id}/decision',
    'POST /peering-requests/{id}/extension',
    'POST /peering-requests/{id}/resubmit',
    'PUT /accounts/{account_id}',
    'PUT /directory',
  ]);
  const keyed = operations().filter(({ operation }) =>
    operation.parameters.some((parameter) => parameter.in === 'header'),
  );
  expect(keyed.map(({ route }) => route).sort()).toEqual([
    'POST /peering-requests',
    'POST /peering-requests/{id}/resubmit',
  ]);
});

test('one table tells every error code, its status and what to do', () => {
  const rows = [...document.info.description.matchAll(/^\| `(\w+)` \| (\d{3}) \| (.+?) \| (.+?) \|$/gm)];
  expect(Object.fromEntries(rows.map(([, code, status]) => [code, Number(status)]))).toEqual({
    VALIDATION_ERROR: 400,
    FORBIDDEN: 403,
    REFUSED_BY_RULE: 403,
    NOT_FOUND: 404,
    METHOD_NOT_ALLOWED: 405,
    CONFLICT: 409,
    IDEMPOTENCY_MISMATCH: 422,
    OVERLAPPING_CIDR: 422,
    ALREADY_DECIDED: 409,
    WINDOW_CLOSED: 410,
    LIMIT_EXCEEDED: 429,
    UPSTREAM_ERROR: 502,
    INTERNAL_ERROR: 500,
  });
});

test('each operation puts each error code under its status', () => {
  const named = new Set<string | undefined>();
  for (const { operation } of operations()) {
    for (const [status, { description }] of Object.entries(operation.responses)) {
      for (const [, code] of description.matchAll(/`([A-Z_]+)`:/g)) {
        named.add(code);
        expect([operation.operationId, code, STATUS_CODES[code as keyof typeof STATUS_CODES]]).toEqual([
          operation.operationId,
          code,
          Number(status),
        ]);
      }
    }
  }
  // API Gateway answers other methods itself.
  const all = Object.keys(STATUS_CODES).filter((code) => code !== 'METHOD_NOT_ALLOWED');
  expect([...named].sort()).toEqual(all.sort());
});

describe('what the document allows is taken:', () => {
  const part = (letter: string, most: number) =>
    fc.option(
      fc.integer({ min: 0, max: most }).map((count) => `${count}${letter}`),
      { nil: '' },
    );
  const durations = fc.oneof(
    fc
      .tuple(part('W', 2), part('D', 8), part('H', 30), part('M', 70), part('S', 70))
      .map(([weeks, days, ...time]) => `P${weeks}${days}${time.some(Boolean) ? `T${time.join('')}` : ''}`),
    fc.integer({ min: 0, max: 9999 }).map((weeks) => `P${weeks}W`),
    fc.integer({ min: 0, max: 200 }).map((hours) => `PT${hours}H`),
    fc.integer({ min: 0, max: 11_000 }).map((minutes) => `PT${minutes}M`),
    fc.integer({ min: 0, max: 700_000 }).map((seconds) => `PT${seconds}S`),
  );
  /** Not those of only invisible characters: no pattern that every tool understands can tell them. */
  const prose = fc
    .oneof(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.string({ unit: 'grapheme', minLength: 40, maxLength: 100 }),
      fc.string({ unit: fc.constantFrom(...' \n\u0000\u200b\u2800\u00ad\ud83dx🚀') }),
      fc
        .tuple(fc.constantFrom('x', '🚀', 'é'), fc.integer({ min: 90, max: 101 }))
        .map(([x, n]) => x.repeat(n)),
    )
    .filter((text) => text.trim() === '' || VISIBLE.test(text));
  const addresses = fc.oneof(
    fc.emailAddress(),
    fc
      .tuple(fc.stringMatching(/^[!-~]{1,5}$/), fc.stringMatching(/^[a-zA-Z0-9.-]{1,12}$/))
      .map((sides) => sides.join('@')),
    fc.integer({ min: 230, max: 250 }).map((length) => `${'a'.repeat(length)}@b.example`),
  );
  const path = '/accounts/555555555555';
  const LEAST = { name: 'risk', approvers: ['rosa@risk.example'], onboarded: false };

  test.each<[string, fc.Arbitrary<object>]>([
    ['names', prose.map((name) => ({ name }))],
    ['addresses', addresses.map((address) => ({ approvers: [address], escalation_email: address }))],
    ['durations', durations.map((reminder) => ({ reminders: [reminder] }))],
  ])('%s', async (_, entries) => {
    const isAllowed = (entry: object): boolean =>
      journey.document.allows({ method: 'PUT', path, body: JSON.stringify({ ...LEAST, ...entry }) });
    const samples = fc.sample(entries, { numRuns: 120, seed: 20_260_302 });
    const allowed = samples.filter(isAllowed);
    expect(allowed.length).toBeGreaterThan(15);
    expect(allowed.length).toBeLessThan(samples.length - 15);
    for (const entry of samples) {
      const { status } = await journey.call(HUB, 'PUT', path, { ...LEAST, ...entry });
      expect([entry, status]).toEqual([entry, isAllowed(entry) ? 200 : 400]);
    }
  });
});

describe('the check that all answers here go through can fail:', () => {
  const sent = { method: 'POST', path: '/peering-requests/preflight', body: JSON.stringify(ACROSS) };
  const right = async (): Promise<Received & { body: { data: object } }> => {
    const { status, headers, body } = await journey.call(PAYMENTS, sent.method, sent.path, ACROSS);
    return { status, headers, body: body as never };
  };
  const refusal = (code: string) => ({
    success: false,
    error: { code, message: 'x', details: [] },
    request_id: 'x',
  });

  test('it lets a right answer pass', async () => {
    const answer = await right();
    expect(() => journey.document.check(sent, answer)).not.toThrow();
  });

  test.each([
    [401, 'Unauthorized'],
    [403, 'Forbidden'],
    [429, 'Too Many Requests'],
    [500, 'Internal Server Error'],
    [503, 'Service Unavailable'],
  ])('it lets API Gateway’s own answer pass: %i', async (status, message) => {
    const answer = await right();
    for (const { path, method } of SIGNED_ROUTES) {
      const gateways = { ...answer, status, body: { message } };
      expect(() => journey.document.check({ ...sent, method, path }, gateways)).not.toThrow();
    }
  });

  test.each<[string, (answer: Awaited<ReturnType<typeof right>>) => Partial<Received>, RegExp]>([
    [
      'a field too many',
      ({ body }) => ({ body: { ...body, data: { ...body.data, extra: 1 } } }),
      /additional/,
    ],
    [
      'a field of another form',
      ({ body }) => ({ body: { ...body, data: { ...body.data, vpc_id: 'vpc-1' } } }),
      /pattern/,
    ],
    ['no envelope', ({ body }) => ({ body: body.data }), /required property 'success'/],
    ['a status not in the document', () => ({ status: 202 }), /no status 202/],
    ['a code not in the document', () => ({ status: 400, body: refusal('NOT_FOUND') }), /NOT_FOUND is not/],
    ['a code in no table', () => ({ status: 400, body: refusal('OOPS') }), /must be equal to one of/],
    ['a gateway’s answer', () => ({ status: 400, body: { message: 'Bad Request' } }), /required property/],
    ['a gateway’s answer that is not', () => ({ status: 403, body: { text: 'No' } }), /required property/],
    [
      'another content type',
      () => ({ headers: new Headers({ 'content-type': 'text/html' }) }),
      /not application/,
    ],
  ])('%s', async (_, wrong, difference) => {
    const answer = await right();
    expect(() => journey.document.check(sent, { ...answer, ...wrong(answer) })).toThrow(difference);
  });

  test('a success for what the document forbids', async () => {
    const answer = await right();
    const body = JSON.stringify({ ...ACROSS, colour: 'red' });
    expect(() => journey.document.check({ ...sent, body }, answer)).toThrow(/additional properties/);
  });

  test('a time that is no time', async () => {
    const { id } = await journey.submit();
    const path = `/peering-requests/${id}`;
    const { status, headers, body } = await journey.call(PAYMENTS, 'GET', path);
    const wrong = JSON.parse(JSON.stringify(body).replace(/"created_at":"[^"]+"/, '"created_at":"noon"'));
    expect(() => journey.document.check({ method: 'GET', path }, { status, headers, body: wrong })).toThrow(
      /date-time/,
    );
  });
});
