import middy from '@middy/core';
import { OPENAPI } from '../edge/contract/built-documents.ts';
import { json } from '../edge/error-envelope.ts';
import { baseUrl } from '../wiring.ts';

/** The OpenAPI document, which is public and the same for everybody. */
export const handler = middy().handler(async () => json(200, { ...OPENAPI, servers: [{ url: baseUrl() }] }));
