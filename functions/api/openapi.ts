import middy from '@middy/core';
import { openapiDocument } from '../edge/contract/openapi.ts';
import { json } from '../edge/error-envelope.ts';
import { baseUrl } from '../wiring.ts';

/** Made when first asked for, and kept: making it takes milliseconds, and a function instance has one address. */
let answer: ReturnType<typeof json> | undefined;

/** The API's own description. It is no secret, and the same for everybody. */
export const handler = middy().handler(async () => {
  answer ??= json(200, openapiDocument(baseUrl()));
  return answer;
});
