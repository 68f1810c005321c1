/** A request to an engine, read in full. Names of headers are in lower case. */
export type WireRequest = {
  method: string;
  /** With the query string. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: WireBody;
};

export type WireAnswer = { status: number; headers: Readonly<Record<string, string>>; body: WireBody };

/** Bytes in UTF-8 stay bytes where nobody reads them on the way. */
export type WireBody = string | Uint8Array;

export const textOf = (body: WireBody): string =>
  typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();

/** What Node tells of a connection that ends without an answer. */
export const connectionLost = (): Error =>
  Object.assign(new Error('socket hang up'), { code: 'ECONNRESET', name: 'TimeoutError' });
