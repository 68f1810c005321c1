import { type LiveDeps, lookLive } from '../domain/connectivity/look-live.ts';
import type { Requests } from '../domain/request/ports.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { requireVisible } from '../edge/caller.ts';
import { liveView } from '../edge/connectivity-view.ts';
import { getConnectivity as contract } from '../edge/contract/connectivity.ts';
import {
  callerRules,
  connectAbilities,
  connections,
  directory,
  managedTag,
  requests,
  routesPerTable,
  routeTables,
  securityGroups,
  vpcs,
} from '../wiring.ts';

/** @throws NotFoundError */
export const getConnectivity = async (
  { params: { id }, caller }: Call<typeof contract>,
  deps: LiveDeps & { requests: Requests },
): Promise<Success<typeof contract>> => {
  const request = requireVisible(caller, id, await deps.requests.get(id));
  return { data: liveView(request, await lookLive(request, caller, deps)) };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  getConnectivity(call, {
    requests: requests(),
    directory: directory(),
    connections: connections(),
    routeTables: routeTables(),
    securityGroups: securityGroups(),
    vpcs: vpcs(),
    routesPerTable: routesPerTable(),
    abilities: connectAbilities(),
    tag: managedTag(),
  }),
);
