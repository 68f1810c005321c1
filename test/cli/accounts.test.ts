import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Account } from '../../cli/client/api-types.ts';
import { ANALYTICS, HUB, type Journey, PARTNER, startJourney } from '../journey/journey.ts';
import { cut, type Loss, lossyNetwork } from './lossy-network.ts';
import { jsonOf, runPeerway } from './run-peerway.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const accounts = (...args: string[]) =>
  runPeerway(['accounts', ...args], { endpoint: journey.endpoints.api, account: HUB });

const ANNA = 'anna@analytics.example';

test('a put keeps the rules, for which it has no option, and says which other fields it resets', async () => {
  const rules = [
    { name: 'no-frankfurt', when: { requester_regions: ['eu-central-1'] }, then: 'refuse', because: 'No.' },
  ];
  const entry = { name: 'analytics', approvers: [ANNA], onboarded: true, rules, reminders: ['P2D'] };
  await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, {
    ...entry,
    escalation_email: 'head@analytics.example',
  });
  const given = ['--name', 'lake', '--onboarded', '--approvers', ANNA];
  const put = await accounts('put', ANALYTICS, ...given, '--reminders', '2d');
  expect(jsonOf<Account>(put)).toMatchObject({
    name: 'lake',
    rules,
    reminders: ['P2D'],
    escalation_email: null,
  });
  expect(put.stderr).toBe(
    'Left out, and so set to its default: --escalation-email (was head@analytics.example).\n',
  );
  const other = await accounts('put', ANALYTICS, ...given, '--pick-up');
  expect(other.stderr).toBe('Left out, and so set to its default: --reminders (was P2D).\n');
  expect((await accounts('put', ANALYTICS, ...given, '--pick-up')).stderr).toBe('');
  const fresh = await accounts('put', '444444444444', ...given);
  expect(jsonOf<Account>(fresh)).toMatchObject({ name: 'lake', rules: [] });
  expect(fresh.stderr).toBe('');
});

test('a put says that the account has none of what the directory’s defaults give', async () => {
  const defaults = {
    reminders: ['P1D'],
    escalation_email: 'head@analytics.example',
    time_zone: 'Europe/Paris',
    pick_up: true,
    pick_up_unknown: true,
    repeat_rejection: 'P30D',
    longest_active_for: 'P90D',
    review_every: 'P90D',
  };
  const setDefaults = async (values: object) => {
    const read = await journey.call<{ version: number }>(HUB, 'GET', '/directory');
    if (!read.body.success) throw new Error(read.body.error.message);
    const body = { directory: { defaults: values }, version: read.body.data.version };
    expect((await journey.call(HUB, 'PUT', '/directory', body)).status).toBe(200);
  };
  await setDefaults(defaults);
  const given = ['--name', 'lake', '--onboarded', '--approvers', ANNA];
  expect(jsonOf<Account>(await accounts('put', ANALYTICS, ...given))).toMatchObject(defaults);
  const none = [
    'reminders',
    'escalation-email',
    'time-zone',
    'repeat-rejection',
    'longest-active-for',
  ].flatMap((field) => [`--${field}`, 'none']);
  const put = await accounts(
    ...['put', ANALYTICS, ...given, ...none, '--review-every', 'none'],
    ...['--announce-to', 'none', '--no-pick-up', '--no-pick-up-unknown'],
  );
  expect(jsonOf<Account>(put)).toMatchObject({
    reminders: [],
    escalation_email: null,
    time_zone: null,
    pick_up: false,
    pick_up_unknown: false,
    repeat_rejection: null,
    longest_active_for: null,
    review_every: null,
    announce_to: null,
  });
  expect(put.stderr).toBe('');
  const both = await accounts('put', ANALYTICS, ...given, '--reminders', 'none', '2d');
  expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('Use none alone.')]);
  await setDefaults({});
});

test('a put that read what somebody else changed since is refused, and one that is sent again isn’t', async () => {
  const entry = { name: 'analytics', approvers: [ANNA], onboarded: true };
  const rule = { name: 'none', when: {}, then: 'refuse', because: 'No.' };
  let atPut: () => Promise<Loss | undefined>;
  const network = await lossyNetwork(journey.endpoints.api, ({ method }) =>
    method === 'PUT' ? atPut() : undefined,
  );
  const put = (id: string) =>
    runPeerway(['accounts', 'put', id, '--name', 'lake', '--onboarded', '--approvers', ANNA], {
      endpoint: network.endpoint,
      account: HUB,
    });
  try {
    for (const id of [ANALYTICS, '666666666666']) {
      atPut = async () => {
        await journey.call(HUB, 'PUT', `/accounts/${id}`, { ...entry, rules: [rule] });
        return undefined;
      };
      const late = await put(id);
      expect([late.code, late.stdout]).toEqual([1, '']);
      expect(late.stderr).toMatch(
        new RegExp(
          `^CONFLICT: Account ${id} was changed by \\S+ at \\S+Z\\. Read it again\\.\n→ Show it, and then try again: peerway accounts get ${id}\n`,
        ),
      );
      expect(jsonOf<Account>(await accounts('get', id))).toMatchObject({ name: 'analytics', rules: [rule] });
    }
    atPut = async () => {
      atPut = async () => undefined;
      return cut;
    };
    expect(jsonOf<Account>(await put(ANALYTICS))).toMatchObject({ name: 'lake', rules: [rule] });
    atPut = async () => {
      await journey.call(HUB, 'DELETE', `/accounts/${ANALYTICS}`);
      return undefined;
    };
    expect((await put(ANALYTICS)).stderr).toContain(`Account ${ANALYTICS} was removed from the directory.`);
  } finally {
    network.close();
  }
});

test('the network team puts, gets, lists and deletes', async () => {
  const put = await accounts(
    ...['put', ANALYTICS, '--name', 'data', '--onboarded', '--required-approvals', '2'],
    ...['--approvers', 'anna@analytics.example', 'arun@analytics.example', '--reminders', 'P2D', 'PT12H'],
    ...['--pick-up', '--repeat-rejection', '30d'],
    ...['--review-every', '90d', '--review-unanswered', 'remove'],
    ...['--announce-to', `arn:aws:sns:eu-west-1:${ANALYTICS}:peerway-requests`],
  );
  expect(jsonOf<Account>(put)).toMatchObject({
    account_id: ANALYTICS,
    name: 'data',
    onboarded: true,
    required_approvals: 2,
    approvers: ['anna@analytics.example', 'arun@analytics.example'],
    reminders: ['P2D', 'PT12H'],
    auto_accept_from: [],
    pick_up: true,
    repeat_rejection: 'P30D',
    review_every: 'P90D',
    review_unanswered: 'remove',
  });

  const got = await accounts('get', ANALYTICS, '--table');
  expect(got.stdout).toMatch(/^222222222222 {2}data\n/);
  expect(got.stdout).toMatch(/Announces to +arn:aws:sns:eu-west-1:222222222222:peerway-requests/);
  expect(got.stdout).toContain('2 required');
  expect(got.stdout).toContain('every P90D, and connections that nobody reviews are removed');
  expect((await accounts('list', '--table')).stdout).toMatch(/222222222222 +data +yes +2 +anna@/);

  const asked = await accounts('delete', PARTNER);
  expect(asked).toMatchObject({ code: 2, stdout: '' });
  expect(asked.stderr).toContain(
    "Delete account 333333333333 from the directory? Can't prompt without a terminal. Use --yes to confirm.",
  );
  expect((await accounts('delete', PARTNER, '--yes')).code).toBe(0);
  const gone = await accounts('get', PARTNER);
  expect(gone.code).toBe(1);
  expect(gone.stderr).toContain('→ List the accounts in the directory: peerway accounts list');
});
