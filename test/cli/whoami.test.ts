import { afterAll, beforeAll, expect, test } from 'vitest';
import { HUB, type Journey, PAYMENTS, startJourney } from '../journey/journey.ts';
import { jsonOf, runPeerway } from './run-peerway.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const whoami = (account: string, ...options: string[]) =>
  runPeerway(['whoami', ...options], { endpoint: journey.endpoints.api, account });

test('a member is told its account, its name, and that it isn’t the network team', async () => {
  expect(jsonOf(await whoami(PAYMENTS))).toEqual({
    account_id: PAYMENTS,
    arn: `arn:aws:sts::${PAYMENTS}:assumed-role/Developer/local`,
    principal_arn: `arn:aws:iam::${PAYMENTS}:role/Developer`,
    is_network_team: false,
    email: null,
  });
  expect((await whoami(PAYMENTS, '--table')).stdout).toBe(
    [
      'Account       111111111111',
      'Name          arn:aws:sts::111111111111:assumed-role/Developer/local',
      'Role          arn:aws:iam::111111111111:role/Developer',
      'Network team  no',
      '',
    ].join('\n'),
  );
});

test('the network team is told that it is', async () => {
  expect((await whoami(HUB, '--table')).stdout).toMatch(
    /^Account +999999999999\n[\s\S]*Network team +yes\n$/,
  );
});
