import type { Side } from '../request/peering-request.ts';
import type { Vpc } from './ports.ts';

/** Why a VPC that its account sees can't be peered by it; `undefined` if it can. */
export const describeSharing = ({ vpc_id, owner_id }: Side, vpc: Vpc): string | undefined =>
  vpc.owner_id === owner_id
    ? undefined
    : `${vpc_id} belongs to account ${vpc.owner_id}, which shares it with account ${owner_id}. Only its owner can peer it.`;
