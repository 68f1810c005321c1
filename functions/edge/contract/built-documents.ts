import { directorySchema, openapiDocument } from './openapi.ts';

/** Evaluated when the functions are bundled, so that no function contains every route's contract. */
export const OPENAPI = openapiDocument();
export const DIRECTORY_SCHEMA = directorySchema();
