import type { Configuration } from './schema.ts';

/** Two values that contradict each other: the path of one of them, and a message. */
export type Inconsistency = { path: string; message: string };

/** A role's policies can have 10,240 characters, which limits the number of ARNs. */
const MAX_KNOWN_ACCOUNTS = 100;

/** Finds values that are valid by themselves but contradict each other. */
export const findInconsistencies = (configuration: Configuration): Inconsistency[] => {
  const { hub, memberAccounts, otherPeerAccounts, peersOf, authorization, domain, mail } = configuration;
  const found: Inconsistency[] = [];
  const report = (path: string, message: string) => void found.push({ path, message });

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
      `A role's policy can list ${MAX_KNOWN_ACCOUNTS} accounts, and there are ${known.length}. Set peersOf to 'any-account'.`,
    );
  }
  if (authorization.kind === 'iam' && configuration.networkTeamRoleArns.length === 0) {
    report(
      'networkTeamRoleArns',
      `Enter at least one role, such as arn:aws:iam::${hub.accountId}:role/NetworkTeam. Without one, nobody can add accounts to the directory.`,
    );
  }
  for (const arn of configuration.networkTeamRoleArns) {
    if (!arn.startsWith(`arn:aws:iam::${hub.accountId}:`)) {
      report(
        'networkTeamRoleArns',
        `${arn} must be a role of the hub account ${hub.accountId}, because an HTTP API accepts only principals of its own account.`,
      );
    }
  }
  if (domain && domain.certificateArn.split(':')[3] !== hub.region) {
    report('domain.certificateArn', `The certificate must be in the hub's Region, ${hub.region}.`);
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
