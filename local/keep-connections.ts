/**
 * Options for an HTTP server that never closes an idle connection. Node closes one after five seconds, and a client that
 * reuses it at that moment loses its call: on a busy machine that happens.
 */
export const KEEP_CONNECTIONS = { keepAliveTimeout: 0 } as const;
