import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { SeedAccount } from '../seed.ts';

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
  ipv6CidrBlocks: CidrAssociation[];
};

export type PrefixList = {
  prefixListId: string;
  ownerId: string;
  region: string;
  maxEntries: number;
  /** All of one family. */
  cidrBlocks: string[];
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
  vpcs: Vpc[];
  routeTables: RouteTable[];
  subnets: Subnet[];
  prefixLists: PrefixList[];
  connections: PeeringConnection[];
  /** By account, Region and resource ID, because the two sides of a connection have separate tags. */
  tags: Record<string, Record<string, string>>;
  sessions: Session[];
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
  return state.vpcs.find((vpc) => vpc.vpcId === vpcId && vpc.ownerId === accountId && vpc.region === region);
}

function emptyState(): State {
  return { vpcs: [], routeTables: [], subnets: [], prefixLists: [], connections: [], tags: {}, sessions: [] };
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

function seededState(accounts: readonly SeedAccount[]): State {
  const state = emptyState();
  for (const { account_id, vpcs } of accounts) {
    for (const { vpc_id, name, region, cidr_blocks, ipv6_cidr_blocks = [] } of vpcs) {
      state.vpcs.push({
        vpcId: vpc_id,
        ownerId: account_id,
        region,
        cidrBlocks: cidr_blocks.map((block) => association('vpc-cidr-assoc', block)),
        ipv6CidrBlocks: ipv6_cidr_blocks.map((block) => association('vpc-cidr-assoc', block)),
        enableDnsSupport: true,
        enableDnsHostnames: false,
      });
      state.tags[tagKey(account_id, region, vpc_id)] = { Name: name };
    }
  }
  state.routeTables.push(...state.vpcs.map(mainTable));
  return state;
}

/** A file from before there were route tables gets the main ones. */
function savedState(file: string): State {
  const saved: Partial<State> = JSON.parse(readFileSync(file, 'utf8'));
  const routeTables = saved.routeTables ?? saved.vpcs?.map(mainTable) ?? [];
  return { ...emptyState(), ...saved, routeTables };
}

/** Reads the state that an earlier run saved in `file`, or creates a new one from the seed. */
export function openState(
  accounts: readonly SeedAccount[],
  file: string | undefined,
): { state: State; save(): void } {
  if (file === undefined) return { state: seededState(accounts), save() {} };
  mkdirSync(dirname(file), { recursive: true });
  const state = existsSync(file) ? savedState(file) : seededState(accounts);
  return {
    state,
    save() {
      writeFileSync(`${file}.new`, JSON.stringify(state));
      renameSync(`${file}.new`, file);
    },
  };
}
