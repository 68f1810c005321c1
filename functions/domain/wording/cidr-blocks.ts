import type { PeeringRequest } from '../request/peering-request.ts';
import type { RequestStatus } from '../request/status.ts';

/** The side for which somebody reads of a request; the network team reads as the accepter's, which sees everything. */
export type ReadingSide = 'requester' | 'accepter';

const ACCEPTED: readonly RequestStatus[] = ['provisioning', 'active', 'deleted'];

/**
 * A VPC's CIDR blocks, or why the reader doesn't see them. As in EC2, the requester's side sees the accepter's blocks
 * only after the request was accepted.
 */
export const readBlocks = (
  { status, cidr_blocks }: PeeringRequest,
  side: ReadingSide,
  reader: ReadingSide,
): readonly string[] | string => {
  const blocks = cidr_blocks?.[side];
  if (!blocks) return 'not visible to Peerway';
  const isShown = side === 'requester' || reader === 'accepter' || ACCEPTED.includes(status);
  return isShown ? blocks : 'shown after the request is accepted';
};
