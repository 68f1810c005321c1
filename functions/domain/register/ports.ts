import type { ConnectionStatus } from '../connection/ports.ts';
import type { CidrBlocks, ConnectionId, RequestId, Sides } from '../request/peering-request.ts';

/** A connection that EC2 shows to one of its sides, or has shown. */
export type RegisterEntry = Sides & {
  id: ConnectionId;
  status: ConnectionStatus;
  status_message: string;
  cidr_blocks: CidrBlocks;
  /** While it is pending. UTC, ISO 8601. */
  expires_at?: string;
  /** UTC, ISO 8601. */
  first_seen_at: string;
  /** When an account that answered last showed it. UTC, ISO 8601. */
  last_seen_at: string;
  /** The request that it belongs to. Written once, in the transaction that gives the request its connection. */
  request_id?: RequestId;
  /** What the requester's account wrote in its tags, if Peerway can look there. */
  justification?: string;
  contact?: string;
};

export type RegisterFilter = {
  /** Only connections of which this account has a side; absent: all. */
  visible_to?: string;
  /** Only those that belong to no request. */
  unmanaged?: boolean;
  status?: ConnectionStatus;
  account_id?: string;
  vpc_id?: string;
};

/** The connections of all accounts in which Peerway can look, as it last found them. */
export interface Register {
  get(id: ConnectionId): Promise<RegisterEntry | undefined>;
  /** One page, those first seen last first. */
  page(
    filter: RegisterFilter,
    limit: number,
    after?: { at: string; id: ConnectionId },
  ): Promise<{ items: RegisterEntry[]; next?: { at: string; id: ConnectionId } }>;
  /** All that haven't ended. */
  live(): Promise<RegisterEntry[]>;
  /** Everything but `request_id`, which only a request's own transaction writes. */
  put(entry: RegisterEntry): Promise<void>;
}
