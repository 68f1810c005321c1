import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { REQUEST_TAG } from '../../functions/adapters/request-tag.ts';
import { partitionOf } from '../configuration/partition.ts';
import type { Configuration } from '../configuration/schema.ts';

/** EC2's Describe actions have no resource-level permissions. */
const DESCRIBE = ['ec2:DescribeVpcs', 'ec2:DescribeVpcAttribute', 'ec2:DescribeVpcPeeringConnections'];

type Narrowing = {
  /** ARN patterns of the account's own. */
  ownVpcs: string;
  connections: string;
  inRegions: Record<string, unknown>;
  /** ARN patterns of the VPCs on the other side of a connection, in lists that each fit into a policy. */
  peers: string[][];
};

/** A managed policy can have 6,144 characters. */
const PEERS_PER_POLICY = 100;

const chunksOf = (accounts: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(accounts.length / PEERS_PER_POLICY) }, (_, index) =>
    accounts.slice(index * PEERS_PER_POLICY, (index + 1) * PEERS_PER_POLICY),
  );

const narrow = ({ hub, regions, peersOf, memberAccounts, otherPeerAccounts }: Configuration): Narrowing => {
  const known = [...memberAccounts.map(({ accountId }) => accountId), ...otherPeerAccounts];
  const { name: partition } = partitionOf(hub.region);
  const own = `arn:${partition}:ec2:*:${Aws.ACCOUNT_ID}`;
  return {
    ownVpcs: `${own}:vpc/*`,
    connections: `${own}:vpc-peering-connection/*`,
    inRegions: { StringEquals: { 'aws:RequestedRegion': regions } },
    peers: chunksOf(peersOf === 'any-account' ? ['*'] : known).map((accounts) =>
      accounts.map((account) => `arn:${partition}:ec2:*:${account}:vpc/*`),
    ),
  };
};

const describe = ({ inRegions }: Narrowing) =>
  new PolicyStatement({ sid: 'Describe', actions: DESCRIBE, resources: ['*'], conditions: inRegions });

/** A hub of version 0.1 describes with the roles that act. */
const describeWhileUpgrading = ({ memberRoles }: Configuration, narrowing: Narrowing): PolicyStatement[] =>
  memberRoles === 'upgrading' ? [describe(narrowing)] : [];

/** The first policy is the role's own; the others list the peers for which it has no room. */
const inPolicies = (
  { peers }: Narrowing,
  own: readonly PolicyStatement[],
  towards: (vpcs: readonly string[]) => PolicyStatement,
): PolicyStatement[][] => {
  const [first = [], ...others] = peers;
  return [[...own, towards(first)], ...others.map((vpcs) => [towards(vpcs)])];
};

/** Describes VPCs and connections, and changes nothing. */
export const viewerPermissions = (configuration: Configuration): PolicyStatement[][] => [
  [describe(narrow(configuration))],
];

/** Creates and tags connections, and deletes only those that Peerway created. */
export const requesterPermissions = (configuration: Configuration): PolicyStatement[][] => {
  const narrowing = narrow(configuration);
  const { ownVpcs, connections, inRegions } = narrowing;
  const own = [
    ...describeWhileUpgrading(configuration, narrowing),
    new PolicyStatement({
      sid: 'CreateFromOwnVpcs',
      actions: ['ec2:CreateVpcPeeringConnection'],
      resources: [ownVpcs],
      conditions: inRegions,
    }),
    new PolicyStatement({
      sid: 'TagWhatIsCreated',
      actions: ['ec2:CreateTags'],
      resources: [connections],
      conditions: { StringEquals: { 'ec2:CreateAction': 'CreateVpcPeeringConnection' } },
    }),
    new PolicyStatement({
      sid: 'DeleteOwnConnections',
      actions: ['ec2:DeleteVpcPeeringConnection'],
      resources: [connections],
      conditions: { Null: { [`aws:ResourceTag/${REQUEST_TAG}`]: 'false' } },
    }),
  ];
  const towards = (vpcs: readonly string[]) =>
    new PolicyStatement({
      sid: 'CreateTowardsKnownAccounts',
      actions: ['ec2:CreateVpcPeeringConnection'],
      resources: [connections],
      conditions: {
        ...inRegions,
        ArnLike: { 'ec2:AccepterVpc': vpcs },
        Null: { [`aws:RequestTag/${REQUEST_TAG}`]: 'false' },
      },
    });
  return inPolicies(narrowing, own, towards);
};

/** Accepts and rejects connections from known accounts. The requester's tags aren't visible on this side. */
export const accepterPermissions = (configuration: Configuration): PolicyStatement[][] => {
  const narrowing = narrow(configuration);
  const { ownVpcs, connections, inRegions } = narrowing;
  const own = [
    ...describeWhileUpgrading(configuration, narrowing),
    new PolicyStatement({
      sid: 'AcceptIntoOwnVpcs',
      actions: ['ec2:AcceptVpcPeeringConnection'],
      resources: [ownVpcs],
      conditions: inRegions,
    }),
  ];
  const towards = (vpcs: readonly string[]) =>
    new PolicyStatement({
      sid: 'DecideOnKnownAccounts',
      actions: ['ec2:AcceptVpcPeeringConnection', 'ec2:RejectVpcPeeringConnection'],
      resources: [connections],
      conditions: { ...inRegions, ArnLike: { 'ec2:RequesterVpc': vpcs } },
    });
  return inPolicies(narrowing, own, towards);
};
