/** A request to an engine, read in full. Names of headers are in lower case. */
export type WireRequest = {
  method: string;
  /** With the query string. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
};

export type WireAnswer = { status: number; headers: Readonly<Record<string, string>>; body: string };

/** What Node tells of a connection that ends without an answer. */
export const connectionLost = (): Error =>
  Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', name: 'TimeoutError' });
