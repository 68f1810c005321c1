import { mintRequestLink } from '../domain/links/mint-request-link.ts';
import type { Links } from '../domain/links/ports.ts';
import type { Clock, Requests } from '../domain/request/ports.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { requireVisible } from '../edge/caller.ts';
import { createLink as contract } from '../edge/contract/peering-requests.ts';
import { callerRules, clock, links, requests, statusUrl } from '../wiring.ts';

/**
 * Creates a link through which the caller reads a request in a browser.
 *
 * @throws NotFoundError
 */
export const createRequestLink = async (
  { params: { id }, caller }: Call<typeof contract>,
  deps: { requests: Requests; links: Links; clock: Clock; statusUrl: (token: string) => string },
): Promise<Success<typeof contract>> => {
  const request = requireVisible(caller, id, await deps.requests.get(id));
  const { token, ...times } = await mintRequestLink(request, caller, deps);
  return { data: { url: deps.statusUrl(token), ...times } };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  createRequestLink(call, { requests: requests(), links: links(), clock, statusUrl }),
);
