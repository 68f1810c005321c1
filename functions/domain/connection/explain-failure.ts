import { findOverlappingBlocks } from '../request/cidr.ts';
import type { Explanation, PeeringRequest, Side } from '../request/peering-request.ts';
import { describeSharing } from './describe-sharing.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { Vpc, Vpcs } from './ports.ts';

/** EC2's code for a failed connection. It stands for one of three causes, and EC2 doesn't say which. */
const BY_EC2 = 'failed';

/** Describes both VPCs again if EC2 doesn't say what was wrong. */
export const explainFailure = async (
  request: PeeringRequest,
  vpcs: Pick<Vpcs, 'describe'>,
): Promise<Explanation> => {
  const { failure, requester, accepter } = request;
  if (failure?.code !== BY_EC2) return explainRefusal(request);
  const [ours, theirs] = await Promise.all([describeVpc(requester, vpcs), describeVpc(accepter, vpcs)]);
  const missing = [
    ...(ours === 'missing' ? [requester] : []),
    ...(theirs === 'missing' ? [accepter] : []),
  ].map(({ vpc_id, owner_id, region }) => `${vpc_id} doesn’t exist in account ${owner_id}, ${region}.`);
  if (missing.length > 0) {
    return {
      cause: missing.join(' '),
      overlaps: [],
      next: ['Check the VPC ID, its account, and its Region, then submit a new request.'],
    };
  }
  const shared = [
    isVisible(ours) && describeSharing(requester, ours),
    isVisible(theirs) && describeSharing(accepter, theirs),
  ].filter((sharing) => typeof sharing === 'string');
  if (shared.length > 0) {
    return {
      cause: shared.join(' '),
      overlaps: [],
      next: ['Submit a new request that names the account that owns the VPC.'],
    };
  }
  const overlaps =
    isVisible(ours) && isVisible(theirs) ? findOverlappingBlocks(ours.cidr_blocks, theirs.cidr_blocks) : [];
  if (overlaps.length > 0) {
    return {
      cause: 'The VPCs’ CIDR blocks overlap. EC2 can’t peer overlapping VPCs.',
      overlaps,
      next: [
        'Peer VPCs that don’t overlap, or connect these with AWS PrivateLink, or with a transit gateway and NAT.',
      ],
    };
  }
  if (isVisible(ours) && isVisible(theirs)) {
    return {
      cause:
        'EC2 reported an incorrect VPC or account, or overlapping CIDR blocks. Peerway checked again and found both VPCs and no overlap.',
      overlaps: [],
      next: ['Resubmit the request. If it fails again, contact the network team.'],
    };
  }
  return {
    cause: `EC2 reported an incorrect VPC or account, or overlapping CIDR blocks, but not which. Peerway can’t check because it has no access to account ${isVisible(ours) ? accepter.owner_id : requester.owner_id}.`,
    overlaps: [],
    next: [
      `Ask the owner of account ${accepter.owner_id} to confirm that ${accepter.vpc_id} is theirs, in ${accepter.region}.`,
      isVisible(ours)
        ? `Ask for all CIDR blocks of ${accepter.vpc_id}: none may overlap ${ours.cidr_blocks.join(', ')} of ${requester.vpc_id}.`
        : `Compare all CIDR blocks of ${accepter.vpc_id} with those of ${requester.vpc_id}: none may overlap.`,
    ],
  };
};

type VpcLookup = Vpc | 'missing' | 'inaccessible';

const isVisible = (found: VpcLookup): found is Vpc => typeof found === 'object';

/** Doesn't throw: a mail that explains less is better than none. */
const describeVpc = async (side: Side, vpcs: Pick<Vpcs, 'describe'>): Promise<VpcLookup> => {
  try {
    return (await vpcs.describe(side)) ?? 'missing';
  } catch {
    return 'inaccessible';
  }
};
