import type { Configuration } from './schema.ts';

/** A sentence about two values that do not go together, and where to look. */
export type Inconsistency = { path: string; message: string };

/** More ARNs than this do not fit into one role's policies, which hold 10,240 characters. */
const MOST_KNOWN_ACCOUNTS = 100;

/** What is wrong between values that are right each for itself. */
export const inconsistencies = (configuration: Configuration): Inconsistency[] => {
  const { hub, memberAccounts, otherPeerAccounts, peersOf, authorization, domain, mail } = configuration;
  const found: Inconsistency[] = [];
  const say = (path: string, message: string) => void found.push({ path, message });

  const known = [...memberAccounts.map(({ accountId }) => accountId), ...otherPeerAccounts];
  for (const twice of new Set(known.filter((id, index) => known.indexOf(id) !== index))) {
    say('memberAccounts', `Account ${twice} is named twice.`);
  }
  if (peersOf === 'known-accounts' && known.length > MOST_KNOWN_ACCOUNTS) {
    say(
      'peersOf',
      `${known.length} accounts do not fit into a role's policy, which takes ${MOST_KNOWN_ACCOUNTS}: set any-account.`,
    );
  }
  if (authorization.kind === 'iam' && configuration.networkTeamRoleArns.length === 0) {
    say('networkTeamRoleArns', 'Name at least one role, or nobody can put accounts into the directory.');
  }
  for (const arn of configuration.networkTeamRoleArns) {
    if (!arn.startsWith(`arn:aws:iam::${hub.accountId}:`)) {
      say(
        'networkTeamRoleArns',
        `${arn} is not of the hub account ${hub.accountId}: an HTTP API lets in principals of its own account alone.`,
      );
    }
  }
  if (domain && domain.certificateArn.split(':')[3] !== hub.region) {
    say('domain.certificateArn', `The certificate has to be in the hub's Region, ${hub.region}.`);
  }
  for (const [path, name, zone] of [
    ['domain.hostedZone', domain?.name, domain?.hostedZone],
    ['mail.hostedZone', mail.sender.address.split('@')[1], mail.hostedZone],
  ] as const) {
    if (name && zone && name !== zone.name && !name.endsWith(`.${zone.name}`)) {
      say(path, `${name} does not lie in the zone ${zone.name}.`);
    }
  }
  return found;
};
