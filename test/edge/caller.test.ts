import { describe, expect, test } from 'vitest';
import { callerOf } from '../../functions/edge/caller.ts';

const HUB = '999999999999';
const TEAM = ['arn:aws:iam::999999999999:role/NetworkTeam'];

const call = (accountId: string, userArn: string) =>
  callerOf({ requestContext: { accountId: HUB, authorizer: { iam: { accountId, userArn } } } }, TEAM);

describe('who calls', () => {
  test('a session of the hub’s role for a member is that member', () => {
    const caller = call(HUB, `arn:aws:sts::${HUB}:assumed-role/PeerwayCaller-111111111111/ci`);
    expect(caller).toMatchObject({ account_id: '111111111111', is_network_team: false });
  });

  test('a role of that name in another account is that account’s', () => {
    const caller = call(
      '222222222222',
      'arn:aws:sts::222222222222:assumed-role/PeerwayCaller-111111111111/ci',
    );
    expect(caller.account_id).toBe('222222222222');
  });

  test.each(['PeerwayCaller-111111111111x', 'xPeerwayCaller-111111111111', 'PeerwayCaller-1111111111111'])(
    '%s is no member’s role',
    (role) => {
      expect(call(HUB, `arn:aws:sts::${HUB}:assumed-role/${role}/ci`).account_id).toBe(HUB);
    },
  );

  test('a session of a configured role is the network team, whatever the session is called', () => {
    expect(call(HUB, `arn:aws:sts::${HUB}:assumed-role/NetworkTeam/alice`).is_network_team).toBe(true);
    expect(call(HUB, `arn:aws:sts::${HUB}:assumed-role/Other/NetworkTeam`).is_network_team).toBe(false);
    expect(call('111111111111', 'arn:aws:sts::111111111111:assumed-role/NetworkTeam/a').is_network_team).toBe(
      false,
    );
  });

  test('nobody signed: refused', () => {
    expect(() => callerOf({ requestContext: { accountId: HUB } }, TEAM)).toThrow('Sign the request');
  });
});
