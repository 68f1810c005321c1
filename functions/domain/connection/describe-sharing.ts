import type { Side } from '../request/peering-request.ts';
import type { Vpc } from './ports.ts';

/**
 * Why a VPC that its account sees can't be peered by it; `undefined` if it can. The other side reads this too, so it
 * doesn't name the owner, which is neither of the two.
 */
export const describeSharing = ({ vpc_id, owner_id }: Side, vpc: Vpc): string | undefined =>
  vpc.owner_id === owner_id
    ? undefined
    : `${vpc_id} is shared with account ${owner_id}, which doesn’t own it. Only its owner can peer it.`;
