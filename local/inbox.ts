import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join, sep } from 'node:path';
import type { Email, getStoreReadonly } from 'aws-ses-v2-local/dist/store.js';
import type { Door } from './deliver-in-process.ts';
import { KEEP_CONNECTIONS } from './keep-connections.ts';
import { textOf } from './wire.ts';

export type { Email };

export type Inbox = {
  /** The SES endpoint for clients. In a browser, it shows the emails. */
  url: string;
  /** Answers SendEmail as the URL does, without a socket. */
  answer: Door;
  /** Returns the latest emails, oldest first. */
  emails(): Promise<Email[]>;
  close(): Promise<void>;
};

type SesLocal = typeof import('aws-ses-v2-local');
type Store = { getStoreReadonly: typeof getStoreReadonly };
type Response = { status(status: number): { send(body: object): void } };
type SendEmail = (request: { body: unknown }, response: Response) => void;

const require = createRequire(import.meta.url);

/** The package stores emails in a variable of its module, so that each inbox needs its own copy of the modules. */
function loadSes(): SesLocal & Store & { sendEmail: SendEmail } {
  const path = require.resolve('aws-ses-v2-local');
  for (const loaded of Object.keys(require.cache)) {
    if (loaded.startsWith(`${dirname(path)}${sep}`)) delete require.cache[loaded];
  }
  const { default: sendEmail } = require(join(dirname(path), 'v2/sendEmail.js'));
  return { ...require(path), ...require(join(dirname(path), 'store.js')), sendEmail };
}

const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * SES on this machine. It accepts emails like SES v2, and doesn't send them.
 *
 * @param keptEmails the oldest are dropped first; one takes about 60 kB
 */
export async function startInbox({
  port = 0,
  keptEmails = 1000,
}: {
  port?: number;
  keptEmails?: number;
} = {}): Promise<Inbox> {
  const { default: startServer, getStoreReadonly, sendEmail } = loadSes();
  const server = await startServer({ host: '127.0.0.1', port });
  // The promise resolves even if the port is in use.
  if (!server.listening) throw new Error(`The inbox can't start: port ${port} is already in use`);
  server.keepAliveTimeout = KEEP_CONNECTIONS.keepAliveTimeout;
  const dropOldest = (): void => {
    const { emails } = getStoreReadonly();
    emails.splice(0, emails.length - keptEmails);
  };
  server.prependListener('request', dropOldest);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    answer: ({ body }) =>
      new Promise((resolve) => {
        dropOldest();
        const status = (code: number) => ({
          send: (answer: object) =>
            resolve({ status: code, headers: JSON_TYPE, body: JSON.stringify(answer) }),
        });
        sendEmail({ body: JSON.parse(textOf(body)) }, { status });
      }),
    async emails() {
      const response = await fetch(`${url}/store`);
      const { emails } = (await response.json()) as { emails: Email[] };
      return emails;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
