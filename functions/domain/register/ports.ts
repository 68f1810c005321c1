import type { ConnectionStatus } from '../connection/ports.ts';
import type { CidrBlocks, ConnectionId, RequestId, Sides } from '../request/peering-request.ts';

/** A connection that EC2 shows to one of its sides, or has shown. Times are UTC in ISO 8601. */
export type RegisterEntry = Sides & {
  id: ConnectionId;
  status: ConnectionStatus;
  status_message: string;
  cidr_blocks: CidrBlocks;
  /** While it is pending. */
  expires_at?: string;
  first_seen_at: string;
  /** When an account that answered had shown it by the time the entry was written: see `lastSeenAt`. */
  last_seen_at: string;
  /** The first round that every account that could show it answered without it. */
  missing_since?: string;
  /** The second such round: EC2 shows it no more. */
  gone_at?: string;
  /** The request that it belongs to. Written once, in the transaction that gives the request its connection. */
  request_id?: RequestId;
  /** What the requester's account wrote in its tags, if Peerway can look there. */
  justification?: string;
  contact?: string;
  /** When the network team was notified that nobody here knows the requester's account. */
  network_team_told_at?: string;
  /** Counts how often the entry was written. */
  revision: number;
};

export type RegisterFilter = {
  /** Only connections of which this account has a side; absent: all. */
  visible_to?: string;
  /** Only those that belong to no request. */
  unmanaged?: boolean;
  status?: ConnectionStatus;
  /** Only this one. */
  connection_id?: ConnectionId;
  account_id?: string;
  vpc_id?: string;
};

export type RegisterPosition = { at: string; id: ConnectionId };

/** The connections of all accounts in which Peerway can look, as it last found them. */
export interface Register {
  /** A strongly consistent read. */
  get(id: ConnectionId): Promise<RegisterEntry | undefined>;
  /** These entries, in no order. Those of the last moment may be missing. */
  getMany(ids: readonly ConnectionId[]): Promise<RegisterEntry[]>;
  /** One page of those that EC2 shows, those first seen last first. It may be short, as a list of requests may. */
  page(
    filter: RegisterFilter,
    limit: number,
    after?: RegisterPosition,
  ): Promise<{ items: RegisterEntry[]; next?: RegisterPosition }>;
  /** All that EC2 shows: also those that have ended, for as long as it shows them. */
  shown(): Promise<ConnectionId[]>;
  /**
   * Writes everything but `request_id`, which only a request's own transaction writes. `false` means that the entry
   * has another revision than this one, because somebody else wrote it, and nothing was written.
   *
   * @param entry with the revision that was read; 0 for a new one
   */
  put(entry: RegisterEntry): Promise<boolean>;
}

/** What an account answered in one Region. Times are UTC in ISO 8601. */
export type RegionLook = {
  /** When it last answered. */
  answered_at?: string;
  /** Since when it hasn't, and why. */
  failed_since?: string;
  cause?: string;
};

/** When the register's round last looked into an account. */
export type AccountLook = { account_id: string; looked_at: string; regions: Record<string, RegionLook> };

export interface AccountLooks {
  all(): Promise<AccountLook[]>;
  put(look: AccountLook): Promise<void>;
}
