import { Aws } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { partitionOf } from '../configuration/partition.ts';
import type { Configuration } from '../configuration/schema.ts';

/** To what the statements of a member account's roles are limited. */
export type Narrowing = {
  /** ARN patterns of the account's own. */
  ownVpcs: string;
  ownRouteTables: string;
  ownSecurityGroups: string;
  connections: string;
  /** An ARN pattern of prefix lists, which other accounts may share with this one. */
  prefixLists: string;
  inRegions: { StringEquals: { 'aws:RequestedRegion': string[] } };
  /** ARN patterns of the VPCs of known accounts: those on the other side of a connection. */
  peers: string[];
};

export const narrow = ({
  hub,
  regions,
  peersOf,
  memberAccounts,
  otherPeerAccounts,
}: Configuration): Narrowing => {
  const known = [...memberAccounts.map(({ accountId }) => accountId), ...otherPeerAccounts];
  const { name: partition } = partitionOf(hub.region);
  const own = `arn:${partition}:ec2:*:${Aws.ACCOUNT_ID}`;
  return {
    ownVpcs: `${own}:vpc/*`,
    ownRouteTables: `${own}:route-table/*`,
    ownSecurityGroups: `${own}:security-group/*`,
    connections: `${own}:vpc-peering-connection/*`,
    prefixLists: `arn:${partition}:ec2:*:*:prefix-list/*`,
    inRegions: { StringEquals: { 'aws:RequestedRegion': regions } },
    peers: (peersOf === 'any-account' ? ['*'] : known).map(
      (account) => `arn:${partition}:ec2:*:${account}:vpc/*`,
    ),
  };
};

/** A managed policy can have 6,144 characters. */
const PEERS_PER_POLICY = 100;

/**
 * The first policy is the role's own; the others list the peers for which it has no room.
 *
 * @param towards one statement for each side on which a peer can be
 */
export const inPolicies = (
  { peers }: Narrowing,
  own: readonly PolicyStatement[],
  ...towards: ((vpcs: readonly string[]) => PolicyStatement)[]
): PolicyStatement[][] => {
  const [first = [], ...others] = chunksOf(peers, PEERS_PER_POLICY / towards.length);
  const towardsAll = (vpcs: readonly string[]) => towards.map((statement) => statement(vpcs));
  return [[...own, ...towardsAll(first)], ...others.map(towardsAll)];
};

const chunksOf = (all: readonly string[], size: number): string[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
