import * as z from 'zod/mini';
import type { ErrorCode } from '../../domain/request/errors.ts';
import { STATUS_CODES } from '../error-envelope.ts';
import * as accounts from './accounts.ts';
import * as boardLinks from './board-links.ts';
import type { Contract } from './contract.ts';
import * as peeringRequests from './peering-requests.ts';

/** Every signed route's contract. */
export const CONTRACTS: readonly Contract[] = [
  ...Object.values(peeringRequests),
  ...Object.values(accounts),
  ...Object.values(boardLinks),
].filter((exported): exported is Extract<typeof exported, Contract> => 'operationId' in exported);

/** What each error means, and what its receiver can do. */
export const ERRORS: Record<ErrorCode, { meaning: string; remedy: string }> = {
  VALIDATION_ERROR: {
    meaning: 'A field is missing, unknown or not of its form, or names what does not exist.',
    remedy: 'Mend the fields that `details` names.',
  },
  FORBIDDEN: {
    meaning: 'The request is not signed, or its signer may not do this.',
    remedy: 'Sign as a role of the right account.',
  },
  NOT_FOUND: {
    meaning: 'There is none such, or it is not yours to see.',
    remedy: 'Check the id, and as which account you ask.',
  },
  CONFLICT: {
    meaning:
      'A request is open, or a connection lives, between the two VPCs; or the request is not in a status for this.',
    remedy: 'Follow the request or connection that `details` names, or end it first.',
  },
  IDEMPOTENCY_MISMATCH: {
    meaning: 'The Idempotency-Key came with another request before.',
    remedy: 'Use a new key for a new request.',
  },
  OVERLAPPING_CIDR: {
    meaning: 'Blocks of the two VPCs overlap; `details` names every pair.',
    remedy: 'Peer VPCs that do not overlap.',
  },
  ALREADY_DECIDED: {
    meaning: 'Somebody decided before; the message says who, what and when.',
    remedy: 'Get the request to see how it goes on.',
  },
  WINDOW_CLOSED: {
    meaning: 'The request is no longer in a status in which this can be decided.',
    remedy: 'Resubmit it.',
  },
  LIMIT_EXCEEDED: {
    meaning: 'An EC2 quota leaves no room.',
    remedy: 'Wait for, cancel or delete others, or raise the quota.',
  },
  UPSTREAM_ERROR: {
    meaning: 'A service of AWS did not answer as expected, after retries.',
    remedy: 'Try again later, with the same Idempotency-Key.',
  },
  INTERNAL_ERROR: {
    meaning: 'Something failed on our side.',
    remedy: 'Try again later; tell the network team the `request_id`.',
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
    'Repeats with the same key and content within 24 hours get the same answer, with `Idempotent-Replayed: true`.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
};

const content = (schema: object) => ({ 'application/json': { schema } });

const success = (route: Contract) => ({
  description: route.summary,
  ...(route.idempotent && {
    headers: {
      'Idempotent-Replayed': {
        description: 'The answer is a repeated one.',
        schema: { type: 'string', const: 'true' },
      },
    },
  }),
  content: content(jsonSchema(envelope(route.data), 'output')),
});

/** Errors by status: several codes may share one. */
const failures = (codes: readonly ErrorCode[]) => {
  const byStatus = Map.groupBy(codes, (code) => STATUS_CODES[code]);
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => [
      status,
      {
        description: ofStatus.map((code) => `\`${code}\`: ${ERRORS[code].meaning}`).join(' '),
        content: content({ $ref: '#/components/schemas/Error' }),
      },
    ]),
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
    ...(route.otherStatus && {
      [route.otherStatus.status]: { ...success(route), description: route.otherStatus.when },
    }),
    ...failures(route.errors),
  },
});

/** The API as an OpenAPI 3.1 document, made from the schemas by which its handlers validate. */
export const openapiDocument = (server: string) => ({
  openapi: '3.1.0',
  info: {
    title: 'Peerway',
    version: '1.0.0',
    description: [
      'Requests to peer two VPCs, from submission to an active connection. Requests are signed with AWS Signature Version 4 for the service `execute-api`. Times are UTC in ISO 8601.',
      '',
      '| code | status | what it means | what to do |',
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
    schemas: { Error: jsonSchema(errorEnvelope, 'output') },
    securitySchemes: {
      sigv4: {
        type: 'apiKey',
        in: 'header',
        name: 'Authorization',
        description: 'AWS Signature Version 4',
        'x-amazon-apigateway-authtype': 'awsSigv4',
      },
    },
  },
});
