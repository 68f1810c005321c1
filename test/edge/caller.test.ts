import { describe, expect, test } from 'vitest';
import { identifyCaller } from '../../functions/edge/caller.ts';

const HUB = '999999999999';
const TEAM = { network_team_role_arns: ['arn:aws:iam::999999999999:role/NetworkTeam'] };

const call = (accountId: string, userArn: string) =>
  identifyCaller({ requestContext: { accountId: HUB, authorizer: { iam: { accountId, userArn } } } }, TEAM);

describe('who calls', () => {
  test('a session of a hub’s role is the member whose id its name begins with', () => {
    const caller = call(HUB, `arn:aws:sts::${HUB}:assumed-role/PeerwayCaller-11/211111111111-ci`);
    expect(caller).toMatchObject({ account_id: '211111111111', is_network_team: false });
  });

  test('two members that share a role share no idempotency keys', () => {
    const [one, other] = ['111111111111', '211111111111'].map((account) =>
      call(HUB, `arn:aws:sts::${HUB}:assumed-role/PeerwayCaller-11/${account}-ci`),
    );
    expect(one?.principal_arn).not.toBe(other?.principal_arn);
  });

  test('a role of that name in another account is that account’s', () => {
    const caller = call(
      '222222222222',
      'arn:aws:sts::222222222222:assumed-role/PeerwayCaller-11/111111111111-ci',
    );
    expect(caller.account_id).toBe('222222222222');
  });

  test.each([
    'PeerwayCaller-11/ci',
    'PeerwayCaller-11/222222222222-ci',
    'PeerwayCaller-11/111111111111',
    'PeerwayCaller-11/111111111111-',
    'PeerwayCaller-11/1111111111111-ci',
    'PeerwayCaller-11/x111111111111-ci',
    'PeerwayCaller-1/111111111111-ci',
    'PeerwayCaller-111111111111/ci',
    'PeerwayCaller-x/111111111111-ci',
  ])('%s proves no account, and is refused', (session) => {
    expect(() => call(HUB, `arn:aws:sts::${HUB}:assumed-role/${session}`)).toThrow('your account ID');
  });

  test('a role that only looks like it is the hub’s own', () => {
    const arn = `arn:aws:sts::${HUB}:assumed-role/xPeerwayCaller-11/111111111111-ci`;
    expect(call(HUB, arn).account_id).toBe(HUB);
  });

  test('a session of a configured role is the network team, whatever the session is called', () => {
    expect(call(HUB, `arn:aws:sts::${HUB}:assumed-role/NetworkTeam/alice`).is_network_team).toBe(true);
    expect(call(HUB, `arn:aws:sts::${HUB}:assumed-role/Other/NetworkTeam`).is_network_team).toBe(false);
    expect(call('111111111111', 'arn:aws:sts::111111111111:assumed-role/NetworkTeam/a').is_network_team).toBe(
      false,
    );
  });

  test('nobody signed: refused', () => {
    expect(() => identifyCaller({ requestContext: { accountId: HUB } }, TEAM)).toThrow('Sign the request');
  });
});

describe('who calls with a token', () => {
  const RULES = {
    network_team_role_arns: ['none'],
    token: {
      account_claim: 'account',
      groups_claim: 'groups',
      groups_without_spaces: true,
      network_team_group: 'network',
    },
  };
  const bring = (claims: Record<string, unknown>) =>
    identifyCaller({ requestContext: { accountId: HUB, authorizer: { jwt: { claims } } } }, RULES);
  const ANNA = { iss: 'https://id.example', sub: 'anna', account: '111111111111' };

  test('is of the account that it names', () => {
    expect(bring(ANNA)).toEqual({
      account_id: '111111111111',
      arn: 'jwt:https://id.example#anna',
      principal_arn: 'jwt:https://id.example#anna',
      is_network_team: false,
    });
  });

  test.each([
    ['[dev network]', true],
    ['network', true],
    ['[networks]', false],
    ['', false],
    [['network'], false],
  ])('with the groups %j: of the network team %s', (groups, expected) => {
    expect(bring({ ...ANNA, groups }).is_network_team).toBe(expected);
  });

  test.each([undefined, ''])('that names nobody (sub %j) is refused', (sub) => {
    expect(() => bring({ ...ANNA, sub })).toThrow('names you');
  });

  test.each([
    undefined,
    '[111111111111]',
    '[111111111111 222222222222]',
    '11111111111',
    '111111111111x',
    111111111111,
  ])('that names account %s is refused', (account) => {
    expect(() => bring({ ...ANNA, account })).toThrow('names your account');
  });

  test('is not known where callers sign, nor a signature where they bring tokens', () => {
    const authorizer = {
      jwt: { claims: ANNA },
      iam: { accountId: HUB, userArn: 'arn:aws:iam::999999999999:role/NetworkTeam' },
    };
    expect(identifyCaller({ requestContext: { accountId: HUB, authorizer } }, TEAM).is_network_team).toBe(
      true,
    );
    expect(identifyCaller({ requestContext: { accountId: HUB, authorizer } }, RULES).account_id).toBe(
      '111111111111',
    );
    const signed = { iam: authorizer.iam };
    expect(() => identifyCaller({ requestContext: { accountId: HUB, authorizer: signed } }, RULES)).toThrow(
      'Send a token',
    );
  });
});
