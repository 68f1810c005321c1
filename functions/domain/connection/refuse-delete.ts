import { ForbiddenError } from '../request/errors.ts';
import type { PeeringRequest } from '../request/peering-request.ts';

/** How the requester's account deletes a connection that it created outside Peerway. */
export const deleteElsewhere = ({
  requester: { region },
  vpc_peering_connection_id,
}: PeeringRequest): string =>
  `aws ec2 delete-vpc-peering-connection --region ${region} --vpc-peering-connection-id ${vpc_peering_connection_id}`;

/**
 * Refuses to delete what Peerway's roles may not delete: a connection that was created outside Peerway, unless the
 * configuration has `deleteFound`.
 *
 * @throws ForbiddenError
 */
export const assertDeletable = (request: PeeringRequest, mayDeleteFound: boolean): void => {
  if (!request.origin || mayDeleteFound) return;
  throw new ForbiddenError(
    `Peerway didn’t create ${request.vpc_peering_connection_id}, and its roles may not delete it. Delete it in account ${request.requester.owner_id}, with the tool that created it or with: ${deleteElsewhere(request)}. Peerway detects that within 15 minutes.`,
  );
};
