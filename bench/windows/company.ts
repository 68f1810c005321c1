import type { Side, VpcId } from '../../functions/domain/request/peering-request.ts';
import { REGIONS, type SeedAccount } from '../../local/seed.ts';

const ACCOUNTS = 300;
/** With one VPC of each account in each Region. */
const VPCS = ACCOUNTS * REGIONS.length;

const sideOf = (vpc: number): Side => ({
  vpc_id: `vpc-0${vpc.toString(16).padStart(16, '0')}` as VpcId,
  owner_id: accountId(Math.floor(vpc / REGIONS.length)),
  region: REGIONS[vpc % REGIONS.length] ?? '',
});

const accountId = (account: number): string => String(100_000_000_000 + account);

export const approverOf = (owner_id: string): string => `approver@team-${owner_id.slice(-3)}.example`;

/** Accounts whose VPCs don't overlap. */
export const COMPANY: readonly SeedAccount[] = Array.from({ length: ACCOUNTS }, (_, account) => {
  const account_id = accountId(account);
  return {
    account_id,
    name: `team-${account_id.slice(-3)}`,
    onboarded: true,
    approvers: [approverOf(account_id)],
    vpcs: REGIONS.map((region, index) => {
      const vpc = account * REGIONS.length + index;
      return {
        vpc_id: sideOf(vpc).vpc_id,
        name: `team-${account_id.slice(-3)}-${region}`,
        region,
        cidr_blocks: [`10.${vpc >> 2}.${(vpc & 3) * 64}.0/18`],
      };
    }),
  };
});

/** A smaller distance can be within one account; from half of all, pairs would repeat. */
const DISTANCES = { least: REGIONS.length, most: VPCS / 2 - 1 };

export const MOST_PAIRS = VPCS * (DISTANCES.most - DISTANCES.least + 1);

export type Pair = { requester: Side; accepter: Side };

/** All pairs are different, and each VPC and account occurs in about as many as any other. */
export const pairs = (count: number): Pair[] =>
  Array.from({ length: count }, (_, n) => {
    const distance = DISTANCES.least + Math.floor(n / VPCS);
    return { requester: sideOf(n % VPCS), accepter: sideOf((n + distance) % VPCS) };
  });
