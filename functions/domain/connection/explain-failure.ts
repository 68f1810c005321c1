import { overlappingBlocks } from '../request/cidr.ts';
import type { Explanation, Failure, PeeringRequest, Side } from '../request/peering-request.ts';
import type { SideRole, Vpc, Vpcs } from './ports.ts';

/** What EC2's failure says of a connection: one of three causes, and not which. */
const BY_EC2 = 'failed';

/** Looks at both VPCs again where EC2 does not say what was wrong. */
export const explainFailure = async (
  { failure, requester, accepter }: PeeringRequest,
  vpcs: Pick<Vpcs, 'describe'>,
): Promise<Explanation> => {
  if (failure?.code !== BY_EC2) return explainRefusal(failure, requester);
  const [ours, theirs] = await Promise.all([
    describeVpc('requester', requester, vpcs),
    describeVpc('accepter', accepter, vpcs),
  ]);
  const missing = [
    ...(ours === 'missing' ? [requester] : []),
    ...(theirs === 'missing' ? [accepter] : []),
  ].map(({ vpc_id, owner_id, region }) => `${vpc_id} does not exist in account ${owner_id}, ${region}.`);
  if (missing.length > 0) {
    return { cause: missing.join(' '), overlaps: [], next: ['Check the id, its account and its Region.'] };
  }
  const overlaps =
    isVisible(ours) && isVisible(theirs) ? overlappingBlocks(ours.cidr_blocks, theirs.cidr_blocks) : [];
  if (overlaps.length > 0) {
    return {
      cause: 'Blocks of the two VPCs overlap, and EC2 peers no overlapping VPCs.',
      overlaps,
      next: ['Peer VPCs that do not overlap, or connect these by PrivateLink or a transit gateway with NAT.'],
    };
  }
  if (isVisible(ours) && isVisible(theirs)) {
    return {
      cause:
        'EC2 names a wrong VPC or account, or overlapping blocks. Peerway looked again and finds both VPCs, and no overlap.',
      overlaps: [],
      next: ['Ask again. If it fails once more, ask the network team.'],
    };
  }
  return {
    cause: `EC2 names a wrong VPC or account, or overlapping blocks, and not which. Peerway may not look into account ${isVisible(ours) ? accepter.owner_id : requester.owner_id}.`,
    overlaps: [],
    next: [
      `Ask the owner of account ${accepter.owner_id} whether ${accepter.vpc_id} is theirs, in ${accepter.region}.`,
      isVisible(ours)
        ? `Ask for all of its blocks: none may overlap ${ours.cidr_blocks.join(', ')} of ${requester.vpc_id}.`
        : `Compare all of its blocks with those of ${requester.vpc_id}: none may overlap.`,
    ],
  };
};

type VpcLookup = Vpc | 'missing' | 'inaccessible';

const isVisible = (found: VpcLookup): found is Vpc => typeof found === 'object';

/** A mail that explains less is better than none. */
const describeVpc = async (role: SideRole, side: Side, vpcs: Pick<Vpcs, 'describe'>): Promise<VpcLookup> => {
  try {
    return (await vpcs.describe(role, side)) ?? 'missing';
  } catch {
    return 'inaccessible';
  }
};

const explainRefusal = (failure: Failure | undefined, requester: Side): Explanation => {
  if (!failure) return { cause: 'No cause is on record.', overlaps: [], next: ['Ask the network team.'] };
  switch (failure.code) {
    case 'CONFLICT':
      return {
        cause: failure.message,
        overlaps: [],
        next: ['Use that connection, or have it deleted and ask again.'],
      };
    case 'RoleNotAssumableError':
      return {
        cause: `Peerway’s role in account ${requester.owner_id} is missing, or does not trust Peerway.`,
        overlaps: [],
        next: ['Ask the network team to onboard the account, then ask again.'],
      };
    case 'OutstandingVpcPeeringConnectionLimitExceeded':
      return {
        cause: `Account ${requester.owner_id} has as many pending requests as EC2 allows.`,
        overlaps: [],
        next: ['Wait until some are decided, withdraw some, or raise the quota. Then ask again.'],
      };
    default:
      return {
        cause: `EC2 refused it: ${failure.message} (${failure.code}).`,
        overlaps: [],
        next: ['Mend what EC2 names, or ask the network team, then ask again.'],
      };
  }
};
