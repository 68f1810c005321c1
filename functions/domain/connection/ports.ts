import type { ConnectionId, PeeringRequest, Side } from '../request/peering-request.ts';
import type { ConnectionStatus } from './statuses.ts';

export type { ConnectionStatus } from './statuses.ts';

/** A VPC peering connection, as EC2 describes it. */
export type Connection = {
  id: ConnectionId;
  status: ConnectionStatus;
  status_message: string;
  /** Absent once accepted. */
  expires_at?: string;
  /** The request it was created for, from its tag, where the calling side can see the tag. */
  request_id?: string;
  /** What EC2 tells of each VPC with the connection: its blocks, and whether the side allows DNS resolution. */
  requester?: ConnectedVpc;
  accepter?: ConnectedVpc;
};

export type ConnectedVpc = {
  /** IPv4 and IPv6. Empty if EC2 doesn't tell. */
  cidr_blocks: readonly string[];
  /** The side's `AllowDnsResolutionFromRemoteVpc`. */
  dns_resolution: boolean;
};

/** A connection with both of its sides, and the tags that the calling account gave it. */
export type ListedConnection = Connection & {
  requester: Side & ConnectedVpc;
  accepter: Side & ConnectedVpc;
  tags: Readonly<Record<string, string>>;
};

/** The account and Region in which EC2 is called. */
export type Place = Pick<Side, 'owner_id' | 'region'>;

/**
 * EC2's VPC peering connections. Each call runs in the account and Region of the given side.
 *
 * All methods throw ConnectionRefusedError for errors that a retry cannot fix, ConnectionStateError when the
 * connection's status does not allow the call, and RoleNotAssumableError when the account's role for the call cannot
 * be assumed. Any other error may pass: it is worth a retry, for a limited time.
 */
export interface Connections {
  create(request: PeeringRequest): Promise<Connection>;
  describe(side: Side, id: ConnectionId): Promise<Connection | undefined>;
  /** The connections that EC2 returns for an account and Region; those it does not return are left out. */
  describeMany(place: Place, ids: readonly ConnectionId[]): Promise<Connection[]>;
  /** All connections of which the account has a side in this Region. */
  list(place: Place): Promise<ListedConnection[]>;
  /** Connections between the two VPCs, in either direction, as the requester's side sees them. */
  between(requester: Side, accepter: Side): Promise<Connection[]>;
  accept(accepter: Side, id: ConnectionId): Promise<void>;
  reject(accepter: Side, id: ConnectionId): Promise<void>;
  delete(requester: Side, id: ConnectionId): Promise<void>;
}

/** A VPC, as EC2 describes it. */
export type Vpc = {
  /** Another account than the one that described it, if it shares the VPC through AWS Resource Access Manager. */
  owner_id: string;
  /** IPv4 and IPv6, primary and secondary. */
  cidr_blocks: readonly string[];
  /** Both are absent for a shared VPC. */
  dns_support?: boolean;
  dns_hostnames?: boolean;
  /** Its Name tag. */
  name?: string;
  /** All of its tags. Absent for a shared VPC. */
  tags?: Readonly<Record<string, string>>;
};

/** VPCs, read in their own account. All methods throw RoleNotAssumableError when its role cannot be assumed. */
export interface Vpcs {
  /** Throws ConnectionRefusedError when EC2 doesn't let the role describe VPCs there. */
  describe(side: Side): Promise<Vpc | undefined>;
  /** How many of the VPC's connections count against its quota of active connections. */
  activeConnections(side: Side): Promise<number>;
  /** How many requests from the account and Region are pending acceptance. */
  pendingConnections(requester: Side): Promise<number>;
}
