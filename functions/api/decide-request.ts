import { acceptElsewhere } from '../domain/connection/accept-elsewhere.ts';
import type { ConnectAbilities } from '../domain/connectivity/mode.ts';
import { offerOf } from '../domain/connectivity/offer.ts';
import { recordDecision } from '../domain/decision/record-decision.ts';
import type { Directory } from '../domain/directory/ports.ts';
import { commitExtensionDecision } from '../domain/lifetime/decide-extension.ts';
import { ForbiddenError, ValidationError } from '../domain/request/errors.ts';
import type { Decision } from '../domain/request/peering-request.ts';
import type { Clock, Requests } from '../domain/request/ports.ts';
import type { TaskTokens } from '../domain/workflow/ports.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { requireVisible } from '../edge/caller.ts';
import { toSeconds } from '../edge/contract/fields.ts';
import { decide as contract } from '../edge/contract/peering-requests.ts';
import { requestView } from '../edge/request-view.ts';
import { callerRules, clock, connectAbilities, directory, requests, taskTokens } from '../wiring.ts';

type Deps = {
  requests: Requests;
  directory: Directory;
  taskTokens: TaskTokens;
  clock: Clock;
  abilities: ConnectAbilities;
};

/**
 * Records the decision of an approver who is recognized by a verified address, and holds no link.
 *
 * @throws NotFoundError, ForbiddenError, ValidationError, AlreadyDecidedError, WindowClosedError
 */
export const decideRequest = async (
  {
    params: { id },
    body: { decision: kind, comment, connect = true, active_for, extension },
    caller,
    source_ip,
  }: Call<typeof contract>,
  deps: Deps,
): Promise<Success<typeof contract>> => {
  const [found, account] = await Promise.all([
    deps.requests.get(id),
    deps.directory.account(caller.account_id),
  ]);
  const request = requireVisible(caller, id, found);
  if (caller.account_id !== request.accepter.owner_id) {
    throw new ForbiddenError('Only an approver who calls from the accepter account can decide this request.');
  }
  if (!caller.address) {
    throw new ForbiddenError(
      'Peerway can’t verify your mail address, and approvers are known by theirs. Decide with the link in your mail.',
    );
  }
  if (kind === 'reject' && !comment) {
    throw new ValidationError([{ path: 'comment', message: 'Enter a reason for rejecting the request.' }]);
  }
  const decision: Decision = {
    kind,
    by: { kind: 'approver', id: caller.address },
    at: deps.clock().toISOString(),
    signed: true,
    ...(comment && { comment }),
  };
  if (extension) {
    const decided = await commitExtensionDecision(request, decision, source_ip, deps);
    return { data: requestView(decided, deps.clock(), account, caller) };
  }
  if (account && !account.onboarded) {
    const { accept, reject } = acceptElsewhere(request);
    throw new ForbiddenError(
      `Peerway has no role in account ${account.account_id}, so it can’t ${kind} for you. Run this there: ${kind === 'accept' ? accept : reject}`,
    );
  }
  const consent =
    kind === 'accept' && connect ? offerOf(request, account, deps.abilities)?.consent : undefined;
  const more = {
    ...(consent && { connect: consent }),
    ...(active_for && { active_for: toSeconds(active_for) }),
  };
  const decided = await recordDecision(request, { ...decision, ...more }, source_ip, deps, account);
  return { data: requestView(decided, deps.clock(), account, caller) };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  decideRequest(call, {
    requests: requests(),
    directory: directory(),
    taskTokens: taskTokens(),
    clock,
    abilities: connectAbilities(),
  }),
);
