import { UsageError } from '../errors.ts';

export type Endpoint = {
  /** Without a trailing slash. */
  url: string;
  /** Whether it is on this machine, and so is the local stack. */
  isLoopback: boolean;
  /** The Region in the address, if it is one of API Gateway's own. */
  region: string | undefined;
};

const LOOPBACK = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/;

/** @throws UsageError */
export const parseEndpoint = (text: string | undefined): Endpoint => {
  if (!text) {
    throw new UsageError(
      "No endpoint. Set PEERWAY_ENDPOINT or pass --endpoint: the network team's PeerwayHub stack prints it as the output Endpoint. The local stack's is http://127.0.0.1:3000.",
    );
  }
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username) {
    throw new UsageError(
      `--endpoint must be a URL, such as https://peerway.example or http://127.0.0.1:3000, not ${text}.`,
    );
  }
  return {
    url: `${url.origin}${url.pathname}`.replace(/\/+$/, ''),
    isLoopback: LOOPBACK.test(url.hostname),
    region: /\.execute-api\.([a-z0-9-]+)\.amazonaws\.(?:com(?:\.cn)?|eu)$/.exec(url.hostname)?.[1],
  };
};
