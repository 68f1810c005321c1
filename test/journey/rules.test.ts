import { CreateTagsCommand, DeleteTagsCommand } from '@aws-sdk/client-ec2';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { invokeFunction } from '../../local/functions.ts';
import { VPC } from '../../local/seed.ts';
import { announced } from './announced.ts';
import {
  ACROSS,
  ANALYTICS,
  DAY,
  HOUR,
  HUB,
  type Journey,
  MINUTE,
  PARTNER,
  PAYMENTS,
  startJourney,
} from './journey.ts';
import { outsidePeerway } from './outside-connections.ts';

const ANNA = 'anna@analytics.example';
const SAM = 'sam@security.example';
const BECAUSE = 'Development may meet <b>development</b>.';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

type Rule = { name: string; when: object; then: string; because: string } & Record<string, unknown>;

const rule = (found: Partial<Rule>): Rule => ({
  name: 'dev-to-dev',
  when: {},
  then: 'accept',
  because: BECAUSE,
  ...found,
});

const put = async (rules: readonly object[], entry: object = {}, account = ANALYTICS): Promise<void> => {
  const { status } = await journey.call(HUB, 'PUT', `/accounts/${account}`, {
    name: 'analytics',
    approvers: [ANNA],
    onboarded: true,
    ...entry,
    rules,
  });
  expect(status).toBe(200);
};

const tag = async (account: string, vpc: string, region: string, tags: Record<string, string>) => {
  await journey.ec2As(account, region).send(
    new CreateTagsCommand({
      Resources: [vpc],
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
};

const untag = (account: string, vpc: string, region: string, key: string) =>
  journey.ec2As(account, region).send(new DeleteTagsCommand({ Resources: [vpc], Tags: [{ Key: key }] }));

const preflight = async (body: object = ACROSS) => {
  const answer = await journey.call<{
    would_submit: boolean;
    checks: { check: string; result: string; message: string }[];
  }>(PAYMENTS, 'POST', '/peering-requests/preflight', body);
  if (!answer.body.success) throw new Error(answer.body.error.message);
  const { would_submit, checks } = answer.body.data;
  return { would_submit, rule: checks.find(({ check }) => check === 'rule') };
};

/** Submits, and waits until everything has happened. */
const submit = async (body: object = ACROSS): Promise<RequestView> => {
  const { id } = await journey.submit(body);
  await journey.pass(HOUR);
  return journey.request(id);
};

const sweep = async (): Promise<void> => {
  await invokeFunction('schedules/sweep', {});
  await journey.pass(HOUR);
};

/** Ends what is open, so that the pair is free again. */
const endAll = async (): Promise<void> => {
  const { body } = await journey.call<{ items: RequestView[] }>(HUB, 'GET', '/peering-requests');
  for (const { id, status } of body.success ? body.data.items : []) {
    if (status === 'pending-acceptance' || status === 'active')
      await journey.call(HUB, 'POST', `/peering-requests/${id}/cancel`, {});
  }
  await journey.pass(HOUR);
};
afterEach(endAll);

test('a rule accepts: people are shown which one and why, and the trail has it as it was', async () => {
  await tag(ANALYTICS, VPC.analyticsEu, 'eu-west-1', { env: 'dev', owner: 'anna' });
  const rules = [
    rule({
      when: {
        requester_accounts: [PAYMENTS],
        requester_regions: ['us-east-1'],
        peer_regions: ['eu-west-1'],
        same_region: false,
        cidr_blocks: ['10.0.0.0/8', '2001:db8::/32'],
        peer_tags: { env: 'dev' },
        asks_for_routes: false,
      },
      longest_active_for: 'P30D',
    }),
  ];
  await put(rules);
  expect(await preflight({ ...ACROSS, active_for: 'P10D' })).toEqual({
    would_submit: true,
    rule: {
      check: 'rule',
      result: 'pass',
      message: `Rule dev-to-dev accepts this request: ${BECAUSE}`,
    },
  });
  const request = await submit({ ...ACROSS, active_for: 'P10D' });
  const { id } = request;
  expect(request).toMatchObject({
    status: 'active',
    decision: { kind: 'accept', by: { kind: 'rule', id: 'dev-to-dev' }, comment: BECAUSE },
  });
  const { events, chain } = await journey.trail(id);
  expect(chain.valid).toBe(true);
  const decided = events.find(({ type }) => type === 'decision-recorded');
  expect(decided).toMatchObject({
    actor: { kind: 'rule', id: 'dev-to-dev' },
    reason: `accept: ${BECAUSE}`,
    rule: rules[0],
  });

  const mails = (await journey.inbox.emails()).filter(({ subject }) => subject.includes(id));
  const active = mails.find(({ destination }) => destination.to.includes('priya@payments.example'));
  expect(active?.body.text).toContain('Accepted by rule dev-to-dev on');
  expect(active?.body.text).toContain('Development may meet');
  expect(active?.body.html).toContain('&lt;b&gt;development&lt;/b&gt;');
  expect(mails.filter(({ subject }) => subject.startsWith('Approve by'))).toEqual([]);
});

test('a rule refuses: the error has its name and sentence, and nothing is recorded', async () => {
  await put([rule({ name: 'closed', then: 'refuse', because: 'The lake is full.' })]);
  expect(await preflight()).toMatchObject({
    would_submit: false,
    rule: { result: 'fail', message: 'Rule closed refuses this request: The lake is full.' },
  });
  const { status, body } = await journey.call(PAYMENTS, 'POST', '/peering-requests', ACROSS);
  expect([status, !body.success && body.error]).toEqual([
    403,
    {
      code: 'REFUSED_BY_RULE',
      message: 'Rule closed refuses this request: The lake is full.',
      details: [{ path: '', message: 'Rule closed refuses this request: The lake is full.', rule: 'closed' }],
    },
  ]);
});

test('the first rule that matches holds', async () => {
  await put([
    rule({ name: 'elsewhere', when: { requester_accounts: [PARTNER] }, then: 'refuse' }),
    rule({ name: 'one-region', when: { same_region: true }, then: 'refuse' }),
    rule({ name: 'across', when: { same_region: false }, then: 'ask' }),
    rule({ name: 'rest', when: {}, then: 'refuse' }),
  ]);
  expect((await preflight()).rule?.message).toBe(`Rule across requires approval of this request: ${BECAUSE}`);
});

test('a rule can have others asked, as many as it says, and only they decide', async () => {
  await put(
    [
      rule({
        name: 'security',
        then: 'ask',
        approvers: [SAM, 'Sol@security.example'],
        required_approvals: 2,
      }),
    ],
    { required_approvals: 1 },
  );
  const { id, required_approvals } = await submit();
  expect(required_approvals).toBe(2);
  expect((await journey.request(id)).rule).toEqual({ name: 'security', then: 'ask', because: BECAUSE });
  expect(await journey.mailsTo(ANNA, id)).toEqual([]);
  const said = 'Rule security requires your decision on such requests, because';
  const link = await journey.linkOf(SAM, id);
  const page = await (await fetch(link)).text();
  expect(page).toContain(`${said}:</p><blockquote dir="auto">Development may meet &lt;b&gt;`);
  const mails = await journey.inbox.emails();
  expect(mails.find(({ destination }) => destination.to.includes(SAM))?.body.text).toContain(said);
  await journey.decide(link, 'accept');
  await journey.decide(await journey.linkOf('sol@security.example', id), 'accept');
  await journey.pass(HOUR);
  expect((await journey.request(id)).status).toBe('active');
});

test('where the rule is gone, so is the approver it named', async () => {
  await put([rule({ name: 'security', then: 'ask', approvers: [SAM] })]);
  const { id } = await submit();
  const link = await journey.linkOf(SAM, id);
  await put([]);
  expect((await journey.decide(link, 'accept')).status).toBe(403);
});

test('what a rule asks about and Peerway can’t see leads to no acceptance', async () => {
  const toPartner = {
    ...ACROSS,
    peer_vpc_id: VPC.partnerEu,
    peer_owner_id: PARTNER,
  };
  await put(
    [
      rule({ name: 'not-production', when: { peer_tags: { env: 'prod' } }, then: 'refuse' }),
      rule({ name: 'all' }),
    ],
    { approvers: ['pat@partner.example'], onboarded: false },
    PARTNER,
  );
  expect((await preflight(toPartner)).rule).toEqual({
    check: 'rule',
    result: 'unknown',
    message: `Peerway can’t say whether rule not-production matches, because it can’t see the tags of ${VPC.partnerEu}. Rule all doesn’t accept this request, because Peerway has no role in the accepter account: the approvers are asked.`,
  });
});

test('an undetermined rule makes a later acceptance a question, also of auto_accept_from', async () => {
  await put([]);
  // Nobody asked about tags when it was submitted.
  const { id } = await submit();
  await put([rule({ name: 'not-production', when: { peer_tags: { env: 'prod' } }, then: 'ask' })], {
    auto_accept_from: [PAYMENTS],
  });
  await sweep();
  expect((await journey.request(id)).decision).toBeNull();
  await put([rule({ name: 'development', when: { peer_tags: { env: 'dev' } }, then: 'accept' })]);
  await sweep();
  expect((await journey.request(id)).decision).toBeNull();
  // Whether it matches or not, what comes after it accepts too.
  await put([rule({ name: 'development', when: { peer_tags: { env: 'dev' } } })], {
    auto_accept_from: [PAYMENTS],
  });
  await sweep();
  expect((await journey.request(id)).decision?.by.id).toBe(`auto_accept_from ${PAYMENTS}`);
});

test('what an undetermined rule requires is required too, and so is what else would hold', async () => {
  await endAll();
  await put([]);
  // Nobody asked about tags when it was submitted.
  const { id } = await submit();
  const production = rule({
    name: 'production-by-security',
    when: { peer_tags: { env: 'prod' } },
    then: 'ask',
    approvers: [SAM],
  });
  await put([production]);
  await sweep();
  expect(await journey.request(id)).toMatchObject({ required_approvals: 2 });
  await journey.decide(await journey.linkOf(ANNA, id), 'accept');
  await journey.pass(MINUTE);
  expect((await journey.request(id)).decision).toBeNull();
  await journey.decide(await journey.linkOf(SAM, id), 'accept');
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'active', decision: { by: { id: SAM } } });
});

test('an undetermined rule that asks is in the preflight, with what it requires', async () => {
  const toPartner = { ...ACROSS, peer_vpc_id: VPC.partnerEu, peer_owner_id: PARTNER };
  const production = rule({
    name: 'production-by-security',
    when: { peer_tags: { env: 'prod' } },
    then: 'ask',
    approvers: [SAM],
  });
  await put([production], { approvers: ['pat@partner.example'], onboarded: false }, PARTNER);
  expect((await preflight(toPartner)).rule).toEqual({
    check: 'rule',
    result: 'unknown',
    message: `Peerway can’t say whether rule production-by-security matches, because it can’t see the tags of ${VPC.partnerEu}. So the approvals that it would require are required too. No rule of the directory matches this request: the account’s approvers are asked.`,
  });
});

test('tags count as they were at the submission', async () => {
  await untag(ANALYTICS, VPC.analyticsEu, 'eu-west-1', 'env');
  await put([rule({ when: { peer_tags: { env: 'dev' } } })]);
  const { id } = await submit();
  expect((await journey.request(id)).decision).toBeNull();
  await tag(ANALYTICS, VPC.analyticsEu, 'eu-west-1', { env: 'dev' });
  await journey.pass(DAY);
  await sweep();
  expect((await journey.request(id)).decision).toBeNull();
  expect(JSON.stringify(await journey.request(id))).not.toContain('vpc_tags');
  await endAll();
  const resubmitted = await journey.call<{ id: string }>(
    PAYMENTS,
    'POST',
    `/peering-requests/${id}/resubmit`,
    {},
  );
  if (!resubmitted.body.success) throw new Error(resubmitted.body.error.message);
  await journey.pass(HOUR);
  expect(await journey.request(resubmitted.body.data.id)).toMatchObject({
    status: 'active',
    decision: { by: { kind: 'rule', id: 'dev-to-dev' } },
  });
});

test('a rule with a longest life accepts nothing that has no end', async () => {
  await put([rule({ longest_active_for: 'P30D' })]);
  expect((await preflight()).rule?.message).toBe(
    'Rule dev-to-dev doesn’t accept this request, because the request asks for a connection that lives longer than the rule allows: the approvers are asked.',
  );
  const { body } = await journey.call(PAYMENTS, 'POST', '/peering-requests', {
    ...ACROSS,
    active_for: 'P31D',
  });
  expect(!body.success && body.error.details[0]?.path).toBe('active_for');
});

test('more time is decided by the rule that holds then', async () => {
  await put([rule({ longest_active_for: 'P30D' })]);
  const { id } = await submit({ ...ACROSS, active_for: 'P10D' });
  const ask = (extends_by: string) =>
    journey.call<{ extension: { decision: unknown } }>(
      PAYMENTS,
      'POST',
      `/peering-requests/${id}/extension`,
      { extends_by, reason: 'Tests take longer.' },
    );
  const granted = await ask('P5D');
  expect(granted.body.success && granted.body.data.extension.decision).toMatchObject({
    kind: 'accept',
    by: { kind: 'rule', id: 'dev-to-dev' },
    comment: BECAUSE,
  });
  const asked = (await journey.trail(id)).events.findLast(({ type }) => type === 'extension-asked-for');
  expect(asked?.rule).toMatchObject({ name: 'dev-to-dev', longest_active_for: 'P30D' });
  await put([rule({ name: 'closed', then: 'refuse', because: 'The lake is full.' })]);
  const refused = await ask('P5D');
  expect([refused.status, !refused.body.success && refused.body.error.message]).toEqual([
    403,
    'Rule closed refuses more time: The lake is full.',
  ]);
});

test('a connection created outside Peerway is accepted or rejected by the rule that holds for it', async () => {
  const outside = outsidePeerway(journey);
  const to = { account: ANALYTICS, region: 'eu-west-1', vpc: VPC.analyticsEu };
  const pickUp = async (region: string, vpc: string) => {
    const made = await outside.create({ account: PAYMENTS, region, vpc }, to);
    await journey.pass(11 * MINUTE);
    await invokeFunction('schedules/update-register', {});
    await journey.pass(HOUR);
    const { body } = await journey.call<{ items: RequestView[] }>(HUB, 'GET', '/peering-requests');
    const found = body.success && body.data.items.find((each) => each.vpc_peering_connection_id === made.id);
    if (!found) throw new Error(`${made.id} wasn’t picked up`);
    return found;
  };
  await put([rule({ when: { cidr_blocks: ['10.0.0.0/8'] } })], { pick_up: true });
  const accepted = await pickUp('us-east-1', VPC.paymentsUs);
  expect(accepted).toMatchObject({
    status: 'active',
    decision: { by: { kind: 'rule', id: 'dev-to-dev' } },
  });
  const heardOf = async (id: string) =>
    (await announced(journey, id)).find(({ kind }) => kind === 'decided')?.description;
  await expect.poll(() => heardOf(accepted.id)).toContain('Rule dev-to-dev: “');
  expect(await heardOf(accepted.id)).not.toContain('Comment: “');
  await put([rule({ name: 'closed', then: 'refuse', because: 'The lake is full.' })], { pick_up: true });
  const rejected = await pickUp('eu-west-1', VPC.paymentsEu);
  expect(rejected).toMatchObject({
    status: 'rejected',
    decision: { kind: 'reject', by: { kind: 'rule', id: 'closed' }, comment: 'The lake is full.' },
  });
  expect(await journey.mailsTo(ANNA, rejected.id)).toEqual([]);
  const { events } = await journey.trail(rejected.id);
  expect(events.find(({ type }) => type === 'decision-recorded')?.rule?.name).toBe('closed');
  await expect.poll(() => heardOf(rejected.id)).toContain('Rule closed: “The lake is full.”');
  expect(await heardOf(rejected.id)).not.toContain('earlier connection');
  outside.close();
});
