import middy from '@middy/core';
import { openapiDocument } from '../edge/contract/openapi.ts';
import { json } from '../edge/error-envelope.ts';
import { baseUrl } from '../wiring.ts';

/** Built on the first call and kept: building it takes milliseconds, and a function instance has one base URL. */
let response: ReturnType<typeof json> | undefined;

/** The OpenAPI document, which is public and the same for everybody. */
export const handler = middy().handler(async () => {
  response ??= json(200, openapiDocument(baseUrl()));
  return response;
});
