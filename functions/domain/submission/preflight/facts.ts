import type { Connection, Connections, Vpc, Vpcs } from '../../connection/ports.ts';
import type { Account, Directory } from '../../directory/ports.ts';
import { mayLearnOf } from '../../request/may-learn-of.ts';
import type { PeeringRequest, Side } from '../../request/peering-request.ts';
import type { Requests } from '../../request/ports.ts';
import type { Limits } from '../spend-budget.ts';
import { type Applicant, addressOf } from './applicant.ts';

/** What a lookup returned, or the error because of which Peerway doesn't know; none where it didn't look. */
export type Known<T> = { known: true; value: T } | { known: false; error?: unknown };

/** What the checks need to know. Each side sees the results, so they say no more than a request needs. */
export type Facts = {
  requesterVpc: Known<Vpc | undefined>;
  accepterVpc: Known<Vpc | undefined>;
  /** Those between the two VPCs, in either direction. */
  connections: Known<Connection[]>;
  requesterActive: Known<number>;
  accepterActive: Known<number>;
  pending: Known<number>;
  /** The account's requests without an outcome, counted up to the limit. */
  open: number;
  /** The request that holds the pair; unknown to a viewer who neither may learn of it nor owns a VPC of the pair. */
  holder: Known<PeeringRequest | undefined>;
  /** The accepter's entry in the directory. */
  account: Account | undefined;
  /** The requester's, if there is a contact's address to check by it. */
  requesterAccount: Account | undefined;
};

export type FactsDeps = {
  requests: Requests;
  directory: Directory;
  connections: Connections;
  vpcs: Vpcs;
  /** The Regions in which VPCs can be peered. EC2 isn't called in any other. */
  regions: readonly string[];
  limits: Limits;
};

export const gatherFacts = async (
  requester: Side,
  accepter: Side,
  applicant: Applicant,
  deps: FactsDeps,
): Promise<Facts> => {
  const { vpcs, requests, directory } = deps;
  const { viewer } = applicant;
  const settleIn = <T>({ region }: Side, lookup: () => Promise<T>): Promise<Known<T>> | Known<T> =>
    deps.regions.includes(region) ? settle(lookup()) : UNKNOWN;
  const [requesterVpc, connections, requesterActive, pending, open, holder, account, requesterAccount] =
    await Promise.all([
      settleIn(requester, () => vpcs.describe(requester)),
      settleIn(requester, () => deps.connections.between(requester, accepter)),
      settleIn(requester, () => vpcs.activeConnections(requester)),
      settleIn(requester, () => vpcs.pendingConnections(requester)),
      requests.countOpen(requester.owner_id, deps.limits.open_requests),
      requests.holderOf(requester.vpc_id, accepter.vpc_id),
      directory.account(accepter.owner_id),
      (applicant.contact_email ?? addressOf(applicant)) ? directory.account(requester.owner_id) : undefined,
    ]);
  const isProven = requesterVpc.known && requesterVpc.value?.owner_id === requester.owner_id;
  // Only the owner of a VPC has a reason to look at another, and only in an account that lets Peerway look.
  const [accepterVpc, accepterActive] =
    isProven && account?.onboarded
      ? await Promise.all([
          settleIn(accepter, () => vpcs.describe(accepter)),
          settleIn(accepter, () => vpcs.activeConnections(accepter)),
        ])
      : [UNKNOWN, UNKNOWN];
  return {
    requesterVpc,
    accepterVpc,
    connections,
    requesterActive,
    accepterActive,
    pending,
    open,
    holder: isProven || (holder && mayLearnOf(viewer, holder)) ? { known: true, value: holder } : UNKNOWN,
    account,
    requesterAccount,
  };
};

const UNKNOWN = { known: false } as const;

/** Each check decides whether a submit may go on without what it needs to know. */
const settle = async <T>(lookup: Promise<T>): Promise<Known<T>> => {
  try {
    return { known: true, value: await lookup };
  } catch (error) {
    return { known: false, error };
  }
};
