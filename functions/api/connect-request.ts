import { type LiveConnectivity, type LiveDeps, lookLive } from '../domain/connectivity/look-live.ts';
import { type RecordConnectDeps, recordConnect } from '../domain/decision/record-connect.ts';
import { loadAccounts } from '../domain/directory/accounts.ts';
import type { Directory } from '../domain/directory/ports.ts';
import { SIDES, type SideRole } from '../domain/request/connect.ts';
import { ForbiddenError } from '../domain/request/errors.ts';
import { mayLearnOfTables } from '../domain/request/may-learn-of.ts';
import type { PeeringRequest } from '../domain/request/peering-request.ts';
import { type BudgetDeps, requireBudget } from '../domain/submission/spend-budget.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { type Caller, requireVisible } from '../edge/caller.ts';
import { liveView } from '../edge/connectivity-view.ts';
import { connectRequest as contract } from '../edge/contract/connectivity.ts';
import {
  budgets,
  callerRules,
  clock,
  connectAbilities,
  connections,
  directory,
  executions,
  hourlyLimit,
  managedTag,
  requests,
  routesPerTable,
  routeTables,
  securityGroups,
  vpcs,
} from '../wiring.ts';

/**
 * Records that the caller agrees to have their side connected. The workflow does it; the response says what it found
 * before that. A dry run records nothing.
 *
 * @throws NotFoundError, ForbiddenError, LimitExceededError, AlreadyDecidedError, WindowClosedError
 */
export const connectRequest = async (
  { params: { id }, body: { dry_run, side }, caller, source_ip }: Call<typeof contract>,
  deps: LiveDeps & RecordConnectDeps & BudgetDeps & { directory: Directory },
): Promise<Success<typeof contract>> => {
  const request = requireVisible(caller, id, await deps.requests.get(id));
  const sides = chooseSides(request, caller, side);
  const [accounts] = await Promise.all([loadAccounts(request, deps.directory), requireBudget(caller, deps)]);
  const found = await lookLive(request, accounts, caller, deps);
  if (!dry_run) {
    const applied = requireApplied(sides, found);
    await recordConnect(request, applied, { kind: 'caller', id: caller.arn }, source_ip, deps);
  }
  return { data: liveView(request, found) };
};

const chooseSides = (request: PeeringRequest, caller: Caller, side: SideRole | undefined): SideRole[] => {
  const sides = SIDES.filter((role) => (side ?? role) === role && mayLearnOfTables(caller, request[role]));
  if (sides.length > 0) return sides;
  throw new ForbiddenError('You can connect only your own account’s side.');
};

/** Where Peerway only advises, agreeing to it would lead to nothing. */
const requireApplied = (sides: readonly SideRole[], found: LiveConnectivity): SideRole[] => {
  const applied = sides.filter((role) => found[role].mode === 'apply');
  if (applied.length > 0) return applied;
  const accounts = sides.map((role) => found[role].account_id).join(' and ');
  throw new ForbiddenError(
    `Peerway doesn’t change routes or DNS resolution in account ${accounts}. Run the commands that its connectivity shows, or ask the network team to let Peerway apply them.`,
  );
};

export const handler = apiHandler(contract, callerRules, (call) =>
  connectRequest(call, {
    requests: requests(),
    directory: directory(),
    connections: connections(),
    executions: executions(),
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
