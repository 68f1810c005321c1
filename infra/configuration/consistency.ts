import { accountsByCallerRole } from './caller-role-names.ts';
import { partitionOf } from './partition.ts';
import type { Configuration } from './schema.ts';

/** Two values that contradict each other: the path of one of them, and a message. */
export type Inconsistency = { path: string; message: string };

/** A role can have ten managed policies besides its own, and each has room for the ARNs of 100 accounts. */
const MAX_KNOWN_ACCOUNTS = 1000;

/** The role that sets DNS resolution lists each account twice: as the requester, and as the accepter. */
const MAX_KNOWN_ACCOUNTS_WITH_DNS = MAX_KNOWN_ACCOUNTS / 2;

/** A trust policy can have 2,048 characters. The longest ARN of an account has 38, and the rest up to 270. */
const MAX_ACCOUNTS_PER_CALLER_ROLE = 40;

/** Finds values that are valid by themselves but contradict each other. */
export const findInconsistencies = (configuration: Configuration): Inconsistency[] => {
  const { hub, memberAccounts, otherPeerAccounts, peersOf, authorization, domain, mail, connect } =
    configuration;
  const found: Inconsistency[] = [];
  const report = (path: string, message: string) => void found.push({ path, message });

  const partition = partitionOf(hub.region).name;

  for (const region of configuration.regions) {
    const other = partitionOf(region).name;
    if (other !== partition) {
      report(
        'regions',
        `${region} is in the partition ${other}, and the hub's Region in ${partition}. EC2 peers VPCs of one partition only.`,
      );
    }
  }
  const { limits, quotas } = configuration;
  if (limits.openRequestsPerAccount < quotas.pendingPerAccount) {
    report(
      'limits.openRequestsPerAccount',
      `Must be at least quotas.pendingPerAccount (${quotas.pendingPerAccount}): a pending request is an open one.`,
    );
  }
  const known = [...memberAccounts.map(({ accountId }) => accountId), ...otherPeerAccounts];
  for (const twice of new Set(known.filter((id, index) => known.indexOf(id) !== index))) {
    report(
      'memberAccounts',
      `Account ${twice} is listed twice, here or in otherPeerAccounts. Remove one entry.`,
    );
  }
  if (peersOf === 'known-accounts' && known.length > MAX_KNOWN_ACCOUNTS) {
    report(
      'peersOf',
      `A role's policies can list ${MAX_KNOWN_ACCOUNTS} accounts, and there are ${known.length}. Set peersOf to 'any-account'.`,
    );
  } else if (
    peersOf === 'known-accounts' &&
    connect.dnsResolution &&
    known.length > MAX_KNOWN_ACCOUNTS_WITH_DNS
  ) {
    report(
      'connect.dnsResolution',
      `The policies of PeerwayConnector can list ${MAX_KNOWN_ACCOUNTS_WITH_DNS} accounts, and there are ${known.length}. Set connect.dnsResolution to false, or peersOf to 'any-account'.`,
    );
  }
  for (const [role, { length }] of authorization.kind === 'iam' ? accountsByCallerRole(memberAccounts) : []) {
    if (length > MAX_ACCOUNTS_PER_CALLER_ROLE) {
      report(
        'memberAccounts',
        `${length} account IDs end in ${role.slice(-2)}, and the trust policy of their role ${role} has room for ${MAX_ACCOUNTS_PER_CALLER_ROLE}. Move accounts that don't submit requests to otherPeerAccounts, or let callers send tokens (authorization).`,
      );
    }
  }
  if (authorization.kind === 'iam' && configuration.networkTeamRoleArns.length === 0) {
    report(
      'networkTeamRoleArns',
      `Enter at least one role, such as arn:${partition}:iam::${hub.accountId}:role/NetworkTeam. Without one, nobody can add accounts to the directory.`,
    );
  }
  for (const arn of configuration.networkTeamRoleArns) {
    if (!arn.startsWith(`arn:${partition}:iam::${hub.accountId}:`)) {
      report(
        'networkTeamRoleArns',
        `${arn} must be a role of the hub account ${hub.accountId} in the partition ${partition}, because an HTTP API accepts only principals of its own account.`,
      );
    }
  }
  if (
    authorization.kind === 'jwt' &&
    authorization.groupsClaimHolds === 'groups-without-spaces' &&
    authorization.networkTeamGroup.includes(' ')
  ) {
    report(
      'authorization.networkTeamGroup',
      `${authorization.networkTeamGroup} contains a space, so a list that includes it can't be taken apart. Let the claim list the groups' IDs and enter this group's ID, or let it hold this group alone as a single text and set groupsClaimHolds to 'one-group'.`,
    );
  }
  if (domain && !domain.certificateArn.startsWith(`arn:${partition}:acm:${hub.region}:`)) {
    report('domain.certificateArn', `The certificate must be in the hub's Region, ${hub.region}.`);
  }
  for (const name of ['certificateArn', 'clientCertificateArn'] as const) {
    const arn = domain?.front?.[name];
    if (arn && !arn.startsWith(`arn:${partition}:acm:us-east-1:${hub.accountId}:`)) {
      report(
        `domain.front.${name}`,
        `The certificate must be in the hub account ${hub.accountId}. Outside of the partition aws, remove domain.front.`,
      );
    }
  }
  if (mail.identity === 'existing' && mail.hostedZone) {
    report(
      'mail.hostedZone',
      "An existing identity has its DNS records already. Remove mail.hostedZone, or set mail.identity to 'create'.",
    );
  }
  for (const [path, name, zone] of [
    ['domain.hostedZone', domain?.name, domain?.hostedZone],
    ['mail.hostedZone', mail.sender.address.split('@')[1], mail.hostedZone],
  ] as const) {
    if (name && zone && name !== zone.name && !name.endsWith(`.${zone.name}`)) {
      report(path, `The hosted zone ${zone.name} doesn't contain ${name}. Enter the zone of that domain.`);
    }
  }
  return found;
};
