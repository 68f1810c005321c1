import { type LiveDeps, lookLive } from '../domain/connectivity/look-live.ts';
import { loadAccounts } from '../domain/directory/accounts.ts';
import type { Directory } from '../domain/directory/ports.ts';
import type { Requests } from '../domain/request/ports.ts';
import { type BudgetDeps, requireBudget } from '../domain/submission/spend-budget.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { requireVisible } from '../edge/caller.ts';
import { liveView } from '../edge/connectivity-view.ts';
import { getConnectivity as contract } from '../edge/contract/connectivity.ts';
import {
  budgets,
  callerRules,
  clock,
  connectAbilities,
  connections,
  directory,
  hourlyLimit,
  managedTag,
  requests,
  routesPerTable,
  routeTables,
  securityGroups,
  vpcs,
} from '../wiring.ts';

/** @throws NotFoundError, LimitExceededError */
export const getConnectivity = async (
  { params: { id }, caller }: Call<typeof contract>,
  deps: LiveDeps & BudgetDeps & { requests: Requests; directory: Directory },
): Promise<Success<typeof contract>> => {
  const request = requireVisible(caller, id, await deps.requests.get(id));
  const [accounts] = await Promise.all([loadAccounts(request, deps.directory), requireBudget(caller, deps)]);
  return { data: liveView(request, await lookLive(request, accounts, caller, deps)) };
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
    budgets: budgets(),
    limits: hourlyLimit(),
    clock,
  }),
);
