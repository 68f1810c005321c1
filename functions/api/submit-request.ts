import * as z from 'zod/mini';
import { newRequest } from '../domain/change.ts';
import { ForbiddenError, PairTakenError, ValidationError } from '../domain/errors.ts';
import type { RequestId, Side } from '../domain/peering-request.ts';
import type { Clock, Executions, Requests } from '../domain/ports.ts';
import { apiHandler, type Call, nothing } from '../edge/api-handler.ts';
import { accountId, email, prose, region, vpcId } from '../edge/fields.ts';
import { type RequestView, requestView } from '../edge/request-view.ts';
import { startWorkflow } from '../edge/start-workflow.ts';
import { clock, executions, homeRegion, networkTeam, newRequestId, requests } from '../wiring.ts';

/** What is left out means what it means to EC2: one's own account, and one's own Region. */
const bodySchema = z.strictObject({
  vpc_id: vpcId,
  vpc_owner_id: z.optional(accountId),
  vpc_region: z.optional(region),
  peer_vpc_id: vpcId,
  peer_owner_id: z.optional(accountId),
  peer_region: z.optional(region),
  justification: prose(1000),
  contact_email: z.optional(email),
});

type Deps = {
  requests: Requests;
  executions: Executions;
  clock: Clock;
  newId: () => RequestId;
  homeRegion: string;
};

/**
 * Records a request and starts the workflow that follows it.
 *
 * @throws ForbiddenError, PairTakenError, ValidationError
 */
export const submitRequest = async (
  { body, caller, source_ip }: Call<unknown, z.infer<typeof bodySchema>>,
  deps: Deps,
): Promise<RequestView> => {
  const requester: Side = {
    vpc_id: body.vpc_id,
    owner_id: body.vpc_owner_id ?? caller.account_id,
    region: body.vpc_region ?? deps.homeRegion,
  };
  const accepter: Side = {
    vpc_id: body.peer_vpc_id,
    owner_id: body.peer_owner_id ?? requester.owner_id,
    region: body.peer_region ?? requester.region,
  };
  if (requester.owner_id !== caller.account_id && !caller.is_network_team) {
    throw new ForbiddenError('Requests can be submitted for VPCs of your own account only.');
  }
  if (requester.vpc_id === accepter.vpc_id) {
    throw new ValidationError([{ path: 'peer_vpc_id', message: 'A VPC cannot be peered with itself.' }]);
  }

  const { request, event } = newRequest(
    {
      id: deps.newId(),
      requester,
      accepter,
      justification: body.justification,
      submitted_by: caller.arn,
      ...(body.contact_email && { contact_email: body.contact_email }),
    },
    {
      type: 'request-submitted',
      actor: { kind: 'caller', id: caller.arn },
      reason: body.justification,
      source_ip,
    },
    deps.clock(),
  );
  const taken = await deps.requests.create(request, event);
  if (taken) throw new PairTakenError(taken.taken_by);
  await startWorkflow(request, deps.executions);
  return requestView(request, deps.clock());
};

export const handler = apiHandler({ params: nothing, body: bodySchema, status: 201, networkTeam }, (call) =>
  submitRequest(call, {
    requests: requests(),
    executions: executions(),
    clock,
    newId: newRequestId,
    homeRegion: homeRegion(),
  }),
);
