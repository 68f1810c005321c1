import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Check } from '../../functions/domain/request/peering-request.ts';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { invokeFunction } from '../../local/functions.ts';
import { VPC } from '../../local/seed.ts';
import { ACROSS, ANALYTICS, HOUR, HUB, type Journey, PAYMENTS, startJourney } from '../journey/journey.ts';
import { eventAs } from './function-event.ts';

const ANNA = 'anna@analytics.example';
const ARUN = 'arun@analytics.example';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
  // Where callers choose their sessions' names, which the local stack doesn't let them.
  delete process.env['SESSION_NAME_TAG'];
});
afterAll(() => journey.close());

/** What the stack sets where the configuration says so. */
const configure = (variables: Record<string, string>) => {
  Object.assign(process.env, variables);
  undo = () => {
    for (const name of Object.keys(variables)) delete process.env[name];
    process.env['UNVERIFIED_APPROVALS'] = '1';
  };
};
let undo = () => {};
afterEach(() => undo());

const put = async (entry: object) => {
  const body = { name: 'analytics', onboarded: true, ...entry };
  expect((await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, body)).status).toBe(200);
};

const WITHIN = {
  vpc_id: VPC.analyticsEu,
  vpc_region: 'eu-west-1',
  peer_vpc_id: VPC.analyticsUs,
  peer_region: 'us-east-1',
  justification: 'One team, two Regions.',
};

const sessionOf = (account: string, name: string) =>
  `arn:aws:sts::${HUB}:assumed-role/PeerwayCaller-${account.slice(-2)}/${account}-${name}`;

type Answer = {
  success: boolean;
  data: RequestView & { would_submit: boolean; checks: Check[] };
  error: { code: string; details: { path: string; message: string }[] };
};

const submitAs = async (who: Parameters<typeof eventAs>, body: object): Promise<Answer> => {
  const [arn, asked] = who;
  const headers = { 'content-type': 'application/json' };
  const answer = await invokeFunction('api/submit-request', eventAs(arn, { ...asked, body, headers }));
  return JSON.parse((answer as { body: string }).body) as Answer;
};

/** What the preflight says of the approvers, and what a submit is answered. */
const tryAs = async (who: Parameters<typeof eventAs>, body: object) => {
  const { data } = await submitAs(who, { ...body, dry_run: true });
  return {
    check: data.checks.find(({ check }) => check === 'approvers'),
    ...(await submitAs(who, body)),
  };
};

const expectRefused = async (who: Parameters<typeof eventAs>, body: object, message: string) => {
  const { check, success, error } = await tryAs(who, body);
  expect(check).toMatchObject({ result: 'fail', message });
  expect([success, error.details]).toEqual([false, [{ path: 'peer_owner_id', message }]]);
};

test('where too few approvers are left without the requester, it is refused', async () => {
  const anna = sessionOf(ANALYTICS, 'Anna@analytics.example');
  await put({ approvers: [ANNA, ARUN], required_approvals: 2 });
  await expectRefused(
    [anna],
    WITHIN,
    `Account ${ANALYTICS} (analytics) requires 2 approvals, but only 1 of its approvers can approve this request: requesters can’t approve their own.`,
  );
  await put({ approvers: [ANNA] });
  await expectRefused(
    [anna],
    WITHIN,
    `Account ${ANALYTICS} (analytics) requires 1 approval, but none of its approvers can approve this request: requesters can’t approve their own.`,
  );
  // A rule approves alone, and an approver of an account without our role accepts in EC2, alone.
  await put({ approvers: [ANNA, ARUN], required_approvals: 2, auto_accept_from: [ANALYTICS] });
  expect((await submitAs([anna], { ...WITHIN, dry_run: true })).data.would_submit).toBe(true);
  await put({ approvers: [ANNA, ARUN], required_approvals: 2, onboarded: false });
  const { data } = await submitAs([anna], { ...WITHIN, dry_run: true });
  expect(data.checks.find(({ check }) => check === 'approvers')?.result).toBe('pass');
});

/** Submits, and withdraws it again: the pair is free for the next. */
const recordedAs = async (who: Parameters<typeof eventAs>, body: object) => {
  const { success, data, error } = await submitAs(who, body);
  expect([success, error]).toEqual([true, undefined]);
  await journey.pass(HOUR);
  const asked = {
    anna: await journey.mailsTo(ANNA, data.id),
    arun: await journey.mailsTo(ARUN, data.id),
  };
  const record = await journey.request(data.id);
  await journey.call(HUB, 'POST', `/peering-requests/${data.id}/cancel`, {});
  await journey.pass(HOUR);
  return { record, asked };
};

const UNVERIFIED = `Peerway can’t verify that the submitter is ${ANNA}, who is an approver of account ${ANALYTICS} (analytics).`;

test('a session name that anybody can choose removes no approver: it is refused', async () => {
  await put({ approvers: [ANNA, ARUN] });
  for (const name of [ANNA, 'Anna@Analytics.example', 'anna+laptop@analytics.example']) {
    await expectRefused([sessionOf(PAYMENTS, name)], ACROSS, UNVERIFIED);
  }
  const { record, asked } = await recordedAs([sessionOf(PAYMENTS, 'rosa@payments.example')], ACROSS);
  expect(record).toMatchObject({ submitter_address: null, required_approvals: 1 });
  expect([asked.anna.length, asked.arun.length]).toEqual([1, 1]);
});

test('a session name that the trust policy binds is verified: who has it isn’t asked, and others are', async () => {
  configure({ SESSION_NAME_TAG: 'email' });
  await put({ approvers: [ANNA, ARUN] });
  const tagged = sessionOf(PAYMENTS, 'Anna+laptop@analytics.example');
  const { record, asked } = await recordedAs([tagged], ACROSS);
  expect(record.submitter_address).toBe('Anna+laptop@analytics.example');
  expect(asked.anna).toEqual([]);
  expect(asked.arun).not.toEqual([]);
  // Only the caller roles of the hub have that trust policy, and only an address tells who it is.
  const others = [
    sessionOf(PAYMENTS, 'ci'),
    `arn:aws:sts::${HUB}:assumed-role/NetworkTeam/rosa@payments.example`,
  ];
  for (const arn of others) {
    const body = { ...ACROSS, vpc_owner_id: PAYMENTS };
    expect((await recordedAs([arn], body)).record.submitter_address).toBeNull();
  }
});

const TOKENS = {
  JWT_ACCOUNT_CLAIM: 'aws_account',
  JWT_GROUPS_CLAIM: 'groups',
  JWT_GROUPS_CLAIM_HOLDS: 'one-group',
  JWT_NETWORK_TEAM_GROUP: 'network-team',
  JWT_EMAIL_CLAIM: 'email',
};
const tokenOf = (claims: Record<string, string>) =>
  [
    undefined,
    { claims: { iss: 'https://id.example', sub: '00u1', aws_account: PAYMENTS, groups: 'dev', ...claims } },
  ] as Parameters<typeof eventAs>;

test.each([
  ['a claim that the issuer has verified', 'false', { email: ANNA, email_verified: 'true' }, ANNA],
  ['an issuer that verifies every address', 'true', { email: ANNA }, ANNA],
  ['a claim that it has not verified', 'false', { email: ANNA, email_verified: 'false' }, null],
  ['a claim of which it doesn’t say', 'false', { email: ANNA }, null],
  ['a claim that is no address', 'true', { email: 'anna' }, null],
  ['no claim', 'true', {}, null],
])('a token with %s (all verified: %s) names the submitter, or nobody', async (_, all, claims, address) => {
  await put({ approvers: [ANNA, ARUN] });
  configure({ ...TOKENS, JWT_EMAIL_IS_VERIFIED: all });
  const { success, data } = await submitAs(tokenOf(claims), ACROSS);
  expect([success, data.submitter_address]).toEqual([true, address]);
  undo();
  await journey.pass(HOUR);
  expect(await journey.mailsTo(ANNA, data.id)).toHaveLength(address ? 0 : 1);
  await journey.call(HUB, 'POST', `/peering-requests/${data.id}/cancel`, {});
  await journey.pass(HOUR);
});

test('where nothing verifies the submitter, a second approver can be required', async () => {
  configure({ UNVERIFIED_APPROVALS: '2', SESSION_NAME_TAG: 'email' });
  await put({ approvers: [ANNA, ARUN] });
  const ci = sessionOf(PAYMENTS, 'ci');
  expect((await recordedAs([ci], ACROSS)).record.required_approvals).toBe(2);
  const rosa = sessionOf(PAYMENTS, 'rosa@payments.example');
  expect((await recordedAs([rosa], ACROSS)).record.required_approvals).toBe(1);

  await put({ approvers: [ANNA] });
  await expectRefused(
    [ci],
    ACROSS,
    `Account ${ANALYTICS} (analytics) requires 2 approvals, because Peerway can’t verify who submits the request, but only 1 of its approvers can approve this request.`,
  );
  expect((await submitAs([rosa], { ...ACROSS, dry_run: true })).data.would_submit).toBe(true);
});

test('whoever submits is the contact if they name none, and where they can’t be, nobody is and a check warns', async () => {
  await put({ approvers: [ANNA, ARUN] });
  const { contact_email: _, ...unnamed } = ACROSS;
  const contactOf = async (name: string) => {
    const { record } = await recordedAs([sessionOf(PAYMENTS, name)], unnamed);
    const { result = 'none' } = record.preflight.find(({ check }) => check === 'contact') ?? {};
    return [record.contact_email, result];
  };
  expect(await contactOf('rosa@payments.example')).toEqual(['rosa@payments.example', 'none']);
  expect(await contactOf('ci')).toEqual([null, 'warn']);
  expect(await contactOf('rosa=x,y@payments.example')).toEqual([null, 'warn']);
  expect(await contactOf('rosa@elsewhere.example')).toEqual([null, 'warn']);
  configure({ SESSION_NAME_TAG: 'email' });
  expect(await contactOf(ANNA)).toEqual([null, 'warn']);
});
