import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { checkRequested } from '../edge/check-requested.ts';
import { toSeconds } from '../edge/contract/fields.ts';
import { submit as contract } from '../edge/contract/peering-requests.ts';
import { countMissingAccounts } from '../edge/count-missing-accounts.ts';
import { requestedConnect } from '../edge/requested-connect.ts';
import { requestedSides } from '../edge/requested-sides.ts';
import { handleSubmission, type SubmitDeps } from '../edge/submission.ts';
import {
  callerRules,
  clock,
  executions,
  homeRegion,
  missingAccounts,
  newRequestId,
  preflight,
  requests,
} from '../wiring.ts';

/**
 * Records a request and starts its workflow. A dry run only returns the results of the preflight checks.
 *
 * @throws ForbiddenError, ValidationError, ConflictError, OverlappingCidrError, LimitExceededError,
 *   IdempotencyMismatchError
 */
export const submitRequest = async (
  call: Call<typeof contract>,
  deps: SubmitDeps & { homeRegion: string },
): Promise<Success<typeof contract>> => {
  const { body, caller } = call;
  if (body.dry_run) return { status: 200, data: await checkRequested(body, caller, deps) };
  const { justification, contact_email } = body;
  const { left_out, ...sides } = requestedSides(body, caller, deps.homeRegion);
  const submission = {
    ...sides,
    justification,
    ...(contact_email && { contact_email }),
    ...requestedConnect(body.connect),
    ...(body.active_for && { active_for: toSeconds(body.active_for) }),
  };
  return handleSubmission(submission, { ...call, left_out }, deps);
};

export const handler = apiHandler(contract, callerRules, (call) =>
  submitRequest(call, {
    requests: requests(),
    executions: executions(),
    clock,
    newId: newRequestId,
    homeRegion: homeRegion(),
    preflight: countMissingAccounts(preflight, missingAccounts),
  }),
);
