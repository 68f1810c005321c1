import type { Plugin } from 'esbuild';
import { replaceOnce, rewrite } from './rewrite.ts';

const PROTOCOL = /[\\/]@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]protocols[\\/]HttpProtocol\.js$/;

/**
 * The SDK imports its event streams when an operation with one is called, and no function calls any. To make that
 * import possible, esbuild wraps each of 150 modules that event streams share with the rest, and keeps their unused
 * parts.
 */
export const noEventStreams = (): Plugin =>
  rewrite('no-event-streams', PROTOCOL, (source) =>
    replaceOnce(
      source,
      'await import("@smithy/core/event-streams")',
      'await Promise.reject(new Error("The bundles have no event streams: see infra/bundles/no-event-streams.ts."))',
    ),
  );
