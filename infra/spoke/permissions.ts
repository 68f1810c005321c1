import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { REQUEST_TAG } from '../../functions/adapters/request-tag.ts';
import type { Configuration } from '../configuration/schema.ts';
import { canConnect } from '../permissions/member-access.ts';
import { inPolicies, type Narrowing, narrow } from './narrowing.ts';

/** EC2's Describe actions have no resource-level permissions. */
const DESCRIBE = ['ec2:DescribeVpcs', 'ec2:DescribeVpcAttribute', 'ec2:DescribeVpcPeeringConnections'];

/** What a plan is made from: the tables' routes, and which subnets use them. */
const DESCRIBE_ROUTES = ['ec2:DescribeRouteTables', 'ec2:DescribeSubnets'];

/** Which security groups name those of the other VPC. */
const DESCRIBE_GROUPS = ['ec2:DescribeSecurityGroups', 'ec2:DescribeStaleSecurityGroups'];

const describe = ({ inRegions }: Narrowing, actions = DESCRIBE) =>
  new PolicyStatement({ sid: 'Describe', actions, resources: ['*'], conditions: inRegions });

/** A hub of version 0.1 describes with the roles that act. */
const describeWhileUpgrading = ({ memberRoles }: Configuration, narrowing: Narrowing): PolicyStatement[] =>
  memberRoles === 'upgrading' ? [describe(narrowing)] : [];

/**
 * Describes VPCs and connections, and changes nothing. Where Peerway connects VPCs, it also sees their routes and
 * security groups: all of them, because EC2's Describe actions know no tags, and a plan names the tables that aren't
 * managed too.
 */
export const viewerPermissions = (configuration: Configuration): PolicyStatement[][] => {
  const narrowing = narrow(configuration);
  if (!canConnect(configuration)) return [[describe(narrowing)]];
  const readPrefixLists = new PolicyStatement({
    sid: 'ReadDestinationsOfRoutes',
    actions: ['ec2:GetManagedPrefixListEntries'],
    resources: [narrowing.prefixLists],
    conditions: narrowing.inRegions,
  });
  const readReferences = new PolicyStatement({
    sid: 'ReadReferencesOfSecurityGroups',
    actions: ['ec2:DescribeSecurityGroupReferences'],
    resources: [narrowing.ownSecurityGroups],
    conditions: narrowing.inRegions,
  });
  const actions = [...DESCRIBE, ...DESCRIBE_ROUTES, ...DESCRIBE_GROUPS];
  return [[describe(narrowing, actions), readPrefixLists, readReferences]];
};

/** Creates and tags connections, and deletes those that Peerway created: others only if the configuration says so. */
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
      sid: configuration.deleteFound ? 'DeleteConnections' : 'DeleteOwnConnections',
      actions: ['ec2:DeleteVpcPeeringConnection'],
      resources: [connections],
      conditions: configuration.deleteFound
        ? inRegions
        : { Null: { [`aws:ResourceTag/${REQUEST_TAG}`]: 'false' } },
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

/**
 * Creates and deletes routes in the tables that their owner has tagged, and in no others: it can't set the tag. EC2
 * knows no condition for a route's destination or target, so that Peerway's plan decides these. Sets DNS resolution
 * for connections between the account's own VPCs and those of known accounts, whichever side requested.
 */
export const connectorPermissions = (configuration: Configuration): PolicyStatement[][] => {
  const { connect } = configuration;
  const narrowing = narrow(configuration);
  const { ownVpcs, ownRouteTables, connections, inRegions } = narrowing;
  const { key, value } = connect.managedTag;
  const routes = new PolicyStatement({
    sid: 'ChangeRoutesOfManagedTables',
    actions: ['ec2:CreateRoute', 'ec2:DeleteRoute'],
    resources: [ownRouteTables],
    conditions: { StringEquals: { ...inRegions.StringEquals, [`aws:ResourceTag/${key}`]: value } },
  });
  const own = connect.routes ? [routes] : [];
  if (!connect.dnsResolution) return [own];
  const resolve = (sid: string, sides: Record<string, unknown>, created: Record<string, unknown> = {}) =>
    new PolicyStatement({
      sid,
      actions: ['ec2:ModifyVpcPeeringConnectionOptions'],
      resources: [connections],
      conditions: { ...inRegions, ...created, ArnLike: sides },
    });
  return inPolicies(
    narrowing,
    own,
    (peers) =>
      resolve(
        'ResolveAsRequester',
        { 'ec2:RequesterVpc': ownVpcs, 'ec2:AccepterVpc': peers },
        { Null: { [`aws:ResourceTag/${REQUEST_TAG}`]: 'false' } },
      ),
    // The requester's tags aren't visible on this side.
    (peers) => resolve('ResolveAsAccepter', { 'ec2:AccepterVpc': ownVpcs, 'ec2:RequesterVpc': peers }),
  );
};
