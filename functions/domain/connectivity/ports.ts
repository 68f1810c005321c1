import type { Place } from '../connection/ports.ts';
import type { PeerRule, SideRole } from '../request/connect.ts';
import type { ConnectionId, Side, VpcId } from '../request/peering-request.ts';

export type Route = {
  /** One block, as a network address; a customer-managed prefix list's entries, or none if they can't be read. */
  destinations: readonly string[];
  /** The id of its target, such as `pcx-…` or `tgw-…`. */
  leads_to: string;
  /** A prefix list is its destination: a route with a block of the same length wins over it. */
  prefix_list_id?: string;
  /** Learned from a gateway: a static route with the same destination can be added, and wins over it. */
  is_propagated: boolean;
  /** Its target is gone, or a connection that isn't active. */
  is_blackhole: boolean;
};

/** A route table that subnets can use. Those of gateways are left out: they take no route to a connection. */
export type RouteTable = {
  route_table_id: string;
  vpc_id: VpcId;
  name?: string;
  /** Its owner has tagged it: Peerway may create and delete routes there. */
  is_managed: boolean;
  /** How many subnets use it, because it is associated with them or is the main one. */
  subnets: number;
  routes: readonly Route[];
};

/** What EC2 answered to a new route. `taken`: the destination has a route already. `full`: the quota is used up. */
export type CreatedRoute = 'created' | 'taken' | 'full';

/**
 * Route tables in EC2. The errors are those of Connections. Reads lag writes: a new route may be missing for some
 * seconds, and a deleted one still be shown.
 */
export interface RouteTables {
  /** Those of all these VPCs. */
  describe(place: Place, vpcIds: readonly VpcId[]): Promise<RouteTable[]>;
  /** As the role that may change managed tables. */
  createRoute(
    side: Side,
    routeTableId: string,
    destination: string,
    connection: ConnectionId,
  ): Promise<CreatedRoute>;
  /** EC2 deletes whatever has this destination, so look first. A route that is gone already isn't an error. */
  deleteRoute(side: Side, routeTableId: string, destination: string): Promise<void>;
  /** Lets the side's host names resolve to private addresses in the other VPC. The connection must be active. */
  allowDnsResolution(side: Side, role: SideRole, connection: ConnectionId): Promise<void>;
}

/** Security groups in EC2, which Peerway never changes. The errors are those of Connections. */
export interface SecurityGroups {
  /** The rules of the VPC's groups that name groups of the peer, and whether the peer's rules name some of them. */
  references(side: Side, peer: Side): Promise<{ rules: PeerRule[]; are_named_by_peer: boolean }>;
  /** The rules without effect: the peer's group that they name is gone, or the connection to it. */
  staleRules(side: Side, peer: Side): Promise<PeerRule[]>;
}
