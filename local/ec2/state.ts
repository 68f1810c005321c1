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

function seededState(accounts: readonly SeedAccount[]): State {
  const state: State = { vpcs: [], connections: [], tags: {}, sessions: [] };
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
  return state;
}

/** Reads the state that an earlier run saved in `file`, or creates a new one from the seed. */
export function openState(
  accounts: readonly SeedAccount[],
  file: string | undefined,
): { state: State; save(): void } {
  if (file === undefined) return { state: seededState(accounts), save() {} };
  mkdirSync(dirname(file), { recursive: true });
  const state: State = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : seededState(accounts);
  return {
    state,
    save() {
      writeFileSync(`${file}.new`, JSON.stringify(state));
      renameSync(`${file}.new`, file);
    },
  };
}
