import middy from '@middy/core';
import { directorySchema } from '../edge/contract/openapi.ts';
import { json } from '../edge/error-envelope.ts';

/** Built on the first call and kept. */
let response: ReturnType<typeof json> | undefined;

/** The JSON Schema of the directory's file, for editors. It is public, as the OpenAPI document is. */
export const handler = middy().handler(async () => {
  response ??= json(200, directorySchema());
  return response;
});
