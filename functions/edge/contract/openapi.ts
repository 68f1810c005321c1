import * as z from 'zod/mini';
import type { ErrorCode } from '../../domain/request/errors.ts';
import { STATUS_CODES } from '../error-envelope.ts';
import * as accounts from './accounts.ts';
import * as boardLinks from './board-links.ts';
import type { Contract } from './contract.ts';
import * as peeringRequests from './peering-requests.ts';

/** The contracts of all signed routes. */
export const CONTRACTS: readonly Contract[] = [
  ...Object.values(peeringRequests),
  ...Object.values(accounts),
  ...Object.values(boardLinks),
].filter((exported): exported is Extract<typeof exported, Contract> => 'operationId' in exported);

/** What each error means, and what the caller can do. */
export const ERRORS: Record<ErrorCode, { meaning: string; remedy: string }> = {
  VALIDATION_ERROR: {
    meaning: 'A field is missing, unknown or invalid, or refers to something that doesn’t exist.',
    remedy: 'Correct the fields in `details`.',
  },
  FORBIDDEN: {
    meaning: 'The signer of the request isn’t allowed to do this.',
    remedy: 'Sign the request with a role that is allowed to do this.',
  },
  NOT_FOUND: {
    meaning: 'It doesn’t exist, or you aren’t allowed to see it.',
    remedy: 'Check the ID and the account that you’re signed in to.',
  },
  CONFLICT: {
    meaning:
      'The two VPCs already have an open request or a connection, or the request’s status doesn’t allow this.',
    remedy: 'Use the request or connection in `details`, or end it first.',
  },
  IDEMPOTENCY_MISMATCH: {
    meaning: 'The Idempotency-Key was already used with a different request.',
    remedy: 'Use a new key for a new request.',
  },
  OVERLAPPING_CIDR: {
    meaning: 'CIDR blocks of the two VPCs overlap. `details` lists each pair.',
    remedy: 'Peer VPCs that don’t overlap.',
  },
  ALREADY_DECIDED: {
    meaning: 'Somebody has already decided. The message says who, what and when.',
    remedy: 'Get the request to see its status.',
  },
  WINDOW_CLOSED: {
    meaning: 'The request’s status doesn’t allow this decision.',
    remedy: 'Resubmit the request if it has ended.',
  },
  LIMIT_EXCEEDED: {
    meaning: 'An EC2 quota has been reached.',
    remedy: 'Wait until others are decided, cancel or delete some, or raise the quota.',
  },
  UPSTREAM_ERROR: {
    meaning: 'An AWS service returned an unexpected response, even after retries.',
    remedy: 'Try again later, with the same Idempotency-Key.',
  },
  INTERNAL_ERROR: {
    meaning: 'An internal error occurred.',
    remedy: 'Try again later. If it happens again, give the network team the `request_id`.',
  },
};

const envelope = (data: z.ZodMiniType) => z.strictObject({ success: z.literal(true), data });

const errorEnvelope = z.strictObject({
  success: z.literal(false),
  error: z.strictObject({
    code: z.enum(Object.keys(ERRORS) as ErrorCode[]),
    message: z.string(),
    details: z.array(
      z.strictObject({
        path: z.string(),
        message: z.string(),
        peering_request_id: z.optional(z.string()),
        vpc_peering_connection_id: z.optional(z.string()),
        cidr_block: z.optional(z.string()),
        peer_cidr_block: z.optional(z.string()),
      }),
    ),
  }),
  request_id: z.string(),
});

const gatewayError = z.object({ message: z.string() });

const jsonSchema = (schema: z.ZodMiniType, io: 'input' | 'output') => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' });
  return rest;
};

type Properties = { properties?: Record<string, object>; required?: readonly string[] };

const parameters = (fields: z.ZodMiniType, place: 'path' | 'query') => {
  const { properties = {}, required = [] } = jsonSchema(fields, 'input') as Properties;
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: place,
    required: required.includes(name),
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

const content = (schema: object) => ({ 'application/json': { schema } });

const success = (route: Contract) => ({
  description: 'The operation succeeded.',
  ...(route.idempotent && {
    headers: {
      'Idempotent-Replayed': {
        description: 'This response was sent before, to a request with the same key.',
        schema: { type: 'string', const: 'true' },
      },
    },
  }),
  content: content(jsonSchema(envelope(route.data), 'output')),
});

/** What API Gateway responds itself, without calling any of our functions: a message, and no envelope. */
const GATEWAY_ERRORS: Readonly<Record<number, string>> = {
  401: 'The token is missing, invalid or expired, if the API takes tokens instead of signatures.',
  403: 'The request isn’t signed correctly, or IAM doesn’t allow its signer to call this operation.',
  429: 'The API receives too many calls. Try again later.',
  500: 'An internal error occurred. Try again later.',
  503: 'The API is unavailable. Try again later.',
};

const schemaRef = (name: 'Error' | 'GatewayError') => ({ $ref: `#/components/schemas/${name}` });

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
          content: content(schemas.length === 1 ? { ...schemas[0] } : { anyOf: schemas }),
        },
      ];
    }),
  );
};

const operation = (route: Contract) => ({
  operationId: route.operationId,
  summary: route.summary,
  ...(route.description && { description: route.description }),
  parameters: [
    ...parameters(route.params, 'path'),
    ...parameters(route.query, 'query'),
    ...(route.idempotent ? [IDEMPOTENCY_KEY] : []),
  ],
  ...(route.body && { requestBody: { required: true, content: content(jsonSchema(route.body, 'input')) } }),
  responses: {
    [route.status]: success(route),
    ...failures(route.errors),
  },
});

/** The API as an OpenAPI 3.1 document, built from the schemas that its handlers validate with. */
export const openapiDocument = (server: string) => ({
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
  },
  servers: [{ url: server }],
  security: [{ sigv4: [] }],
  paths: Object.fromEntries(
    [...Map.groupBy(CONTRACTS, ({ path }) => path)].map(([path, routes]) => [
      path,
      Object.fromEntries(routes.map((route) => [route.method.toLowerCase(), operation(route)])),
    ]),
  ),
  components: {
    schemas: {
      Error: jsonSchema(errorEnvelope, 'output'),
      GatewayError: jsonSchema(gatewayError, 'output'),
    },
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
