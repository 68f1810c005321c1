import type { PeeringRequest } from '../request/peering-request.ts';
import type { ReadingSide } from './cidr-blocks.ts';
import { cleanLine, shorten, VISIBLE } from './user-text.ts';

const LONGEST = 60;

/**
 * A VPC's Name tag, if the reader may see it: the requester's, which submits it with the request, and the accepter's
 * own. As in EC2, the requester's side doesn't see the tags of the accepter's VPC.
 */
export const readVpcName = (
  { vpc_names }: PeeringRequest,
  side: ReadingSide,
  reader: ReadingSide,
): string | undefined => {
  const name = vpc_names?.[side];
  if (typeof name !== 'string' || !VISIBLE.test(name)) return undefined;
  return side === 'requester' || reader === 'accepter' ? shorten(cleanLine(name), LONGEST) : undefined;
};
