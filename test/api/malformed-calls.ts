import fc from 'fast-check';
import { ANALYTICS, HUB, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { type RightCall, rightCalls, type World } from './right-calls.ts';
import { badId, badQuery, path } from './wrong-addresses.ts';
import { fieldName, notText, text, WRONG } from './wrong-values.ts';

export type RawCall = {
  /** What is wrong with it. */
  kind: Kind;
  account: string | undefined;
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
};

type Kind = keyof ReturnType<typeof kinds>;

const REQUIRED = [
  'vpc_id',
  'peer_vpc_id',
  'justification',
  'name',
  'approvers',
  'onboarded',
  'decision',
  'extends_by',
  'reason',
];

/** Keys of any name, which an object literal could not hold. */
const withField = (body: object, name: string, value: unknown): string => {
  const fields = Object.entries(body).filter(([known]) => known !== name);
  return `{${[...fields, [name, value]].map(([key, held]) => `${JSON.stringify(key)}:${JSON.stringify(held)}`).join(',')}}`;
};

const isJson = (value: string): boolean => {
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
};

const contentType = fc.oneof(
  fc.constantFrom('application/json', 'application/json; charset=utf-8', 'application/json;charset=utf-16'),
  fc.constantFrom('text/plain', 'text/html', 'application/xml', 'application/octet-stream', 'image/png'),
  fc.constantFrom('application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'nonsense', ''),
);

const LARGEST_BODY_BYTES = 16 * 1024;

const BY_ID = [
  ['GET', '/peering-requests/', ''],
  ['GET', '/peering-requests/', '/events'],
  ['GET', '/peering-requests/', '/connectivity'],
  ['POST', '/peering-requests/', '/connect'],
  ['POST', '/peering-requests/', '/cancel'],
  ['POST', '/peering-requests/', '/decision'],
  ['POST', '/peering-requests/', '/extension'],
  ['POST', '/peering-requests/', '/resubmit'],
  ['POST', '/connections/', '/adopt'],
  ['GET', '/accounts/', ''],
  ['PUT', '/accounts/', ''],
  ['GET', '/accounts/', '/events'],
  ['DELETE', '/accounts/', ''],
] as const;

const badKey = fc.oneof(
  fc.constant(''),
  fc.integer({ min: 256, max: 3000 }).map((length) => 'k'.repeat(length)),
  fc
    .oneof(
      fc.constantFrom(' ', '\t'),
      fc.integer({ min: 0x80, max: 0xff }).map((code) => String.fromCharCode(code)),
    )
    .map((character) => `a${character}b`),
);

const badSignature = fc.oneof(
  fc.constantFrom(
    undefined,
    '',
    'Bearer x',
    'Basic eDp5',
    'AWS4-HMAC-SHA256',
    'AWS4-HMAC-SHA256 Credential=',
  ),
  fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    maxLength: 80,
  }),
  fc
    .constantFrom('11111111111', '1111111111111', 'AKIAIOSFODNN7EXAMPLE', '../111111111111')
    .map(
      (key) => `AWS4-HMAC-SHA256 Credential=${key}/20260101/us-east-1/execute-api/aws4_request, Signature=x`,
    ),
);

const kinds = (world: World) => {
  const rights = rightCalls(world);
  const JSON_TYPE = { 'content-type': 'application/json' };
  const anyRight = fc.constantFrom<RightCall[]>(...Object.values(rights));
  const keyed = fc.constantFrom<RightCall[]>(rights.submit, rights.resubmit);
  const sent = ({ account, method, path }: RightCall, body: RawCall['body'], type = 'application/json') => ({
    account,
    method,
    path,
    headers: { 'content-type': type },
    ...(body !== undefined && { body }),
  });
  const anybody = fc.constantFrom(PAYMENTS, ANALYTICS, PARTNER, HUB);
  const rightBody = (method: string, suffix: string): string | undefined => {
    if (method === 'PUT') return JSON.stringify(rights.put.body);
    if (suffix === '/extension') return JSON.stringify(rights.extend.body);
    return method === 'POST' ? JSON.stringify(suffix ? {} : rights.submit.body) : undefined;
  };

  return {
    'a field of another form': anyRight.chain((right) =>
      fc
        .constantFrom(...Object.keys(right.body))
        .chain((name) =>
          (WRONG[name] ?? notText).map((value) => sent(right, withField(right.body, name, value))),
        ),
    ),
    'several such fields': anyRight.chain((right) =>
      fc
        .record(Object.fromEntries(Object.keys(right.body).map((name) => [name, WRONG[name] ?? notText])))
        .map((body) => sent(right, JSON.stringify(body))),
    ),
    'a field missing': fc.constantFrom<RightCall[]>(rights.submit, rights.put, rights.extend).chain((right) =>
      fc.constantFrom(...Object.keys(right.body).filter((name) => REQUIRED.includes(name))).map((name) => {
        const { [name]: _, ...rest } = right.body;
        return sent(right, JSON.stringify(rest));
      }),
    ),
    'a field too many': fc
      .tuple(anyRight, fieldName, fc.jsonValue())
      .filter(([{ body }, name]) => !Object.hasOwn(body, name))
      .map(([right, name, value]) => sent(right, withField(right.body, name, value))),
    'no object': fc
      .tuple(anyRight, fc.jsonValue({ maxDepth: 3 }), contentType)
      .filter(([, value]) => typeof value !== 'object' || value === null || Array.isArray(value))
      .map(([right, value, type]) => sent(right, JSON.stringify(value), type)),
    'no JSON': fc
      .tuple(
        anyRight.chain((right) => {
          const whole = JSON.stringify(right.body);
          const cut = fc.integer({ min: 1, max: whole.length - 1 }).map((length) => whole.slice(0, length));
          const changed = fc.tuple(cut, text).map(([start, inserted]) => start + inserted);
          const other = fc.constantFrom(
            `${whole}${whole}`,
            `${whole},`,
            `/**/${whole}`,
            `'${whole}'`,
            '{,}',
            'NaN',
          );
          const base64 = fc.constant(Buffer.from(whole).toString('base64'));
          return fc.tuple(fc.constant(right), fc.oneof(cut, changed, text, other, base64));
        }),
        contentType,
      )
      .filter(([[, body]]) => body.trim() !== '' && !isJson(body))
      .map(([[right, body], type]) => sent(right, body, type)),
    'no text': fc
      .tuple(anyRight, fc.uint8Array({ minLength: 1, maxLength: 300 }), contentType)
      .map(([right, bytes, type]) => sent(right, new Uint8Array([0xff, ...bytes]), type)),
    'a body too large': fc
      .tuple(anyRight, fc.integer({ min: LARGEST_BODY_BYTES + 1, max: 3 * LARGEST_BODY_BYTES }), contentType)
      .map(([right, length, type]) => sent(right, JSON.stringify(right.body).padEnd(length), type)),
    'an id of another form': fc
      .tuple(fc.constantFrom(...BY_ID), badId, anybody)
      .map(([[method, prefix, suffix], id, account]) => {
        const body = rightBody(method, suffix);
        return {
          account,
          method,
          path: `${prefix}${id}${suffix}`,
          headers: JSON_TYPE,
          ...(body && { body }),
        };
      }),
    'an id of nothing': fc
      .tuple(fc.constantFrom(...BY_ID), anybody, fc.nat({ max: 999_999 }))
      .map(([[method, prefix, suffix], account, n]) => {
        const body = rightBody(method, suffix);
        const isAccount = prefix === '/accounts/';
        // An entry of the directory may be put under any id, by the network team.
        const asked = isAccount && method === 'PUT' ? PARTNER : account;
        const id = {
          '/peering-requests/': `pr-0${String(n).padStart(25, '0')}`,
          '/connections/': `pcx-${String(n).padStart(17, '0')}`,
          '/accounts/': `777777${String(n).padStart(6, '0')}`,
        }[prefix];
        return {
          account: asked,
          method,
          path: prefix + id + suffix,
          headers: JSON_TYPE,
          ...(body && { body }),
        };
      }),
    'a query of another form': fc.tuple(badQuery, anybody).map(([query, account]) => ({
      account,
      method: 'GET',
      path: `/peering-requests?${query}`,
      headers: {},
    })),
    'a query where none is taken': fc
      .tuple(fc.constantFrom(...BY_ID, ['POST', '/peering-requests', ''] as const), badQuery, anybody)
      .map(([[method, prefix, suffix], query, account]) => {
        const id = {
          '/peering-requests': '',
          '/peering-requests/': world.pending,
          '/connections/': world.found,
          '/accounts/': ANALYTICS,
        }[prefix];
        const body = rightBody(method, suffix);
        const path = `${prefix}${id}${suffix}?${query}`;
        return { account, method, path, headers: JSON_TYPE, ...(body && { body }) };
      }),
    'a key of another form': fc.tuple(keyed, badKey).map(([right, key]) => {
      const { headers, ...rest } = sent(right, JSON.stringify(right.body));
      return { ...rest, headers: { ...headers, 'idempotency-key': key } };
    }),
    'no signature': fc.tuple(anyRight, badSignature).map(([right, authorization]) => {
      const { headers, ...rest } = sent(right, JSON.stringify(right.body));
      return {
        ...rest,
        account: undefined,
        headers: { ...headers, ...(authorization && { authorization }) },
      };
    }),
    'no link': fc
      .tuple(
        fc.constantFrom('GET', 'POST'),
        fc.oneof(badId, fc.base64String({ maxLength: 60 }).map(path)),
        text,
      )
      .map(([method, token, body]) => ({
        account: undefined,
        method,
        path: `/decisions/${token}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        ...(method === 'POST' && { body }),
      })),
    'no route': fc
      .tuple(
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'),
        text.map((name) => `/${path(name)}`),
        fc.constantFrom('', '/peering-requests/x/y', '/accounts/x/y', '/health'),
        anybody,
      )
      .map(([method, name, prefix, account]) => ({ account, method, path: prefix + name, headers: {} })),
  };
};

/** Calls that are each wrong in a known way, the same ones for the same seed. */
export const malformedCalls = (world: World, count: number, seed: number): RawCall[] => {
  const ofAll = Object.entries(kinds(world)) as [Kind, fc.Arbitrary<Omit<RawCall, 'kind'>>][];
  const call = fc.oneof(...ofAll.map(([kind, calls]) => calls.map((one): RawCall => ({ kind, ...one }))));
  return fc.sample(call, { numRuns: count, seed });
};
