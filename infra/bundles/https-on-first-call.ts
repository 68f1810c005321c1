import type { Plugin } from 'esbuild';
import { replaceOnce, rewrite } from './rewrite.ts';

const HTTPS = /[\\/]@smithy[\\/]node-http-handler[\\/]dist-es[\\/]node-https\.js$/;

const ON_USE = `const node_https = {
  get Agent() { return require("node:https").Agent; },
  get request() { return require("node:https").request; },
};`;

/**
 * Loads Node.js's HTTPS and TLS with a function's first client, which is made when the function is called, and not when
 * it is loaded. The SDK does the same with plain HTTP. A call that is refused before it needs a client never loads them.
 */
export const httpsOnFirstCall = (): Plugin =>
  rewrite('https-on-first-call', HTTPS, (source) =>
    replaceOnce(source, 'import node_https from "node:https";', ON_USE),
  );
