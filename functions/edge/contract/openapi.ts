import * as z from 'zod/mini';
import type { ErrorCode } from '../../domain/request/errors.ts';
import { STATUS_CODES } from '../error-envelope.ts';
import * as accounts from './accounts.ts';
import * as auditTrail from './audit-trail.ts';
import * as boardLinks from './board-links.ts';
import * as callers from './callers.ts';
import { COMPONENTS, PARAMETERS } from './components.ts';
import * as connections from './connections.ts';
import * as connectivity from './connectivity.ts';
import type { Contract } from './contract.ts';
import * as directory from './directory.ts';
import { ERRORS } from './errors.ts';
import { EXAMPLES } from './examples.ts';
import * as peeringRequests from './peering-requests.ts';

const TAGS = [
  {
    name: 'Peering requests',
    description: 'Submit, follow and withdraw requests to peer two VPCs.',
    contracts: { ...peeringRequests, ...auditTrail },
  },
  {
    name: 'Connectivity',
    description: 'See and bring about routes and DNS resolution between two VPCs.',
    contracts: connectivity,
  },
  {
    name: 'Connections',
    description: 'The register: what EC2 shows in all accounts, with and without a request.',
    contracts: connections,
  },
  {
    name: 'Accounts',
    description: 'The directory of accounts, which says who approves. For the network team.',
    contracts: accounts,
  },
  {
    name: 'Directory',
    description: 'The whole directory at once, and its history. For the network team.',
    contracts: directory,
  },
  { name: 'Board', description: 'All open requests on a page. For the network team.', contracts: boardLinks },
  { name: 'Caller', description: 'Who you are to Peerway.', contracts: callers },
] as const;

/** A signed route, with its tag and its example. */
type Operation = Contract & { tag: string; example: { body?: object; data: object } };

const OPERATIONS: readonly Operation[] = TAGS.flatMap(({ name: tag, contracts }) =>
  Object.entries(contracts)
    .flatMap(([name, exported]): Operation[] =>
      'operationId' in exported
        ? [{ ...(exported as Contract), tag, example: EXAMPLES[name as keyof typeof EXAMPLES] }]
        : [],
    )
    .sort((a, b) => a.path.localeCompare(b.path, 'en')),
);

type Schema = Readonly<Record<string, unknown>> & {
  properties?: Record<string, Schema>;
  required?: readonly string[];
};

/** Keeps what says something: a date-time has its format, and an integer needs no bounds at the limits of JavaScript. */
const simplify = ({ jsonSchema }: { jsonSchema: Record<string, unknown> }): void => {
  if (jsonSchema['format'] === 'date-time' || jsonSchema['type'] === 'integer') delete jsonSchema['pattern'];
  if (jsonSchema['minimum'] === Number.MIN_SAFE_INTEGER) delete jsonSchema['minimum'];
  if (jsonSchema['maximum'] === Number.MAX_SAFE_INTEGER) delete jsonSchema['maximum'];
};

/** All components, and the parameters of all routes, which refer to them. */
const named = z.registry<{ id: string }>();
for (const [id, { schema }] of Object.entries(COMPONENTS)) named.add(schema, { id });
for (const { params, query, operationId } of OPERATIONS) {
  if (!named.has(params)) named.add(params, { id: `params of ${operationId}` });
  if (!named.has(query)) named.add(query, { id: `query of ${operationId}` });
}

const { schemas } = z.toJSONSchema(named, {
  uri: (id) => `#/components/schemas/${id}`,
  target: 'draft-2020-12',
  override: simplify,
});

const idOf = (schema: z.ZodMiniType): string => {
  const { id } = named.get(schema) ?? {};
  if (id) return id;
  throw new Error('A schema of a route has no name. Add it to contract/components.ts.');
};

const schemaOf = (schema: z.ZodMiniType): Schema => {
  const { $schema: _, $id: __, ...rest } = schemas[idOf(schema)] as Schema;
  return rest;
};

const describeFields = (properties: Record<string, Schema>, texts: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [
      name,
      {
        ...schema,
        description: texts[name],
        ...(texts[name]?.startsWith('Deprecated') && { deprecated: true }),
      },
    ]),
  );

const componentSchemas = () =>
  Object.fromEntries(
    Object.entries(COMPONENTS).map(([id, { schema, description, fields }]) => {
      const { properties, ...rest } = schemaOf(schema);
      return [
        id,
        { description, ...rest, ...(properties && { properties: describeFields(properties, fields ?? {}) }) },
      ];
    }),
  );

const reference = (schema: z.ZodMiniType) => ({ $ref: `#/components/schemas/${idOf(schema)}` });

const envelope = (data: z.ZodMiniType) => ({
  type: 'object',
  properties: {
    success: { type: 'boolean', const: true, description: 'Always true.' },
    data: { ...reference(data), description: 'The result.' },
  },
  required: ['success', 'data'],
  additionalProperties: false,
});

const parameters = (fields: z.ZodMiniType, place: 'path' | 'query') => {
  const { properties = {}, required = [] } = schemaOf(fields);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: required.includes(name),
    description: PARAMETERS[name],
    schema,
  }));
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A request with the same key and content within 24 hours gets the first response again, with `Idempotent-Replayed: true`.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
};

const content = (schema: object, examples: object) => ({ 'application/json': { schema, ...examples } });

const success = (route: Operation) => ({
  description: 'The operation succeeded.',
  ...(route.idempotent && {
    headers: {
      'Idempotent-Replayed': {
        description: 'This response was sent before, to a request with the same key.',
        schema: { type: 'string', const: 'true' },
      },
    },
  }),
  content: content(envelope(route.data), { example: { success: true, data: route.example.data } }),
});

/** What API Gateway responds itself, without calling any of our functions: a message, and no envelope. */
const GATEWAY_ERRORS: Readonly<Record<number, string>> = {
  401: 'The token is missing, invalid or expired, if the API takes tokens instead of signatures.',
  403: 'The request isn’t signed correctly, or IAM doesn’t allow its signer to call this operation.',
  429: 'The API receives too many calls. Try again later.',
  500: 'An internal error occurred. Try again later.',
  503: 'The API is unavailable. Try again later.',
};

const GATEWAY_MESSAGES: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

const errorExample = (code: ErrorCode) => ({
  success: false,
  error: { code, message: ERRORS[code].meaning, details: [] },
  request_id: 'f2a1c3d4-0b5e-4c6f-9a7b-8c9d0e1f2a3b',
});

const schemaRef = (name: 'Error' | 'GatewayError') => ({ $ref: `#/components/schemas/${name}` });

const RETRY_AFTER = {
  description:
    'The seconds until the account can submit and run preflights again. Absent if another limit or quota has been reached.',
  schema: { type: 'integer' },
};

/** Error responses by HTTP status, which several codes may share with each other and with API Gateway's own. */
const failures = (codes: readonly ErrorCode[]) => {
  const byStatus = Map.groupBy(codes, (code): number => STATUS_CODES[code]);
  const statuses = new Set([...byStatus.keys(), ...Object.keys(GATEWAY_ERRORS).map(Number)]);
  return Object.fromEntries(
    [...statuses].map((status) => {
      const ofStatus = byStatus.get(status) ?? [];
      const gateways = GATEWAY_ERRORS[status];
      const schemas = [
        ...(ofStatus.length > 0 ? [schemaRef('Error')] : []),
        ...(gateways ? [schemaRef('GatewayError')] : []),
      ];
      return [
        status,
        {
          description: [
            ...ofStatus.map((code) => `\`${code}\`: ${ERRORS[code].meaning}`),
            ...(gateways ? [`From API Gateway, with only a \`message\`: ${gateways}`] : []),
          ].join(' '),
          ...(ofStatus.includes('LIMIT_EXCEEDED') && { headers: { 'Retry-After': RETRY_AFTER } }),
          content: content(schemas.length === 1 ? { ...schemas[0] } : { anyOf: schemas }, {
            examples: {
              ...Object.fromEntries(ofStatus.map((code) => [code, { value: errorExample(code) }])),
              ...(gateways && { GATEWAY: { value: { message: GATEWAY_MESSAGES[status] } } }),
            },
          }),
        },
      ];
    }),
  );
};

const operation = (route: Operation) => ({
  operationId: route.operationId,
  tags: [route.tag],
  summary: route.summary,
  description: route.description,
  parameters: [
    ...parameters(route.params, 'path'),
    ...parameters(route.query, 'query'),
    ...(route.idempotent ? [IDEMPOTENCY_KEY] : []),
  ],
  ...(route.body && {
    requestBody: {
      required: true,
      content: content(reference(route.body), { example: route.example.body }),
    },
  }),
  responses: {
    [route.status]: success(route),
    ...failures(route.errors),
  },
});

/** The API as an OpenAPI 3.1 document, built from the schemas that its handlers validate with. */
/** The OpenAPI document, without its server: that is the deployment's URL. */
export const openapiDocument = () => ({
  openapi: '3.1.0',
  info: {
    title: 'Peerway',
    version: '1.0.0',
    description: [
      'Manages requests to peer two VPCs, from submission to an active connection. Sign each call with AWS Signature Version 4 for the service `execute-api`. Times are in UTC, in ISO 8601 format.',
      '',
      '| Code | Status | Meaning | What to do |',
      '|---|---|---|---|',
      ...Object.entries(ERRORS).map(
        ([code, { meaning, remedy }]) =>
          `| \`${code}\` | ${STATUS_CODES[code as ErrorCode]} | ${meaning} | ${remedy} |`,
      ),
    ].join('\n'),
    contact: { name: 'Your network team' },
    license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
  },
  tags: TAGS.map(({ name, description }) => ({ name, description })),
  security: [{ sigv4: [] }],
  paths: Object.fromEntries(
    [...Map.groupBy(OPERATIONS, ({ path }) => path)].map(([path, routes]) => [
      path,
      Object.fromEntries(routes.map((route) => [route.method.toLowerCase(), operation(route)])),
    ]),
  ),
  components: {
    schemas: componentSchemas(),
    securitySchemes: {
      sigv4: {
        type: 'apiKey',
        in: 'header',
        name: 'Authorization',
        description: 'An AWS Signature Version 4 signature.',
        'x-amazon-apigateway-authtype': 'awsSigv4',
      },
    },
  },
});

/** The JSON Schema of the directory's file, with what its fields mean. */
export const directorySchema = () => {
  const all = componentSchemas();
  const found = new Map<string, unknown>();
  const collect = (id: string): void => {
    if (found.has(id)) return;
    const text = JSON.stringify(all[id]);
    found.set(id, JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/')));
    for (const [, other = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) collect(other);
  };
  collect('Directory');
  const { Directory, ...$defs } = Object.fromEntries(found) as Record<string, object>;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Peerway’s directory',
    ...Directory,
    $defs,
  };
};
