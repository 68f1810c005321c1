import { loadDeciders } from '../domain/directory/accounts.ts';
import type { Directory } from '../domain/directory/ports.ts';
import type { Clock, Requests } from '../domain/request/ports.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { requireVisible } from '../edge/caller.ts';
import { get as contract } from '../edge/contract/peering-requests.ts';
import { requestView } from '../edge/request-view.ts';
import { callerRules, clock, directory, requests } from '../wiring.ts';

/** @throws NotFoundError */
export const getRequest = async (
  { params: { id }, caller }: Call<typeof contract>,
  deps: { requests: Requests; directory: Directory; clock: Clock },
): Promise<Success<typeof contract>> => {
  const request = requireVisible(caller, id, await deps.requests.get(id));
  const accounts = await loadDeciders([request], deps.directory);
  return { data: requestView(request, deps.clock(), accounts.get(request.accepter.owner_id), caller) };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  getRequest(call, { requests: requests(), directory: directory(), clock }),
);
