import { expect, it } from 'vitest';
import example from '../../infra/configuration/example.ts';
import {
  ConfigurationError,
  loadConfiguration,
  readConfiguration,
} from '../../infra/configuration/load-configuration.ts';

const complaintOf = (changes: object): string => {
  try {
    readConfiguration('mine.ts', { ...example, ...changes });
    return 'none';
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
};

it('the example is right', () => {
  expect(complaintOf({})).toBe('none');
});

it.each([
  [{ hub: { accountId: 999999999999, region: 'eu-central-1' } }, 'hub.accountId', 'expected string'],
  [{ hub: { accountId: '9999', region: 'eu-central-1' } }, 'hub.accountId', 'twelve digits'],
  [
    { hub: { accountId: '999999999999', region: 'Frankfurt' } },
    'hub.region',
    'no Region of the partition aws',
  ],
  [{ regions: ['cn-north-1'] }, 'regions.0', 'no Region of the partition aws'],
  [{ regions: [] }, 'regions', 'at least one Region'],
  [{ memberAccounts: [] }, 'memberAccounts', 'at least one member account'],
  [{ otherPeerAccounts: ['111111111111'] }, 'memberAccounts', 'Account 111111111111 is named twice'],
  [{ networkTeamRoleArns: [] }, 'networkTeamRoleArns', 'nobody can put accounts into the directory'],
  [{ networkTeamRoleArns: ['NetworkTeam'] }, 'networkTeamRoleArns.0', 'A role ARN reads'],
  [
    { networkTeamRoleArns: ['arn:aws:iam::111111111111:role/NetworkTeam'] },
    'networkTeamRoleArns',
    'principals of its own account alone',
  ],
  [{ alarmAddresses: ['network team'] }, 'alarmAddresses.0', 'no mail address'],
  [
    { retention: { logDays: 100, archive: { mode: 'governance', days: 1 } } },
    'retention.logDays',
    'one of: 1, 3, 5',
  ],
  [
    { retention: { logDays: 90, archive: { mode: 'governance', days: 0 } } },
    'retention.archive.days',
    'At least one day',
  ],
  [{ digest: { hour: 7, timeZone: 'Berlin' } }, 'digest.timeZone', 'say Europe/Berlin'],
  [{ reminderDefaults: [] }, 'reminderDefaults', 'at least one reminder'],
  [{ reminderDefaults: ['3 days'] }, 'reminderDefaults.0', 'of the form P3D, PT4H or P1DT12H'],
  [{ reminderDefaults: ['P1D', 'P1M'] }, 'reminderDefaults.1', 'of the form P3D, PT4H or P1DT12H'],
  [{ reminderDefaults: ['PT0S'] }, 'reminderDefaults.0', 'more than nothing'],
  [{ reminderDefaults: ['P1W'] }, 'reminderDefaults.0', 'at most 604799 seconds'],
  [{ reminderDefaults: [86_400] }, 'reminderDefaults.0', 'A duration is text'],
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
    'one.example does not lie in the zone two.example',
  ],
  [
    { authorization: { kind: 'jwt', issuer: 'http://login.example.com' } },
    'authorization.issuer',
    'begins with https://',
  ],
  [
    { authorization: { kind: 'jwt', networkTeamGroup: 'network team' } },
    'authorization.networkTeamGroup',
    'no blanks',
  ],
  [
    {
      memberAccounts: Array.from({ length: 101 }, (_, index) => ({
        accountId: String(100_000_000_000 + index),
        name: `account ${index}`,
      })),
    },
    'peersOf',
    'set any-account',
  ],
  [{ retentoin: 1 }, '(the whole)', 'retentoin'],
])('a wrong value is told in a sentence: %o', (changes, path, sentence) => {
  expect(complaintOf(changes)).toMatch(/^mine\.ts cannot be used:\n/);
  expect(complaintOf(changes)).toContain(`  ${path}: `);
  expect(complaintOf(changes)).toContain(sentence);
});

it('a file that is not there is told, too', async () => {
  await expect(loadConfiguration('infra/configuration/mine.ts')).rejects.toThrow('There is no such file.');
});
