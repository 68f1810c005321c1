import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { ACROSS, HUB, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, startCheckedJourney } from './checked-journey.ts';
import { eventAs } from './function-event.ts';
import { SIGNED_ROUTES } from './route-calls.ts';

describe('the network team is its role, and no other that looks like it:', () => {
  let journey: CheckedJourney;
  beforeAll(async () => {
    journey = await startCheckedJourney();
  });
  afterAll(() => journey.close());

  const callAs = async (userArn: string | undefined, entry = 'api/list-accounts', id?: string) => {
    const event = eventAs(userArn, id ? { pathParameters: { id } } : {});
    const answer = (await invokeFunction(entry, event)) as { statusCode: number; body: string };
    return { status: answer.statusCode, body: JSON.parse(answer.body) };
  };

  test.each([
    `arn:aws:sts::${HUB}:assumed-role/NetworkTeam/local`,
    `arn:aws:sts::${HUB}:assumed-role/NetworkTeam/somebody@network.example`,
  ])('%s is', async (arn) => {
    expect((await callAs(arn)).status).toBe(200);
  });

  test.each([
    `arn:aws:sts::${PAYMENTS}:assumed-role/NetworkTeam/local`,
    `arn:aws:sts::${HUB}:assumed-role/NetworkTeams/local`,
    `arn:aws:sts::${HUB}:assumed-role/networkteam/local`,
    `arn:aws:sts::${HUB}:assumed-role/Developer/NetworkTeam`,
    `arn:aws:sts::${HUB}:federated-user/NetworkTeam`,
    `arn:aws:iam::${HUB}:user/NetworkTeam`,
    `arn:aws:iam::${HUB}:user/assumed-role/NetworkTeam/local`,
    `arn:aws:iam::${HUB}:root`,
    `arn:aws-cn:sts::${HUB}:assumed-role/NetworkTeam/local`,
    `arn:aws:sts::${PAYMENTS}:assumed-role/Developer/arn:aws:iam::${HUB}:role/NetworkTeam`,
  ])('%s is not', async (arn) => {
    expect(await callAs(arn)).toMatchObject({ status: 403, body: { error: { code: 'FORBIDDEN' } } });
  });

  test('nobody is nobody', async () => {
    for (const { method, entry } of SIGNED_ROUTES) {
      if (method !== 'GET') continue;
      expect(await callAs(undefined, entry)).toMatchObject({
        status: 403,
        body: { error: { code: 'FORBIDDEN' } },
      });
    }
  });

  test('it alone makes links to the board', async () => {
    const made = await journey.call<{ url: string }>(HUB, 'POST', '/board-links');
    expect(made.status).toBe(201);
    for (const account of [PAYMENTS, PARTNER]) {
      expect((await journey.call(account, 'POST', '/board-links')).status).toBe(403);
    }
  });

  test('a member account is who assumed its role of the hub, and no look-alike', async () => {
    const role = `assumed-role/PeerwayCaller-11/${PAYMENTS}-rosa`;
    const submission = eventAs(`arn:aws:sts::${HUB}:${role}`, { body: ACROSS });
    const submitted = (await invokeFunction('api/submit-request', submission)) as { body: string };
    const { id } = JSON.parse(submitted.body).data;
    const get = async (arn: string) => (await callAs(arn, 'api/get-request', id)).status;
    expect(await get(`arn:aws:sts::${HUB}:${role}`)).toBe(200);
    expect(await get(`arn:aws:sts::${HUB}:assumed-role/PeerwayCaller-33/${PARTNER}-rosa`)).toBe(404);
    expect(await get(`arn:aws:sts::${PARTNER}:${role}`)).toBe(404);
    expect(await get(`arn:aws:sts::${HUB}:assumed-role/PeerwayCaller-33/${PAYMENTS}-rosa`)).toBe(403);
    expect(await get(`arn:aws:sts::${HUB}:assumed-role/PeerwayCaller-11/rosa`)).toBe(403);
    expect(await get(`arn:aws:sts::${HUB}:assumed-role/XPeerwayCaller-11/${PAYMENTS}-rosa`)).toBe(404);
    expect(await get(`arn:aws:sts::${HUB}:assumed-role/Developer/PeerwayCaller-11`)).toBe(404);
    expect(await get(`arn:aws:iam::${HUB}:user/PeerwayCaller-11`)).toBe(404);
    await journey.pass(30);
    const page = await (await fetch(await journey.linkOf('anna@analytics.example', id))).text();
    expect(page).toContain(`rosa (account ${PAYMENTS})`);
    expect(page).not.toContain('PeerwayCaller');
  });
});

describe('where callers send tokens, the network team is its group, and no other whose name contains it:', () => {
  const VARIABLES = {
    JWT_ACCOUNT_CLAIM: 'aws_account',
    JWT_GROUPS_CLAIM: 'groups',
    JWT_NETWORK_TEAM_GROUP: 'network-team',
  };
  let journey: CheckedJourney;
  beforeAll(async () => {
    journey = await startCheckedJourney();
    Object.assign(process.env, VARIABLES);
  });
  afterAll(async () => {
    for (const name of [...Object.keys(VARIABLES), 'JWT_GROUPS_CLAIM_HOLDS']) delete process.env[name];
    await journey.close();
  });

  const statusFor = async (holds: string, groups: string) => {
    process.env['JWT_GROUPS_CLAIM_HOLDS'] = holds;
    const claims = { iss: 'https://id.example', sub: 'anna', aws_account: PAYMENTS, groups };
    const answer = await invokeFunction('api/list-accounts', eventAs(undefined, { claims }));
    return (answer as { statusCode: number }).statusCode;
  };

  test.each([
    ['one-group', 'network-team'],
    ['groups-without-spaces', '[network-team]'],
    ['groups-without-spaces', '[developers network-team on-call]'],
    ['groups-without-spaces', 'network-team'],
  ])('%s in %s is', async (holds, groups) => {
    expect(await statusFor(holds, groups)).toBe(200);
  });

  test.each([
    ['one-group', 'contractors of network-team'],
    ['one-group', 'contractors,network-team'],
    ['one-group', '[contractors of network-team]'],
    ['one-group', '[network-team]'],
    ['one-group', 'Network-Team'],
    ['one-group', ''],
    ['groups-without-spaces', 'contractors of network-team'],
    ['groups-without-spaces', '[contractors,network-team]'],
    ['groups-without-spaces', '[network-team-contractors]'],
    ['groups-without-spaces', '[[network-team]]'],
    ['groups-without-spaces', '[]'],
  ])('%s in %s is not', async (holds, groups) => {
    expect(await statusFor(holds, groups)).toBe(403);
  });
});
