import { randomBytes } from 'node:crypto';

/** All times are milliseconds since the epoch, read from the virtual clock. */
export type CidrAssociation = { associationId: string; cidrBlock: string; state?: CidrState };

/** `associated` if absent. */
export type CidrState =
  | 'associating'
  | 'associated'
  | 'disassociating'
  | 'disassociated'
  | 'failing'
  | 'failed';

export type Vpc = {
  vpcId: string;
  ownerId: string;
  region: string;
  /** The accounts that subnets are shared with by RAM. They see the VPC, and can't peer it. */
  sharedWith?: string[];
  /** The primary IPv4 block first. */
  cidrBlocks: CidrAssociation[];
  ipv6CidrBlocks: CidrAssociation[];
  enableDnsSupport: boolean;
  enableDnsHostnames: boolean;
};

export type SideName = 'requester' | 'accepter';
export type Side = { accountId: string; region: string; vpcId: string };

/** `changedAt` is when `allowed` last changed. Describe shows the change later. */
export type DnsResolution = { allowed: boolean; changedAt: number };

/** What happened to a connection and when; its status is computed from this and the clock. */
export type PeeringConnection = {
  id: string;
  requester: Side;
  accepter: Side;
  createdAt: number;
  expiresAt: number;
  failsAt?: number;
  acceptedAt?: number;
  rejectedAt?: number;
  deletedAt?: number;
  deletedBy?: string;
  dnsResolution: Record<SideName, DnsResolution>;
};

/** The routes to the VPC's own blocks are computed, unless another target took the place of `local`. */
export type Route = {
  /** A canonical block, or the ID of a prefix list. */
  destination: string;
  /** The ID of a connection, a gateway or a network interface. */
  target: string;
  origin: 'CreateRouteTable' | 'CreateRoute' | 'EnableVgwRoutePropagation' | 'Advertisement';
  createdAt: number;
  deletedAt?: number;
};

/** With neither a subnet nor a gateway, it makes its table the main one of the VPC. */
export type TableAssociation = { associationId: string; subnetId?: string; gatewayId?: string };

/** Of the VPC's owner, in its Region, as a subnet is. */
export type RouteTable = {
  routeTableId: string;
  vpcId: string;
  routes: Route[];
  associations: TableAssociation[];
  /** The virtual private gateways whose routes are propagated. */
  propagatingVgws?: string[];
};

export type Subnet = {
  subnetId: string;
  vpcId: string;
  availabilityZone: string;
  cidrBlock: string;
  ipv6CidrBlock?: CidrAssociation;
};

export type PrefixList = {
  prefixListId: string;
  ownerId: string;
  region: string;
  maxEntries: number;
  /** All of one family. */
  cidrBlocks: string[];
};

/** A rule for traffic from or to another group. `peer` is where that is, unless in the same VPC. */
export type GroupRule = {
  isEgress?: true;
  ipProtocol: string;
  fromPort?: number;
  toPort?: number;
  groupId: string;
  peer?: { side: Side; connectionId: string };
};

export type SecurityGroup = {
  groupId: string;
  vpcId: string;
  groupName: string;
  description: string;
  rules: GroupRule[];
};

export type Session = {
  accessKeyId: string;
  token: string;
  accountId: string;
  roleName: string;
  sessionName: string;
  expiresAt: number;
};

export type State = {
  /** By ID. */
  vpcs: Map<string, Vpc>;
  routeTables: RouteTable[];
  subnets: Subnet[];
  prefixLists: PrefixList[];
  securityGroups: SecurityGroup[];
  connections: PeeringConnection[];
  /** By account, Region and resource ID, because the two sides of a connection have separate tags. */
  tags: Record<string, Record<string, string>>;
  /** By access key, oldest first. */
  sessions: Map<string, Session>;
};

export function newId(prefix: string): string {
  return `${prefix}-0${randomBytes(8).toString('hex')}`;
}

export function association(prefix: string, cidrBlock: string): CidrAssociation {
  return { associationId: newId(prefix), cidrBlock };
}

export function tagKey(accountId: string, region: string, resourceId: string): string {
  return `${accountId}/${region}/${resourceId}`;
}

export function findVpc(state: State, { accountId, region, vpcId }: Side): Vpc | undefined {
  const vpc = state.vpcs.get(vpcId);
  return vpc?.ownerId === accountId && vpc.region === region ? vpc : undefined;
}

export const tablesOf = (state: State, { vpcId }: Vpc): RouteTable[] =>
  state.routeTables.filter((table) => table.vpcId === vpcId);

export function emptyState(): State {
  return {
    vpcs: new Map(),
    routeTables: [],
    subnets: [],
    prefixLists: [],
    securityGroups: [],
    connections: [],
    tags: {},
    sessions: new Map(),
  };
}

/** A table with the same digits as its VPC, as that VPC's main one. */
export function mainTable({ vpcId }: Vpc): RouteTable {
  const digits = vpcId.slice('vpc-'.length);
  return {
    routeTableId: `rtb-${digits}`,
    vpcId,
    routes: [],
    associations: [{ associationId: `rtbassoc-${digits}` }],
  };
}
