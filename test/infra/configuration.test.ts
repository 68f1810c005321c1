import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../functions/domain/submission/spend-budget.ts';
import example from '../../infra/configuration/example.ts';
import {
  ConfigurationError,
  loadConfiguration,
  readConfiguration,
} from '../../infra/configuration/load-configuration.ts';
import { LOCKED } from './template/synthesized.ts';

const messageFor = (changes: object): string => {
  try {
    readConfiguration('mine.ts', { ...example, ...changes });
    return 'none';
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
};

const TOKENS = {
  kind: 'jwt',
  issuer: 'https://login.example.com/',
  audience: ['peerway'],
  accountClaim: 'aws_account',
  groupsClaim: 'groups',
  groupsClaimHolds: 'groups-without-spaces',
  networkTeamGroup: 'network-team',
};

const members = (length: number, step: number) =>
  Array.from({ length }, (_, index) => ({
    accountId: String(100_000_000_000 + index * step),
    name: `account ${index}`,
  }));

it('accepts the example', () => {
  expect(messageFor({})).toBe('none');
});

it('accepts the name of a group with spaces where the claim holds one group, which is compared whole', () => {
  const authorization = { ...TOKENS, groupsClaimHolds: 'one-group', networkTeamGroup: 'Network team' };
  expect(messageFor({ authorization })).toBe('none');
});

it('accepts the mail addresses that the API accepts', () => {
  const address = 'r&d@xn--80ak6aa92e.xn--p1ai';
  expect(
    messageFor({
      networkTeamAddress: address,
      alarmAddresses: [address],
      mail: { sender: { name: 'Peerway', address } },
    }),
  ).toBe('none');
});

it('has limits on each account, and lets each be changed alone', () => {
  const limitsOf = (limits: object) => readConfiguration('mine.ts', { ...example, limits }).limits;
  const { open_requests, submissions_per_hour } = DEFAULT_LIMITS;
  const defaults = { openRequestsPerAccount: open_requests, submissionsPerHour: submissions_per_hour };
  expect(readConfiguration('mine.ts', example).limits).toEqual(defaults);
  expect(limitsOf({ submissionsPerHour: 1 })).toEqual({ ...defaults, submissionsPerHour: 1 });
});

it.each([
  [{ limits: { submissionsPerHour: 0 } }, 'limits.submissionsPerHour', 'from 1 to 100000'],
  [
    { quotas: { pendingPerAccount: 500, activePerVpc: 50 } },
    'limits.openRequestsPerAccount',
    'at least quotas.pendingPerAccount (500)',
  ],
  [
    { hub: { accountId: 999999999999, region: 'eu-central-1' } },
    'hub.accountId',
    "12 digits in quotes, such as '999999999999'",
  ],
  [{ hub: { accountId: '9999', region: 'eu-central-1' } }, 'hub.accountId', 'an AWS account ID of 12 digits'],
  [
    { hub: { accountId: '999999999999', region: 'Frankfurt' } },
    'hub.region',
    'the code of a Region, such as eu-central-1',
  ],
  [{ regions: ['us-iso-east-1'] }, 'regions.0', 'the code of a Region, such as eu-central-1'],
  [
    { regions: ['eu-central-1', 'eusc-de-east-1'] },
    'regions',
    "eusc-de-east-1 is in the partition aws-eusc, and the hub's Region in aws. EC2 peers VPCs of one partition only.",
  ],
  [
    { networkTeamRoleArns: ['arn:aws-cn:iam::999999999999:role/NetworkTeam'] },
    'networkTeamRoleArns',
    'must be a role of the hub account 999999999999 in the partition aws',
  ],
  [
    {
      domain: {
        name: 'peerway.network.example.com',
        certificateArn:
          'arn:aws-us-gov:acm:eu-central-1:999999999999:certificate/00000000-0000-4000-8000-000000000000',
      },
    },
    'domain.certificateArn',
    "in the hub's Region, eu-central-1",
  ],
  [
    { domain: { ...example.domain, front: { ...LOCKED, requestsPerAddress: 10 } } },
    'domain.front.requestsPerAddress',
    'a whole number from 100 to 1000000',
  ],
  [
    { domain: { ...example.domain, front: { ...LOCKED, certificateArn: example.domain.certificateArn } } },
    'domain.front.certificateArn',
    'an ACM certificate in us-east-1',
  ],
  [
    {
      domain: {
        ...example.domain,
        front: {
          ...LOCKED,
          clientCertificateArn: LOCKED.clientCertificateArn.replace('999999999999', '111111111111'),
        },
      },
    },
    'domain.front.clientCertificateArn',
    'must be in the hub account 999999999999',
  ],
  [
    { domain: { ...example.domain, front: { ...LOCKED, certificateAuthority: 'package.json' } } },
    'domain.front.certificateAuthority',
    'a certificate authority in PEM',
  ],
  [{ regions: [] }, 'regions', 'at least one Region'],
  [
    { memberAccounts: [{ accountId: '111111111111', name: '\u00ad' }] },
    'memberAccounts.0.name',
    'Name must contain visible text.',
  ],
  [
    { memberAccounts: [{ accountId: '111111111111', name: '支払い' }] },
    'memberAccounts.0.name',
    "which IAM requires in a role's description",
  ],
  [
    { mail: { sender: { name: ' ', address: 'a@one.example' } } },
    'mail.sender.name',
    'Must contain only letters, digits',
  ],
  [{ memberAccounts: [] }, 'memberAccounts', 'at least one member account'],
  [{ otherPeerAccounts: ['111111111111'] }, 'memberAccounts', 'Account 111111111111 is listed twice'],
  [{ networkTeamRoleArns: [] }, 'networkTeamRoleArns', 'nobody can add accounts to the directory'],
  [
    { networkTeamRoleArns: ['NetworkTeam'] },
    'networkTeamRoleArns.0',
    'Must be the ARN of an IAM role, such as',
  ],
  [
    { networkTeamRoleArns: ['arn:aws:iam::111111111111:role/NetworkTeam'] },
    'networkTeamRoleArns',
    'only principals of its own account',
  ],
  [{ alarmAddresses: ['network team'] }, 'alarmAddresses.0', 'Email address must have the form'],
  [{ alarmAddresses: ['ops@network'] }, 'alarmAddresses.0', 'Email address must have the form'],
  [
    { networkTeamAddress: `${'a'.repeat(250)}@b.example` },
    'networkTeamAddress',
    'Email address must have at most 254 characters.',
  ],
  [{ networkTeamAddress: undefined }, 'networkTeamAddress', 'This field is required.'],
  [
    { retention: { logDays: 100, archive: { mode: 'governance', days: 1 } } },
    'retention.logDays',
    'in days: 1, 3, 5',
  ],
  [
    { retention: { logDays: 90, archive: { mode: 'governance', days: 0 } } },
    'retention.archive.days',
    'from 1 to 36500',
  ],
  [{ digest: { hour: 7, timeZone: 'Berlin' } }, 'digest.timeZone', 'such as Europe/Berlin'],
  [{ reminderDefaults: [] }, 'reminderDefaults', 'at least one reminder'],
  [
    { reminderDefaults: ['3 days'] },
    'reminderDefaults.0',
    'in ISO 8601 format, such as P3D, PT4H or P1DT12H',
  ],
  [
    { reminderDefaults: ['P1D', 'P1M'] },
    'reminderDefaults.1',
    'in ISO 8601 format, such as P3D, PT4H or P1DT12H',
  ],
  [{ reminderDefaults: ['PT0S'] }, 'reminderDefaults.0', 'between 1 second and'],
  [{ reminderDefaults: ['P1W'] }, 'reminderDefaults.0', 'Duration must be less than 7 days.'],
  [{ reminderDefaults: [86_400] }, 'reminderDefaults.0', 'in ISO 8601 format, such as P3D'],
  [
    {
      domain: {
        name: 'peerway.network.example.com',
        certificateArn: 'arn:aws:acm:us-east-1:999999999999:certificate/00000000-0000-4000-8000-000000000000',
      },
    },
    'domain.certificateArn',
    "in the hub's Region, eu-central-1",
  ],
  [
    {
      mail: {
        sender: { name: 'Peerway', address: 'a@one.example' },
        hostedZone: { id: 'Z1', name: 'two.example' },
      },
    },
    'mail.hostedZone',
    "The hosted zone two.example doesn't contain one.example",
  ],
  [
    {
      mail: {
        sender: { name: 'Peerway', address: 'a@one.example' },
        identity: 'existing',
        hostedZone: { id: 'Z1', name: 'one.example' },
      },
    },
    'mail.hostedZone',
    'Remove mail.hostedZone',
  ],
  [
    { mail: { sender: { name: 'Peerway', address: 'a@one.example' }, identity: 'old' } },
    'mail.identity',
    'Must be create or existing.',
  ],
  [{ deletionProtection: 'on' }, 'deletionProtection', 'Must be true or false.'],
  [
    { authorization: { kind: 'jwt', issuer: 'http://login.example.com' } },
    'authorization.issuer',
    'a URL that begins with https://',
  ],
  [
    { authorization: { ...TOKENS, networkTeamGroup: 'network team' } },
    'authorization.networkTeamGroup',
    'network team contains a space',
  ],
  [
    { authorization: { ...TOKENS, networkTeamGroup: '[network-team]' } },
    'authorization.networkTeamGroup',
    'Must not contain square brackets',
  ],
  [
    { authorization: { ...TOKENS, groupsClaimHolds: undefined } },
    'authorization.groupsClaimHolds',
    'Must be one-group if the claim is a single text, or groups-without-spaces if',
  ],
  [
    { networkTeamRoleArns: ['arn:aws:iam::999999999999:role/NetworkTeam,contractors'] },
    'networkTeamRoleArns.0',
    'Must be the ARN of an IAM role',
  ],
  [{ memberAccounts: members(1001, 1) }, 'peersOf', "Set peersOf to 'any-account'"],
  [
    { memberAccounts: members(500, 1), connect: { dnsResolution: true } },
    'connect.dnsResolution',
    'can list 500 accounts, and there are 501. Set connect.dnsResolution to false, or',
  ],
  [{ connect: { routes: 'yes' } }, 'connect.routes', 'Must be true or false.'],
  [
    { connect: { managedTag: { key: 'aws:routes', value: 'managed' } } },
    'connect.managedTag.key',
    'Must be the key of a tag',
  ],
  [
    { connect: { managedTag: { key: 'peerway:routes', value: '*' } } },
    'connect.managedTag.value',
    'Must be the value of a tag',
  ],
  [
    { memberAccounts: members(41, 100) },
    'memberAccounts',
    '41 account IDs end in 00, and the trust policy of their role PeerwayCaller-00 has room for 40.',
  ],
  [{ peersOf: 'any' }, 'peersOf', 'Must be known-accounts or any-account.'],
  [{ authorization: { kind: 'none' } }, 'authorization.kind', 'must be iam or jwt'],
  [{ retentoin: 1 }, '(top level)', 'Unknown field: retentoin.'],
  [{ regions: undefined }, 'regions', 'This field is required.'],
  [{ hub: { region: 'eu-central-1' } }, 'hub.accountId', 'This field is required.'],
])('reports an invalid value with what would be right: %o', (changes, path, sentence) => {
  expect(messageFor(changes)).toMatch(/^mine\.ts isn't a valid configuration:\n/);
  expect(messageFor(changes)).toContain(`  ${path}: `);
  expect(messageFor(changes)).toContain(sentence);
});

it('reports a file that does not exist', async () => {
  await expect(loadConfiguration('infra/configuration/mine.ts')).rejects.toThrow(
    "The file doesn't exist. Copy infra/configuration/example.ts to start.",
  );
});
