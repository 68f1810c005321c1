import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import type { getAccount } from '../../functions/edge/contract/accounts.ts';
import { SEED_ACCOUNTS } from '../../local/seed.ts';
import { ANALYTICS, HOUR, HUB, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, errorOf, startCheckedJourney } from './checked-journey.ts';

type AccountView = z.infer<(typeof getAccount)['data']>;

const RISK = '555555555555';
const PATH = `/accounts/${RISK}`;
const TEAM = `arn:aws:sts::${HUB}:assumed-role/NetworkTeam/local`;
const BOSS = 'boss@risk.example';
const LEAST = { name: 'risk', approvers: ['rosa@risk.example'], onboarded: false };

let journey: CheckedJourney;
beforeAll(async () => {
  journey = await startCheckedJourney();
});
afterAll(() => journey.close());

const put = (entry: object, account = HUB) => journey.call<AccountView>(account, 'PUT', PATH, entry);

const stored = async (): Promise<AccountView> => {
  const { body } = await journey.call<AccountView>(HUB, 'GET', PATH);
  if (!body.success) throw new Error(body.error.message);
  return body.data;
};

test('a put with the time of the entry that was read is refused if there is another one since', async () => {
  const path = '/accounts/777777777777';
  const call = (fields: object) =>
    journey.call<AccountView>(HUB, 'PUT', path, { ...LEAST, name: 'unread', ...fields });
  const timeOf = ({ body }: Awaited<ReturnType<typeof call>>) => body.success && body.data.updated_at;
  const first = timeOf(await call({ updated_at: null }));
  const second = timeOf(await call({ updated_at: first, name: 'read' }));
  // Not a moment has passed.
  expect(second).not.toBe(first);
  for (const updated_at of [null, first]) {
    const refused = await call({ updated_at });
    expect([refused.status, errorOf(refused)]).toMatchObject([
      409,
      { code: 'CONFLICT', details: [{ path: 'updated_at' }] },
    ]);
  }
  expect((await call({ updated_at: first, name: 'read' })).status).toBe(200);
  expect((await call({})).status).toBe(200);
  expect((await call({ updated_at: 'yesterday' })).status).toBe(400);
  await journey.call(HUB, 'DELETE', path);
  expect((await call({ updated_at: second })).status).toBe(409);
});

test('an entry that says the least takes the defaults', async () => {
  const at = journey.clock.now().toISOString();
  const { status, body } = await put(LEAST);
  expect([status, body.success && body.data]).toEqual([
    200,
    {
      account_id: RISK,
      ...LEAST,
      auto_accept_from: [],
      required_approvals: 1,
      reminders: ['P3D', 'P1D', 'PT4H'],
      escalation_email: null,
      time_zone: null,
      connect: 'advise',
      decide_by: ['link'],
      pick_up: false,
      pick_up_unknown: false,
      repeat_rejection: null,
      longest_active_for: null,
      review_every: null,
      review_unanswered: 'keep',
      announce_to: null,
      rules: [],
      created_at: at,
      updated_at: at,
      updated_by: TEAM,
    },
  ]);
  expect(await stored()).toEqual(body.success && body.data);
});

test('an entry can have what is created outside Peerway picked up, and rejections repeated', async () => {
  const picking = { pick_up: true, pick_up_unknown: true, repeat_rejection: 'P30D' };
  await put({ ...LEAST, ...picking });
  expect(await stored()).toMatchObject(picking);
});

test('an entry can name a topic of its account, and of no other', async () => {
  const announce_to = `arn:aws:sns:eu-west-1:${RISK}:peerway-requests`;
  await put({ ...LEAST, announce_to });
  expect(await stored()).toMatchObject({ announce_to });
  const refused = async (topic: string) => {
    const { status, body } = await put({ ...LEAST, announce_to: topic });
    return [status, !body.success && body.error.details.map(({ path, message }) => `${path}: ${message}`)];
  };
  const own = `announce_to: Announce to must be a topic of account ${RISK}, such as arn:aws:sns:eu-west-1:${RISK}:peerway-announcements.`;
  expect(await refused(`arn:aws:sns:eu-west-1:${PAYMENTS}:peerway-requests`)).toEqual([400, [own]]);
  expect(await refused(`arn:aws-cn:sns:cn-north-1:${RISK}:peerway-requests`)).toEqual([400, [own]]);
  const named =
    'announce_to: Topic must be the ARN of an SNS topic whose name begins with peerway-, such as arn:aws:sns:eu-west-1:222222222222:peerway-announcements.';
  expect(await refused(`arn:aws:sns:eu-west-1:${RISK}:requests`)).toEqual([400, [named]]);
  expect(await refused(`arn:aws:sqs:eu-west-1:${RISK}:peerway-requests`)).toEqual([400, [named]]);
});

test('an entry can have rules', async () => {
  const rules = [
    {
      name: 'dev-in-one-region',
      when: { requester_accounts: [PAYMENTS], same_region: true, peer_tags: { env: 'dev' } },
      then: 'accept',
      longest_active_for: 'P30D',
      because: 'Development may meet development.',
    },
    {
      name: 'rest',
      when: {},
      then: 'ask',
      required_approvals: 2,
      approvers: ['rosa@risk.example', 'raj@risk.example'],
      because: 'Two of the risk team decide.',
    },
  ];
  await put({ ...LEAST, rules });
  expect((await stored()).rules).toEqual(rules);
});

test('an entry can ask for a review every so many days', async () => {
  await put({ ...LEAST, review_every: 'P90D', review_unanswered: 'remove' });
  expect(await stored()).toMatchObject({ review_every: 'P90D', review_unanswered: 'remove' });
  for (const review_every of ['P0D', 'P366D', 'PT24H', 90]) {
    const { status, body } = await put({ ...LEAST, review_every });
    expect([status, !body.success && body.error.details]).toEqual([
      400,
      [
        {
          path: 'review_every',
          message: 'Number of days must be between 1 and 365 in ISO 8601 format, such as P90D.',
        },
      ],
    ]);
  }
});

test('an entry is replaced whole: what is left out is the default again, and its creation stays', async () => {
  await put({
    ...LEAST,
    auto_accept_from: [PAYMENTS],
    reminders: [],
    escalation_email: BOSS,
    connect: 'apply',
  });
  const first = await stored();
  expect(first).toMatchObject({
    auto_accept_from: [PAYMENTS],
    reminders: [],
    escalation_email: BOSS,
    connect: 'apply',
  });
  await journey.pass(HOUR);
  await put({ ...LEAST, name: 'risk and fraud', onboarded: true });
  expect(await stored()).toEqual({
    ...first,
    name: 'risk and fraud',
    onboarded: true,
    auto_accept_from: [],
    reminders: ['P3D', 'P1D', 'PT4H'],
    escalation_email: null,
    connect: 'advise',
    updated_at: journey.clock.now().toISOString(),
  });
});

test('approvers are told apart as mail addresses are, and trusted accounts as their ids', async () => {
  await put({
    ...LEAST,
    approvers: ['Rosa@Risk.example', 'rosa@risk.example', 'raj@risk.example'],
    auto_accept_from: [PAYMENTS, ANALYTICS, PAYMENTS],
  });
  expect(await stored()).toMatchObject({
    approvers: ['rosa@risk.example', 'raj@risk.example'],
    auto_accept_from: [PAYMENTS, ANALYTICS],
  });
});

test('an address is one by the HTML standard', async () => {
  const approvers = [
    'r&d@example.com',
    "o'neill@risk.example",
    'ops/network#eu@risk.example',
    '{team}+peering=yes@risk.example',
    'anna@xn--80ak6aa92e.xn--p1ai',
    'a@1.example',
  ];
  expect((await put({ ...LEAST, approvers, escalation_email: 'r&d@example.com' })).status).toBe(200);
  expect(await stored()).toMatchObject({ approvers, escalation_email: 'r&d@example.com' });
});

test.each([
  [['P7D'], ['P7D']],
  [['P1W'], ['P7D']],
  [['PT36H'], ['P1DT12H']],
  [
    ['PT90M', 'PT45S'],
    ['PT1H30M', 'PT45S'],
  ],
  [['P2DT3H4M5S'], ['P2DT3H4M5S']],
  [[], []],
])('reminders at %j before the end are kept as %j', async (reminders, kept) => {
  expect((await put({ ...LEAST, reminders })).status).toBe(200);
  expect((await stored()).reminders).toEqual(kept);
});

test('as many approvals can be required as there are approvers, up to five', async () => {
  const approvers = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@risk.example`);
  expect((await put({ ...LEAST, approvers, required_approvals: 5 })).status).toBe(200);
  const tooFew = await put({ ...LEAST, approvers: approvers.slice(1), required_approvals: 5 });
  expect(errorOf(tooFew)).toMatchObject({ status: 400, details: [{ path: 'required_approvals' }] });
  const respelled = await put({ ...LEAST, approvers: ['a.b@c.example', 'A.B+on-call@C.example'] });
  expect(errorOf(respelled)).toMatchObject({
    status: 400,
    details: [
      {
        path: 'approvers',
        message: 'a.b@c.example and a.b+on-call@c.example are one person: list each approver once.',
      },
    ],
  });
  const same = await put({ ...LEAST, approvers: ['a@b.example', 'A@b.example'], required_approvals: 2 });
  expect(errorOf(same)).toMatchObject({ status: 400, details: [{ path: 'required_approvals' }] });
  expect(await stored()).toMatchObject({ approvers, required_approvals: 5 });
});

test.each([
  ['name', { name: undefined }],
  ['name', { name: '' }],
  ['name', { name: '\u200b' }],
  ['name', { name: ' \u2060\u00ad\ufe0f ' }],
  ['name', { name: '\u3164\u115f\uffa0\u2800' }],
  ['name', { name: 'x'.repeat(101) }],
  ['name', { name: 'a\u0000b' }],
  ['name', { name: 'half of a \ud83d pair' }],
  ['approvers', { approvers: 'rosa@risk.example' }],
  ['approvers', { approvers: Array.from({ length: 21 }, (_, n) => `a${n}@risk.example`) }],
  ['approvers.1', { approvers: ['rosa@risk.example', 'rosa'] }],
  ['approvers.0', { approvers: ['rosa@risk.example\r\nbcc: eve@evil.example'] }],
  ['approvers.0', { approvers: ['rosa@risk'] }],
  ['approvers.0', { approvers: ['rosa@-risk.example'] }],
  ['approvers.0', { approvers: ['rosa@risk..example'] }],
  ['approvers.0', { approvers: ['аnna@risk.example'] }],
  ['approvers.0', { approvers: ['"rosa k"@risk.example'] }],
  ['approvers.0', { approvers: [null] }],
  ['onboarded', { onboarded: undefined }],
  ['onboarded', { onboarded: 'yes' }],
  ['auto_accept_from', { auto_accept_from: PAYMENTS }],
  ['auto_accept_from.0', { auto_accept_from: ['*'] }],
  ['auto_accept_from', { auto_accept_from: Array.from({ length: 101 }, () => PAYMENTS) }],
  ['required_approvals', { required_approvals: 0 }],
  ['required_approvals', { required_approvals: 6 }],
  ['required_approvals', { required_approvals: 1.5 }],
  ['required_approvals', { required_approvals: '2' }],
  ['reminders', { reminders: 'P1D' }],
  ['reminders', { reminders: Array.from({ length: 11 }, () => 'P1D') }],
  ['reminders.0', { reminders: ['1 day'] }],
  ['reminders.0', { reminders: ['P'] }],
  ['reminders.0', { reminders: ['P1M'] }],
  ['reminders.0', { reminders: ['P1.5D'] }],
  ['reminders.1', { reminders: ['P1D', 'P8D'] }],
  ['reminders.0', { reminders: ['PT0S'] }],
  ['reminders.0', { reminders: [86_400] }],
  ['escalation_email', { escalation_email: 'nobody' }],
  ['escalation_email', { escalation_email: ['boss@risk.example'] }],
  ['account_id', { account_id: RISK }],
  ['created_at', { created_at: '2020-01-01T00:00:00.000Z' }],
])('an entry is refused for its %s: %j', async (path, wrong) => {
  await put(LEAST);
  const before = await stored();
  const answer = await put({ ...LEAST, name: 'other', ...wrong });
  expect(errorOf(answer)).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' });
  const details = answer.body.success ? [] : answer.body.error.details;
  expect(new Set(details.map((detail) => detail.path))).toEqual(new Set([path]));
  expect(await stored()).toEqual(before);
});

test.each(['1', '1234567890123', 'abcdefghijkl', '１２３４５６７８９０１２'])(
  'there is no account %s',
  async (id) => {
    const path = `/accounts/${encodeURIComponent(id)}`;
    for (const [method, body] of [['GET'], ['PUT', LEAST], ['DELETE']] as const) {
      const answer = await journey.call(HUB, method, path, body);
      expect(errorOf(answer)).toMatchObject({ status: 400, details: [{ path: 'account_id' }] });
    }
  },
);

test('what is deleted is answered once more, and is gone', async () => {
  await put(LEAST);
  const before = await stored();
  expect(await journey.call(HUB, 'DELETE', PATH)).toMatchObject({ status: 200, body: { data: before } });
  for (const method of ['GET', 'DELETE']) {
    expect(errorOf(await journey.call(HUB, method, PATH))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  }
});

test('the list holds every account, in the order of their ids', async () => {
  await put(LEAST);
  const { body } = await journey.call<{ items: AccountView[] }>(HUB, 'GET', '/accounts');
  const items = body.success ? body.data.items : [];
  const ids = [...SEED_ACCOUNTS.map(({ account_id }) => account_id), RISK].sort();
  expect(items.map(({ account_id }) => account_id)).toEqual(ids);
  expect(items.find(({ account_id }) => account_id === PARTNER)).toMatchObject({
    name: 'partner',
    onboarded: false,
    approvers: ['pat@partner.example'],
  });
  expect(items.find(({ account_id }) => account_id === RISK)).toEqual(await stored());
});

test('the directory is the network team’s: an account does not even see its own entry', async () => {
  await put(LEAST);
  const before = await stored();
  for (const account of [RISK, PAYMENTS, PARTNER]) {
    const own = `/accounts/${account}`;
    for (const [method, path, body] of [
      ['GET', '/accounts'],
      ['GET', own],
      ['PUT', PATH, { ...LEAST, approvers: ['eve@evil.example'] }],
      ['DELETE', PATH],
    ] as const) {
      const answer = await journey.call(account, method, path, body);
      expect(errorOf(answer)).toMatchObject({ status: 403, code: 'FORBIDDEN', details: [] });
    }
  }
  expect(await stored()).toEqual(before);
});

test('no query is taken', async () => {
  for (const path of ['/accounts?limit=10', `${PATH}?verbose=1`]) {
    expect(errorOf(await journey.call(HUB, 'GET', path))).toMatchObject({
      status: 400,
      code: 'VALIDATION_ERROR',
    });
  }
});

test('a time zone is a name of the IANA database', async () => {
  for (const time_zone of ['Europe/Paris', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', null]) {
    expect((await put({ ...LEAST, time_zone })).status).toBe(200);
    expect((await stored()).time_zone).toBe(time_zone);
  }
  for (const time_zone of ['Paris', '+01:00', '', 'Europe/Paris\n', 1]) {
    expect(errorOf(await put({ ...LEAST, time_zone }))).toMatchObject({
      status: 400,
      details: [
        {
          path: 'time_zone',
          message: 'Time zone must be a name of the IANA database, such as Europe/Paris.',
        },
      ],
    });
  }
});
