import type { Connection, Connections, Vpc, Vpcs } from '../../connection/ports.ts';
import { mayLearnOf } from '../../request/may-learn-of.ts';
import type { ConnectionId, PeeringRequest, Side } from '../../request/peering-request.ts';
import type { Applicant } from './applicant.ts';
import type { Begun } from './begin-preflight.ts';

/** What a lookup returned, or the error because of which Peerway doesn't know; none where it didn't look. */
export type Known<T> = { known: true; value: T } | { known: false; error?: unknown };

/** What the checks need to know. Each side sees the results, so they say no more than a request needs. */
export type Facts = Omit<Begun, 'holder' | 'over_budget'> & {
  requesterVpc: Known<Vpc | undefined>;
  accepterVpc: Known<Vpc | undefined>;
  /** Those between the two VPCs, in either direction. */
  connections: Known<Connection[]>;
  requesterActive: Known<number>;
  accepterActive: Known<number>;
  pending: Known<number>;
  /** The request that holds the pair; unknown to a viewer who neither may learn of it nor owns a VPC of the pair. */
  holder: Known<PeeringRequest | undefined>;
};

export type FactsDeps = {
  connections: Connections;
  vpcs: Vpcs;
  /** The Regions in which VPCs can be peered. EC2 isn't called in any other. */
  regions: readonly string[];
};

export const gatherFacts = async (
  requester: Side,
  accepter: Side,
  { viewer, owns_vpc = false, found: own }: Applicant,
  { holder, ...begun }: Begun,
  { vpcs, connections, regions }: FactsDeps,
): Promise<Facts> => {
  const settleIn = <T>({ region }: Side, lookup: () => Promise<T>): Promise<Known<T>> | Known<T> =>
    regions.includes(region) ? settle(lookup()) : UNKNOWN;
  // Only the owner of a VPC has a reason to look at another, and only in an account that lets Peerway look.
  const lookAtAccepter = (isOwner: boolean) =>
    isOwner && begun.account?.onboarded
      ? Promise.all([
          settleIn(accepter, () => vpcs.describe(accepter)),
          settleIn(accepter, () => vpcs.activeConnections(accepter)),
        ])
      : UNSEEN;
  const [requesterVpc, found, requesterActive, pending, seenAtOnce] = await Promise.all([
    settleIn(requester, () => vpcs.describe(requester)),
    settleIn(requester, () => connections.between(requester, accepter)),
    settleIn(requester, () => vpcs.activeConnections(requester)),
    settleIn(requester, () => vpcs.pendingConnections(requester)),
    lookAtAccepter(owns_vpc),
  ]);
  // EC2 shows a connection only between VPCs of the accounts that it names.
  const isProven =
    own !== undefined || (requesterVpc.known && requesterVpc.value?.owner_id === requester.owner_id);
  const [accepterVpc, accepterActive] = isProven && owns_vpc ? seenAtOnce : await lookAtAccepter(isProven);
  return {
    ...begun,
    requesterVpc,
    accepterVpc,
    connections: own ? except(found, own.connection) : found,
    requesterActive,
    accepterActive,
    pending,
    holder: isProven || (holder && mayLearnOf(viewer, holder)) ? { known: true, value: holder } : UNKNOWN,
  };
};

const UNKNOWN = { known: false } as const;
const UNSEEN = [UNKNOWN, UNKNOWN] as const;

const except = (found: Known<Connection[]>, own: ConnectionId): Known<Connection[]> =>
  found.known ? { known: true, value: found.value.filter(({ id }) => id !== own) } : found;

/** Each check decides whether a submit may go on without what it needs to know. */
const settle = async <T>(lookup: Promise<T>): Promise<Known<T>> => {
  try {
    return { known: true, value: await lookup };
  } catch (error) {
    return { known: false, error };
  }
};
