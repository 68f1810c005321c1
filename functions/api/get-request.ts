import type { Clock, Requests } from '../domain/request/ports.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { requireVisible } from '../edge/caller.ts';
import { get as contract } from '../edge/contract/peering-requests.ts';
import { requestView } from '../edge/request-view.ts';
import { callerRules, clock, requests } from '../wiring.ts';

/** @throws NotFoundError */
export const getRequest = async (
  { params: { id }, caller }: Call<typeof contract>,
  deps: { requests: Requests; clock: Clock },
): Promise<Success<typeof contract>> => ({
  data: requestView(requireVisible(caller, id, await deps.requests.get(id)), deps.clock()),
});

export const handler = apiHandler(contract, callerRules, (call) =>
  getRequest(call, { requests: requests(), clock }),
);
