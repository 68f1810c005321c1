import type { ConfigurationInput } from './schema.ts';

/** Copy this file and change every value. schema.ts explains each value and what it can be. */
export default {
  hub: { accountId: '999999999999', region: 'eu-central-1' },
  regions: ['eu-central-1', 'eu-west-1', 'us-east-1'],
  organizationId: 'o-exampleorgid',

  memberAccounts: [
    { accountId: '111111111111', name: 'payments' },
    { accountId: '222222222222', name: 'analytics' },
  ],
  otherPeerAccounts: ['333333333333'],
  externalId: 'peerway-example',

  networkTeamRoleArns: ['arn:aws:iam::999999999999:role/NetworkTeam'],
  networkTeamAddress: 'network-team@network.example.com',
  authorization: { kind: 'iam' },

  mail: { sender: { name: 'Peerway', address: 'peerway@network.example.com' } },
  domain: {
    name: 'peerway.network.example.com',
    certificateArn: 'arn:aws:acm:eu-central-1:999999999999:certificate/00000000-0000-4000-8000-000000000000',
  },
  alarmAddresses: ['network-team@network.example.com'],

  // Set it to true once the first deployment has succeeded.
  deletionProtection: false,

  retention: { logDays: 90, archive: { mode: 'governance', days: 2557 } },
  digest: { hour: 8, timeZone: 'Europe/Berlin' },
  reminderDefaults: ['P3D', 'P1D', 'PT4H'],
} satisfies ConfigurationInput;
