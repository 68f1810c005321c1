import { STATUS_CODES } from 'node:http';
import type { Plugin } from 'esbuild';
import { replaceOnce, rewrite } from './rewrite.ts';

const MIDDY = /[\\/]@middy[\\/]util[\\/]index\.js$/;

/** Writes out the texts of HTTP's status codes, which are all that middy loads Node.js's HTTP for. */
export const builtStatusCodes = (): Plugin =>
  rewrite('built-status-codes', MIDDY, (source) =>
    replaceOnce(
      source,
      'import { STATUS_CODES } from "node:http";',
      `const STATUS_CODES = ${JSON.stringify(STATUS_CODES)};`,
    ),
  );
