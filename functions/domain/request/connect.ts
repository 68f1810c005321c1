/** A side of a connection. */
export type SideRole = 'requester' | 'accepter';

export const SIDES = ['requester', 'accepter'] as const satisfies readonly SideRole[];

/**
 * What a request asks for besides the connection, which carries no packet by itself: routes in both VPCs, and
 * resolution of DNS host names to private addresses.
 */
export type Connect = {
  /**
   * `true`: to all blocks of the other VPC, as EC2 shows them. Otherwise `destination_cidr_blocks` lie in the accepter
   * VPC, and `peer_destination_cidr_blocks` in the requester VPC.
   */
  routes?:
    | true
    | {
        destination_cidr_blocks: readonly string[];
        peer_destination_cidr_blocks: readonly string[];
      };
  dns_resolution?: boolean;
};

/** What is to be done in the account of one side. */
export type ConnectScope = {
  /** To which its routes lead. They lie in the other VPC. */
  destination_cidr_blocks: readonly string[];
  dns_resolution: boolean;
};

/** What connecting the accepter's side takes, as its approvers see it before they decide. */
export type AccepterPlan = {
  /** When Peerway looked. UTC, ISO 8601. */
  at: string;
  /** Of the route tables that count. */
  steps: readonly ConnectStep[];
  /** How many more there are. */
  more_steps?: number;
};

/** A route that Peerway created, or asked EC2 for: then `created_at` is absent, and it may or may not exist. */
export type OwnRoute = {
  side: SideRole;
  route_table_id: string;
  destination_cidr_block: string;
  /** Just before EC2 was asked. UTC, ISO 8601. */
  asked_at: string;
  created_at?: string;
  /** Why Peerway no longer tries to remove it: the error code of EC2 or STS. It stays until somebody removes it. */
  left_because?: string;
};

/**
 * What a look at a route table found for one destination:
 * - `present`: a route leads to this connection
 * - `missing`: no route has this destination
 * - `conflict`: a route with this destination leads elsewhere
 * - `shadowed`: a route leads to this connection, but more specific ones take part of its traffic elsewhere
 * - `leftover`: a route with this destination leads to a connection that is gone
 * - `full`: none, and the table has as many routes as its quota allows
 * - `not-managed`: none, and the table doesn't carry the tag by which its owner lets Peerway change it
 */
export type RouteFinding =
  | 'present'
  | 'missing'
  | 'conflict'
  | 'shadowed'
  | 'leftover'
  | 'full'
  | 'not-managed';

/** Where a route leads: the id of its target, such as `tgw-…`. */
export type RouteTarget = {
  destination: string;
  leads_to: string;
  /** The prefix list that has the destination among its entries, and is what the route is for. */
  prefix_list_id?: string;
  /** Learned from a gateway: nobody can delete it alone. */
  is_propagated?: true;
};

export type RouteStep = {
  kind: 'route';
  side: SideRole;
  route_table_id: string;
  route_table_name?: string;
  destination_cidr_block: string;
  finding: RouteFinding;
  /** For `conflict` and `leftover`: where the route leads. */
  leads_to?: string;
  /** More specific routes that lead elsewhere; also for a route that is `missing` yet. */
  shadowed_by?: readonly RouteTarget[];
  /** The error code with which EC2 or STS refused to create it. */
  refused?: string;
};

/** `turned-off`: DNS support or DNS hostnames are off in the VPC, and the option has no effect without them. */
export type DnsStep = {
  kind: 'dns-resolution';
  side: SideRole;
  finding: 'present' | 'missing' | 'turned-off';
  /** The error code with which EC2 or STS refused to turn it on. */
  refused?: string;
};

export type ConnectStep = RouteStep | DnsStep;

/** `unknown`: Peerway can't look. */
export type ConnectivityState = 'connected' | 'partial' | 'not-connected' | 'unknown';

export type SideConnectivity = {
  state: ConnectivityState;
  /** The steps that aren't `present`, up to a limit, so that the record stays small. */
  problems: readonly ConnectStep[];
  /** How many more there are. */
  more_problems?: number;
  /** For `unknown`: the error code with which EC2 or STS kept Peerway from looking. */
  refused?: string;
};

/** A rule of a security group that names a group of the other VPC. */
export type PeerRule = {
  group_id: string;
  direction: 'ingress' | 'egress';
  ip_protocol: string;
  from_port?: number;
  to_port?: number;
  referenced_group_id: string;
  /** EC2 doesn't tell whose a group was that is gone. */
  referenced_account_id?: string;
  vpc_peering_connection_id: string;
};

/** The rules of one side that a deleted connection has left, up to a limit, so that the record stays small. */
export type StaleRules = { rules: readonly PeerRule[]; more_rules?: number };

/** Both sides' routes and DNS resolution at the last look that found a change. It is no status. */
export type Connectivity = {
  state: ConnectivityState;
  /** UTC, ISO 8601. */
  since: string;
  /** The watch found the change, and not a task: both sides' people are notified of it. */
  drifted?: true;
} & Record<SideRole, SideConnectivity>;
