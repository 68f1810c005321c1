import { type AdoptDeps, adopt } from '../domain/register/adopt.ts';
import { ForbiddenError } from '../domain/request/errors.ts';
import { flatSides } from '../domain/request/flat-sides.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { adoptConnection as contract } from '../edge/contract/connections.ts';
import {
  callerRules,
  clock,
  connections,
  contactDomains,
  directory,
  newRequestId,
  register,
  requests,
} from '../wiring.ts';

/**
 * Takes over an active connection that was created outside Peerway.
 *
 * @throws ForbiddenError, NotFoundError, ConflictError, ValidationError
 */
export const adoptConnection = async (
  { params: { connection_id }, body, caller, source_ip }: Call<typeof contract>,
  deps: AdoptDeps,
): Promise<Success<typeof contract>> => {
  if (!caller.is_network_team) throw new ForbiddenError('Only the network team can take over connections.');
  const { justification, contact_email, dry_run = false } = body;
  const { entry, cidr_blocks, request } = await adopt(
    connection_id,
    {
      arn: caller.arn,
      source_ip,
      ...(justification && { justification }),
      ...(contact_email && { contact_email }),
      dry_run,
    },
    deps,
  );
  return {
    data: {
      dry_run,
      id: connection_id,
      status: 'active',
      ...flatSides(entry),
      cidr_blocks: {
        requester: [...(cidr_blocks.requester ?? [])],
        accepter: [...(cidr_blocks.accepter ?? [])],
      },
      peering_request_id: request?.id ?? null,
    },
  };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  adoptConnection(call, {
    register: register(),
    connections: connections(),
    requests: requests(),
    directory: directory(),
    contactDomains: contactDomains(),
    clock,
    newId: newRequestId,
  }),
);
