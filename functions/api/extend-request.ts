import type { Directory } from '../domain/directory/ports.ts';
import { askForMoreTime } from '../domain/lifetime/ask-for-more-time.ts';
import { commitLatest } from '../domain/request/commit-latest.ts';
import { ForbiddenError } from '../domain/request/errors.ts';
import type { Clock, Requests } from '../domain/request/ports.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { requireVisible } from '../edge/caller.ts';
import { toSeconds } from '../edge/contract/fields.ts';
import { extend as contract } from '../edge/contract/peering-requests.ts';
import { requestView } from '../edge/request-view.ts';
import { callerRules, clock, directory, requests } from '../wiring.ts';

/**
 * Asks the accepter's approvers for more time. The sweep notifies them.
 *
 * @throws NotFoundError, ForbiddenError, ConflictError, AlreadyDecidedError, ValidationError
 */
export const extendRequest = async (
  { params: { id }, body: { extends_by, reason }, caller, source_ip }: Call<typeof contract>,
  deps: { requests: Requests; directory: Directory; clock: Clock },
): Promise<Success<typeof contract>> => {
  const request = requireVisible(caller, id, await deps.requests.get(id));
  if (caller.account_id !== request.requester.owner_id && !caller.is_network_team) {
    throw new ForbiddenError('Only the requester’s account can ask for more time.');
  }
  const account = await deps.directory.account(request.accepter.owner_id);
  const asked = {
    by: { kind: 'caller', id: caller.arn },
    address: caller.address,
    extends_by: toSeconds(extends_by),
    reason,
    source_ip,
  } as const;
  const extended = await commitLatest(deps.requests, request, (latest) =>
    askForMoreTime(latest, asked, account, deps.clock()),
  );
  return { data: requestView(extended, deps.clock(), account, caller) };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  extendRequest(call, { requests: requests(), directory: directory(), clock }),
);
