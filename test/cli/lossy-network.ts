import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What a caller gets instead of the API's answer. */
export type Loss = (response: ServerResponse) => void;

export const cut: Loss = (response) => response.destroy();
export const unavailable: Loss = (response) =>
  response.writeHead(503).end('{"message":"Service Unavailable"}');
export const denied: Loss = (response) => response.writeHead(403).end('{"message":"Forbidden"}');
export const throttled: Loss = (response) => response.writeHead(429).end('{"message":"Too Many Requests"}');

/** A way to the API on which answers are lost, after the API has done what it was asked. */
export const lossyNetwork = async (
  api: string,
  lossOf: (call: { method: string; path: string }) => Loss | undefined | Promise<Loss | undefined>,
): Promise<{ endpoint: string; close(): void }> => {
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url: path = '/' } = request;
    const loss = await lossOf({ method, path });
    const { host: _, connection: __, 'transfer-encoding': ___, ...headers } = request.headers;
    const body = await buffer(request);
    const answer = await fetch(api + path, {
      method,
      headers: headers as Record<string, string>,
      ...(body.length > 0 && { body }),
    });
    if (loss) return loss(response);
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  };
  const server = createServer((request, response) => void pass(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
