import middy from '@middy/core';
import { openapiDocument } from '../edge/contract/openapi.ts';
import { json } from '../edge/error-envelope.ts';
import { baseUrl } from '../wiring.ts';

/** The API's own description. It is no secret, and the same for everybody. */
export const handler = middy().handler(async () => json(200, openapiDocument(baseUrl())));
