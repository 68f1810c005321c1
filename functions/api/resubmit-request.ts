import { ConflictError, ForbiddenError } from '../domain/request/errors.ts';
import type { Requests } from '../domain/request/ports.ts';
import { hasEnded } from '../domain/request/status.ts';
import { isOwnershipKnown } from '../domain/submission/resubmit.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { requireVisible } from '../edge/caller.ts';
import { toSeconds } from '../edge/contract/fields.ts';
import { resubmit as contract } from '../edge/contract/peering-requests.ts';
import { countMissingAccounts } from '../edge/count-missing-accounts.ts';
import { handleSubmission, type SubmitDeps } from '../edge/submission.ts';
import {
  callerRules,
  clock,
  executions,
  missingAccounts,
  newRequestId,
  preflight,
  requests,
} from '../wiring.ts';

/**
 * Submits the content of an ended request again.
 *
 * @throws NotFoundError, ForbiddenError, ConflictError while the request hasn't ended, and the errors of
 *   submitRequest
 */
export const resubmitRequest = async (
  call: Call<typeof contract>,
  deps: SubmitDeps & { requests: Requests },
): Promise<Success<typeof contract>> => {
  const { params, body, caller } = call;
  const ended = requireVisible(caller, params.id, await deps.requests.get(params.id));
  if (caller.account_id !== ended.requester.owner_id && !caller.is_network_team) {
    throw new ForbiddenError('Only the requester’s account can resubmit a request.');
  }
  if (!hasEnded(ended.status)) {
    throw new ConflictError(
      `${ended.id} has not ended: it is ${ended.status}.`,
      { peering_request_id: ended.id },
      'id',
    );
  }
  const { requester, accepter, contact_email, connect } = ended;
  const active_for = body.active_for ? toSeconds(body.active_for) : ended.active_for;
  const submission = {
    requester,
    accepter,
    justification: body.justification ?? ended.justification,
    resubmitted_from: ended.id,
    ...(contact_email && { contact_email }),
    ...(connect && { connect }),
    ...(active_for && { active_for }),
  };
  return handleSubmission(submission, { ...call, owns_vpc: isOwnershipKnown(ended) }, deps);
};

export const handler = apiHandler(contract, callerRules, (call) =>
  resubmitRequest(call, {
    requests: requests(),
    executions: executions(),
    clock,
    newId: newRequestId,
    preflight: countMissingAccounts(preflight, missingAccounts),
  }),
);
