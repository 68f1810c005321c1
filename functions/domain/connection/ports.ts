import type { ConnectionId, PeeringRequest, Side } from '../request/peering-request.ts';

export type ConnectionStatus =
  | 'initiating-request'
  | 'pending-acceptance'
  | 'provisioning'
  | 'active'
  | 'rejected'
  | 'expired'
  | 'failed'
  | 'deleting'
  | 'deleted';

/** A VPC peering connection, as EC2 describes it. */
export type Connection = {
  id: ConnectionId;
  status: ConnectionStatus;
  status_message: string;
  /** Absent once accepted. */
  expires_at?: string;
  /** The request that it was made for, by its tag, where the asking side can see the tag. */
  request_id?: string;
};

/** Where EC2 is asked. */
export type Place = Pick<Side, 'owner_id' | 'region'>;

/** As which side of a connection a call is made. */
export type SideRole = 'requester' | 'accepter';

/**
 * EC2's VPC peering connections, each asked about in the account and Region of the side given.
 *
 * All throw ConnectionRefusedError for what no retry mends, ConnectionStateError where the connection's
 * status forbids the call, RoleNotAssumableError where the account does not let us in; anything else is
 * passing and worth a retry.
 */
export interface Connections {
  create(request: PeeringRequest): Promise<Connection>;
  describe(as: SideRole, side: Side, id: ConnectionId): Promise<Connection | undefined>;
  /** Those of the connections that EC2 shows to an account in a Region; what it hides is left out. */
  describeMany(as: SideRole, place: Place, ids: readonly ConnectionId[]): Promise<Connection[]>;
  /** Connections between the two VPCs, in either direction, as the requester's side sees them. */
  between(requester: Side, accepter: Side): Promise<Connection[]>;
  accept(accepter: Side, id: ConnectionId): Promise<void>;
  reject(accepter: Side, id: ConnectionId): Promise<void>;
  delete(requester: Side, id: ConnectionId): Promise<void>;
}

/** What EC2 tells of a VPC. */
export type Vpc = {
  /** IPv4 and IPv6, primary and secondary. */
  cidr_blocks: readonly string[];
  dns_support: boolean;
  dns_hostnames: boolean;
};

/** VPCs, as their own account sees them. All throw RoleNotAssumableError where it does not let us in. */
export interface Vpcs {
  describe(as: SideRole, side: Side): Promise<Vpc | undefined>;
  /** Connections of the VPC that count against its quota of active ones. */
  activeConnections(as: SideRole, side: Side): Promise<number>;
  /** Connections that the account asked for in the Region and that still wait. */
  pendingConnections(requester: Side): Promise<number>;
}
