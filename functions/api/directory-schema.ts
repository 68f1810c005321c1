import middy from '@middy/core';
import { DIRECTORY_SCHEMA } from '../edge/contract/built-documents.ts';
import { json } from '../edge/error-envelope.ts';

/** The JSON Schema of the directory's file, for editors. It is public, as the OpenAPI document is. */
export const handler = middy().handler(async () => json(200, DIRECTORY_SCHEMA));
