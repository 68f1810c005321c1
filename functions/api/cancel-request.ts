import { assertDeletable } from '../domain/connection/refuse-delete.ts';
import { recordDecision } from '../domain/decision/record-decision.ts';
import { recordTeardown } from '../domain/decision/record-teardown.ts';
import { ConflictError, ForbiddenError } from '../domain/request/errors.ts';
import type { Clock, Requests } from '../domain/request/ports.ts';
import type { Executions, TaskTokens } from '../domain/workflow/ports.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { requireVisible } from '../edge/caller.ts';
import { cancel as contract } from '../edge/contract/peering-requests.ts';
import { requestView } from '../edge/request-view.ts';
import { callerRules, clock, executions, mayDeleteFound, requests, taskTokens } from '../wiring.ts';

type Deps = {
  requests: Requests;
  taskTokens: TaskTokens;
  executions: Executions;
  /** Whether Peerway's roles may delete connections that were created outside Peerway. */
  mayDeleteFound: boolean;
  clock: Clock;
};

/**
 * Withdraws a pending request, or records that an active connection is to be deleted. The workflow deletes it; the
 * response names who requested that.
 *
 * @throws NotFoundError, ForbiddenError, ConflictError, AlreadyDecidedError, WindowClosedError
 */
export const cancelRequest = async (
  { params: { id }, body: { comment, expected_status }, caller, source_ip }: Call<typeof contract>,
  deps: Deps,
): Promise<Success<typeof contract>> => {
  const request = requireVisible(caller, id, await deps.requests.get(id));
  if (expected_status && expected_status !== request.status) {
    throw new ConflictError(
      `${id} is no longer ${expected_status}: it is ${request.status}.`,
      { peering_request_id: id },
      'expected_status',
    );
  }
  assertDeletable(request, deps.mayDeleteFound);
  const decision = {
    kind: 'cancel',
    by: { kind: 'caller', id: caller.arn },
    at: deps.clock().toISOString(),
    ...(comment && { comment }),
  } as const;
  if (request.status === 'active') {
    const torndown = await recordTeardown(request, decision, source_ip, deps);
    return { data: requestView(torndown, deps.clock(), undefined, caller) };
  }
  if (caller.account_id !== request.requester.owner_id && !caller.is_network_team) {
    throw new ForbiddenError(
      'Only the requester can withdraw a request. If you’re an approver, reject it with your link.',
    );
  }
  const withdrawn = await recordDecision(request, decision, source_ip, deps);
  return { data: requestView(withdrawn, deps.clock(), undefined, caller) };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  cancelRequest(call, {
    requests: requests(),
    taskTokens: taskTokens(),
    executions: executions(),
    mayDeleteFound: mayDeleteFound(),
    clock,
  }),
);
