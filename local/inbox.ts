import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, sep } from 'node:path';
import type { Email } from 'aws-ses-v2-local/dist/store.js';

export type { Email };

export type Inbox = {
  /** SES for a client; in a browser, the mails. */
  url: string;
  /** All mails, the oldest first. */
  emails(): Promise<Email[]>;
  close(): Promise<void>;
};

type SesLocal = typeof import('aws-ses-v2-local');

const require = createRequire(import.meta.url);

/** The package keeps its mails in a variable of its module, so that each inbox needs modules of its own. */
function loadSes(): SesLocal {
  const path = require.resolve('aws-ses-v2-local');
  for (const loaded of Object.keys(require.cache)) {
    if (loaded.startsWith(`${dirname(path)}${sep}`)) delete require.cache[loaded];
  }
  return require(path);
}

/** SES on this machine: it takes mails as SES v2 does and sends none of them. */
export async function startInbox({ port = 0 }: { port?: number } = {}): Promise<Inbox> {
  const { default: startServer } = loadSes();
  const server = await startServer({ host: '127.0.0.1', port });
  // Its promise resolves all the same when the port could not be had.
  if (!server.listening) throw new Error(`The inbox cannot listen: port ${port} is in use`);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
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
