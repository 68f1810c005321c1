import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { verifyChain } from '../../functions/domain/request/audit.ts';
import type {
  getDirectory,
  listDirectoryEvents,
  putDirectory,
} from '../../functions/edge/contract/directory.ts';
import { ANALYTICS, DAY, HUB, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, errorOf, startCheckedJourney } from './checked-journey.ts';

type Stored = z.infer<(typeof getDirectory)['data']>;
type Plan = z.infer<(typeof putDirectory)['data']>;
type History = z.infer<(typeof listDirectoryEvents)['data']>;
type Content = Stored['directory'];

const TEAM = `arn:aws:sts::${HUB}:assumed-role/NetworkTeam/local`;
const ANNA = 'anna@analytics.example';
const NOOR = 'noor@network.example';
const OLE = 'ole@network.example';

let journey: CheckedJourney;
beforeAll(async () => {
  journey = await startCheckedJourney();
});
afterAll(() => journey.close());

const read = async (): Promise<Stored> => {
  const { body } = await journey.call<Stored>(HUB, 'GET', '/directory');
  if (!body.success) throw new Error(body.error.message);
  return body.data;
};

const put = (directory: object, more: object = {}) =>
  journey.call<Plan>(HUB, 'PUT', '/directory', { directory, ...more });

/** Plans a change and applies it, as the command line does. */
const apply = async (directory: object, more: object = {}): Promise<Plan> => {
  const plan = await put(directory, { ...more, dry_run: true });
  if (!plan.body.success) throw new Error(JSON.stringify(plan.body.error));
  const { version, changes } = plan.body.data;
  const { body } = await put(directory, { ...more, version });
  if (!body.success) throw new Error(JSON.stringify(body.error));
  expect(body.data.changes).toEqual(changes);
  return body.data;
};

const detailsOf = async (directory: object): Promise<unknown> => {
  const { status, body } = await put(directory, { dry_run: true });
  return [status, !body.success && body.error.details];
};

const RULE = {
  name: 'development',
  when: { requester_accounts: ['group:development'], same_region: true },
  then: 'ask',
  approvers: ['group:network'],
  longest_active_for: 'P30D',
  because: 'Development stays where it is.',
};

const WHOLE = {
  defaults: { required_approvals: 1, reminders: ['P2D', 'PT6H'], longest_active_for: 'P90D' },
  groups: { network: [NOOR, OLE] },
  account_groups: { development: [PAYMENTS, '444444444444'] },
  accounts: {
    [ANALYTICS]: {
      name: 'analytics',
      approvers: [ANNA, 'group:network'],
      onboarded: true,
      required_approvals: 2,
      escalation_email: 'group:network',
      longest_active_for: null,
      rules: [{ ...RULE, name: 'own', then: 'refuse', approvers: undefined }],
    },
    [PAYMENTS]: { name: 'payments', approvers: ['priya@payments.example'], onboarded: true },
  },
  rules: [RULE],
  away: [
    { person: ANNA, from: '2026-01-01T00:00:00.000Z', until: '2036-01-01T00:00:00.000Z', instead: NOOR },
  ],
  network_team: ['group:network'],
  tests: [
    {
      name: 'development asks',
      request: {
        requester: { account_id: PAYMENTS, region: 'us-east-1' },
        peer: { account_id: ANALYTICS, region: 'us-east-1' },
      },
      expect: 'ask',
      rule: 'development',
    },
  ],
};

test('a whole directory is planned, applied, read as it was written, and applied again without a change', async () => {
  const plan = await put(WHOLE, { dry_run: true });
  const before = await read();
  const applied = await apply(WHOLE);
  expect(applied).toMatchObject({ version: before.version + 1, dry_run: false });
  expect(plan.body).toMatchObject({
    data: { version: before.version, dry_run: true, changes: applied.changes },
  });
  const changes = applied.changes.map(({ what, name, change }) => [change, what, name]);
  expect(changes).toEqual([
    ['changed', 'defaults', null],
    ['added', 'group', 'network'],
    ['added', 'account-group', 'development'],
    ['changed', 'account', PAYMENTS],
    ['changed', 'account', ANALYTICS],
    ['added', 'rule', 'development'],
    ['added', 'away', ANNA],
    ['changed', 'network-team', null],
    ['added', 'test', 'development asks'],
  ]);
  expect(applied.changes[4]?.fields).toContainEqual({
    field: 'approvers',
    before: [ANNA, 'arun@analytics.example'],
    after: [ANNA, 'group:network'],
  });
  const { directory, version } = await read();
  const { [HUB]: _, [PARTNER]: __, ...accounts } = directory.accounts ?? {};
  expect({ ...directory, accounts }).toEqual(JSON.parse(JSON.stringify(WHOLE)));
  expect(await apply(directory, { prune: true })).toEqual({ version, dry_run: false, changes: [] });
  expect((await read()).version).toBe(version);
});

test('groups, defaults and absences are applied where people are asked', async () => {
  const { directory } = await import('../../functions/wiring.ts');
  const account = await directory().account(ANALYTICS);
  expect(account).toMatchObject({
    approvers: [ANNA, NOOR, OLE],
    escalate_to: [NOOR, OLE],
    required_approvals: 2,
    reminders: [2 * DAY, DAY / 4],
    away: [{ person: ANNA, until: '2036-01-01T00:00:00.000Z', instead: NOOR }],
  });
  expect(account?.longest_active_for).toBeUndefined();
  expect(account?.rules?.map(({ name, approvers }) => [name, approvers])).toEqual([
    ['development', [NOOR, OLE]],
    ['own', undefined],
  ]);
  expect(await directory().account(PAYMENTS)).toMatchObject({
    reminders: [2 * DAY, DAY / 4],
    longest_active_for: 90 * DAY,
    escalate_to: [],
  });
  expect(await directory().networkTeam()).toEqual([NOOR, OLE]);
});

test('what is read of an entry can be put again and changes nothing but what it repeats', async () => {
  const { body } = await journey.call<Record<string, unknown>>(HUB, 'GET', `/accounts/${ANALYTICS}`);
  if (!body.success) throw new Error(body.error.message);
  expect(body.data).toMatchObject({
    approvers: [ANNA, 'group:network'],
    escalation_email: 'group:network',
    reminders: ['P2D', 'PT6H'],
    longest_active_for: null,
  });
  const { account_id: _, created_at: _c, updated_at: _a, updated_by: _b, ...entry } = body.data;
  await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, entry);
  const again = await journey.call<object>(HUB, 'GET', `/accounts/${ANALYTICS}`);
  expect(again.body).toMatchObject({ data: entry });
});

test('what a file doesn’t name stays, and goes when it is pruned, except absences', async () => {
  const before = await read();
  const added = await apply({ groups: { other: ['bo@network.example'] } });
  expect(added.changes).toEqual([
    {
      what: 'group',
      name: 'other',
      change: 'added',
      fields: [{ field: 'members', before: null, after: ['bo@network.example'] }],
    },
  ]);
  const { away, ...rest } = before.directory;
  const pruned = await apply(rest, { prune: true });
  expect(pruned.changes.map(({ change, what, name }) => [change, what, name])).toEqual([
    ['removed', 'group', 'other'],
  ]);
  expect((await read()).directory.away).toEqual(away);
  const present = await apply({ ...rest, away: [] }, { prune: true });
  expect(present.changes.map(({ change, what, name }) => [change, what, name])).toEqual([
    ['removed', 'away', ANNA],
  ]);
});

test('the order of rules is a change of its own', async () => {
  const first = {
    name: 'first',
    when: { peer_regions: ['eu-west-1'] },
    then: 'ask',
    because: 'Somebody looks at it.',
  };
  await apply({ rules: [RULE, first] });
  const turned = await apply({ rules: [first, RULE] });
  expect(turned.changes).toEqual([
    {
      what: 'rule-order',
      name: null,
      change: 'changed',
      fields: [{ field: 'order', before: ['development', 'first'], after: ['first', 'development'] }],
    },
  ]);
});

test('of two plans of one version, one is applied, and the other is told who was first', async () => {
  const { version } = await read();
  const answers = await Promise.all(
    ['one', 'two'].map((name) => put({ groups: { [name]: [NOOR] } }, { version })),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  const { body } = answers.find(({ status }) => status === 409) ?? {};
  expect(body && errorOf({ body } as never)).toMatchObject({
    code: 'CONFLICT',
    message: expect.stringMatching(
      `^The directory was changed by ${TEAM} at \\S+: it has version ${version + 1} now\\. Plan again\\.$`,
    ),
  });
});

test('an apply without the version of its plan is refused', async () => {
  const { status, body } = await put({});
  expect([status, !body.success && body.error.details]).toEqual([
    400,
    [{ path: 'version', message: '`version` is required: the one that `dry_run` returned.' }],
  ]);
});

describe('a directory is refused with the path of each defect', () => {
  const entry = { name: 'risk', approvers: ['rosa@risk.example'], onboarded: true };
  const accountWith = (fields: object) => ({ accounts: { '555555555555': { ...entry, ...fields } } });
  const ACCOUNT = 'directory.accounts.555555555555';
  const ask = { name: 'ask', when: {}, then: 'ask', because: 'So it is.' };
  const away = { person: ANNA, from: '2026-05-01T00:00:00Z', until: '2036-05-02T00:00:00Z', instead: NOOR };
  const request = {
    requester: { account_id: PAYMENTS, region: 'us-east-1' },
    peer: { account_id: ANALYTICS, region: 'us-east-1' },
  };

  test.each<[object, string, string]>([
    [
      accountWith({ approvers: ['group:nobody'] }),
      `${ACCOUNT}.approvers.0`,
      'The directory has no group nobody.',
    ],
    [
      accountWith({ escalation_email: 'group:nobody' }),
      `${ACCOUNT}.escalation_email`,
      'The directory has no group nobody.',
    ],
    [
      accountWith({ approvers: ['rosa@risk.example', 'Rosa+p@risk.example'] }),
      `${ACCOUNT}.approvers`,
      'rosa@risk.example and rosa+p@risk.example are one person: list each approver once.',
    ],
    [
      accountWith({ required_approvals: 2 }),
      `${ACCOUNT}.required_approvals`,
      'Required approvals (2) must not exceed the number of different approvers (1).',
    ],
    [
      { ...accountWith({}), defaults: { required_approvals: 2 } },
      `${ACCOUNT}.required_approvals`,
      'Required approvals (2) must not exceed the number of different approvers (1).',
    ],
    [
      accountWith({ rules: [{ ...ask, when: { peer_accounts: [PAYMENTS] } }] }),
      `${ACCOUNT}.rules.0.when.peer_accounts`,
      'An account’s own rules are about requests to this account. Put the rule among the directory’s rules.',
    ],
    [{ groups: { empty: [] } }, 'directory.groups.empty', 'Members must have at least 1.'],
    [
      { groups: { 'a group': [NOOR] } },
      'directory.groups.a group',
      'Group name must have 1 to 64 letters, digits, hyphens, underscores and dots, such as network-eu.',
    ],
    [
      { accounts: { 111: entry } },
      'directory.accounts.111',
      'Account ID must have 12 digits, such as 111111111111.',
    ],
    [{ rules: [ask, ask] }, 'directory.rules.1.name', 'The name ask is taken. Names must be unique.'],
    [
      { rules: [{ ...ask, when: { requester_accounts: ['group:nowhere'] } }] },
      'directory.rules.0.when.requester_accounts.0',
      'The directory has no group nowhere.',
    ],
    [
      { rules: [{ ...ask, then: 'accept', required_approvals: 1 }] },
      'directory.rules.0.required_approvals',
      'Only a rule that asks can have this field.',
    ],
    [
      { away: [{ ...away, instead: 'Anna+x@analytics.example' }] },
      'directory.away.0.instead',
      'Somebody else must decide during an absence.',
    ],
    [
      { away: [{ ...away, from: '2037-01-01T00:00:00Z' }] },
      'directory.away.0.until',
      'An absence must end after it begins.',
    ],
    [
      { away: [{ ...away, account_id: '666666666666' }] },
      'directory.away.0.account_id',
      'The directory has no account 666666666666.',
    ],
    [{ network_team: ['group:nobody'] }, 'directory.network_team.0', 'The directory has no group nobody.'],
    [
      { tests: [{ name: 'a test', request, expect: 'ask', rule: 'none' }] },
      'directory.tests.0.rule',
      `No rule for requests to ${ANALYTICS} has the name none.`,
    ],
    [
      { tests: [{ name: 'a test', request, expect: 'refuse' }] },
      'directory.tests.0',
      'The test a test fails: the result is ask by rule development, and refuse is expected.',
    ],
    [{ colour: 'blue' }, 'directory.colour', 'Unknown field.'],
  ])('%j', async (directory, path, message) => {
    expect(await detailsOf(directory)).toEqual([400, expect.arrayContaining([{ path, message }])]);
  });

  test('and so is an entry that is put, with its own paths', async () => {
    const { status, body } = await journey.call(HUB, 'PUT', '/accounts/555555555555', {
      ...entry,
      approvers: ['group:nobody'],
    });
    expect([status, !body.success && body.error.details]).toEqual([
      400,
      [{ path: 'approvers.0', message: 'The directory has no group nobody.' }],
    ]);
  });
});

const history = async (path: string): Promise<{ head: string; events: History['events'] }> => {
  const events: History['events'] = [];
  for (let cursor = ''; ; ) {
    const { body } = await journey.call<History>(HUB, 'GET', `${path}?limit=3${cursor}`);
    if (!body.success) throw new Error(body.error.message);
    events.push(...body.data.events);
    if (!body.data.next_cursor) return { head: body.data.head, events };
    cursor = `&cursor=${body.data.next_cursor}`;
  }
};

test('the history has every change in one chain: who, from where, what before and after', async () => {
  await journey.call(HUB, 'DELETE', `/accounts/${PARTNER}`);
  const { head, events } = await history('/directory/events');
  expect(verifyChain(events, head)).toEqual({ valid: true, events: events.length });
  expect(events.at(-1)).toMatchObject({
    actor: { kind: 'caller', id: TEAM },
    source_ip: expect.any(String),
    changes: [{ what: 'account', name: PARTNER, before: { name: 'partner' } }],
  });
  expect(events.at(-1)?.changes[0]).not.toHaveProperty('after');
});

test('an account’s history has its changes alone', async () => {
  const all = await history('/directory/events');
  const { events } = await history(`/accounts/${PARTNER}/events`);
  const changes = events.flatMap((event) => event.changes);
  expect(changes.map(({ what, name }) => [what, name])).toEqual([
    ['account', PARTNER],
    ['account', PARTNER],
  ]);
  expect(events.length).toBeLessThan(all.events.length);
});

test('the schema of the file is public, and has all that a file can say', async () => {
  const response = await fetch(`${journey.endpoints.api}/directory.schema.json`);
  expect(response.status).toBe(200);
  const schema = (await response.json()) as { properties: Content; $defs: Record<string, object> };
  expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(WHOLE).sort());
  expect(JSON.stringify(schema)).not.toContain('#/components');
  for (const [, name = ''] of JSON.stringify(schema).matchAll(/"#\/\$defs\/(\w+)"/g)) {
    expect(schema.$defs).toHaveProperty(name);
  }
});
