import { ForbiddenError, ValidationError } from '../domain/request/errors.ts';
import type { Side } from '../domain/request/peering-request.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import type { Caller } from '../edge/caller.ts';
import { submit as contract } from '../edge/contract/peering-requests.ts';
import { handleSubmission, type SubmitDeps } from '../edge/submission.ts';
import { callerRules, clock, executions, homeRegion, newRequestId, preflight, requests } from '../wiring.ts';

type SubmitCall = Call<typeof contract>;

/**
 * Records a request and starts its workflow. A dry run only returns the results of the preflight checks.
 *
 * @throws ForbiddenError, ValidationError, ConflictError, OverlappingCidrError, LimitExceededError,
 *   IdempotencyMismatchError
 */
export const submitRequest = async (
  call: SubmitCall,
  deps: SubmitDeps & { homeRegion: string },
): Promise<Success<typeof contract>> => {
  const { requester, accepter } = resolveSides(call, deps.homeRegion);
  assertMaySubmit(call.caller, requester);
  if (requester.vpc_id === accepter.vpc_id) {
    throw new ValidationError([{ path: 'peer_vpc_id', message: 'A VPC can’t be peered with itself.' }]);
  }
  if (call.body.dry_run) {
    const { checks, errors } = await deps.preflight(requester, accepter, {
      submitted_by: call.caller.arn,
      viewer: call.caller,
      ...(call.body.contact_email && { contact_email: call.body.contact_email }),
    });
    return {
      status: 200,
      data: {
        dry_run: true,
        would_submit: errors.length === 0,
        vpc_id: requester.vpc_id,
        vpc_owner_id: requester.owner_id,
        vpc_region: requester.region,
        peer_vpc_id: accepter.vpc_id,
        peer_owner_id: accepter.owner_id,
        peer_region: accepter.region,
        checks,
      },
    };
  }
  const { justification, contact_email } = call.body;
  const submission = { requester, accepter, justification, ...(contact_email && { contact_email }) };
  return handleSubmission(submission, call, deps);
};

const resolveSides = (
  { body, caller }: SubmitCall,
  homeRegion: string,
): { requester: Side; accepter: Side } => {
  const requester = {
    vpc_id: body.vpc_id,
    owner_id: body.vpc_owner_id ?? caller.account_id,
    region: body.vpc_region ?? homeRegion,
  };
  const accepter = {
    vpc_id: body.peer_vpc_id,
    owner_id: body.peer_owner_id ?? requester.owner_id,
    region: body.peer_region ?? requester.region,
  };
  return { requester, accepter };
};

const assertMaySubmit = ({ account_id, is_network_team }: Caller, { owner_id }: Side): void => {
  if (owner_id !== account_id && !is_network_team) {
    throw new ForbiddenError('You can submit requests only for VPCs in your own account.');
  }
};

export const handler = apiHandler(contract, callerRules, (call) =>
  submitRequest(call, {
    requests: requests(),
    executions: executions(),
    clock,
    newId: newRequestId,
    homeRegion: homeRegion(),
    preflight,
  }),
);
