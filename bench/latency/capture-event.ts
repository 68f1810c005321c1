import { tracingChannel } from 'node:diagnostics_channel';
import type { HttpRoute } from '../../functions/routes.ts';
import type { Invocation } from '../../local/functions.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import type { RouteCall } from './route-calls.ts';

/**
 * Calls a route over HTTP, and returns the event that the function received.
 *
 * @throws Error if the response isn't a success
 */
export const captureEvent = async (
  api: string,
  { method, entry }: HttpRoute,
  { account, path, body }: RouteCall,
): Promise<unknown> => {
  let event: unknown;
  const listener = (message: unknown): void => {
    const invocation = message as Invocation;
    if (invocation.entry === entry) event = invocation.event;
  };
  const { start } = tracingChannel('peerway:invocation');
  start.subscribe(listener);
  try {
    const isForm = account === undefined;
    const init: RequestInit = {
      method,
      redirect: 'manual',
      ...(body && { body }),
      ...(isForm && body && { headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
    };
    const response = await (account ? signedFetch(account, api + path, init) : fetch(api + path, init));
    if (response.status >= 400)
      throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    await response.arrayBuffer();
    return event;
  } finally {
    start.unsubscribe(listener);
  }
};
