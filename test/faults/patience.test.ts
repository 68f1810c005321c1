import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { PeeringRequest } from '../../functions/domain/request/peering-request.ts';
import { invokeFunction } from '../../local/functions.ts';
import type { AwsCall } from './aws-call.ts';
import { tableOf } from './evidence.ts';
import type { Fault } from './fault.ts';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { mailsIn } from './mailbox.ts';
import { ANALYTICS, HUB, newPair, PAYMENTS } from './pair-of-vpcs.ts';
import { People } from './people.ts';
import { ec2, notAllowed, roleDenied } from './refusals.ts';
import { routesOf, type ShownRoute } from './shown-routes.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let stack: FaultyStack;
let people: People;
beforeAll(async () => {
  stack = await startFaultyStack();
  stack.layer.shortenSessions();
});
afterAll(() => stack.close());

beforeEach(() => {
  stack.layer.setRule(undefined);
  people = new People('patience', stack, wait);
});

const wait = (seconds: number) => stack.local.clock.advance(seconds * 1000);

const submitUnder = async (rule: (call: AwsCall) => Fault | undefined): Promise<void> => {
  stack.layer.setRule(rule);
  await people.submit(PAYMENTS, await newPair(stack, { requester: PAYMENTS, accepter: ANALYTICS }));
  await wait(10 * MINUTE);
};

/** Time passes, with a sweep every few hours. */
const pass = async (seconds: number): Promise<void> => {
  for (let passed = 0; passed < seconds; passed += 6 * HOUR) {
    await wait(6 * HOUR);
    await invokeFunction('schedules/sweep', {});
    await wait(10 * MINUTE);
  }
};

const outcomeMails = async (): Promise<string[]> =>
  (await mailsIn(stack))
    .filter(({ to, subject }) => to === 'priya@payments.example' && subject.includes(people.id ?? ''))
    .map(({ subject, text }) => `${subject}\n${text}`)
    .filter((mail) => mail.startsWith('Failed'));

const expectFailed = async (failure: object, explained: RegExp): Promise<PeeringRequest> => {
  const record = await people.record();
  expect(record).toMatchObject({ status: 'failed', failure, concluded_as: 'failed' });
  expect(await tableOf(stack).pairHeldBy(record)).toBeUndefined();
  const mails = await outcomeMails();
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatch(/^Failed: /);
  expect(mails[0]?.replaceAll(/\s+/g, ' ')).toMatch(explained);
  return record;
};

const isCreate = ({ operation }: AwsCall): boolean => operation === 'CreateVpcPeeringConnection';
const isOfEc2 = ({ service }: AwsCall): boolean => service === 'ec2' || service === 'sts';
const inWorkflow = ({ invocation }: AwsCall): boolean => invocation?.entry.startsWith('api/') === false;

test.each([
  ['TagPolicyViolation', /tag policy/],
  ['Blocked', /AWS has blocked account 111111111111/],
  ['UnsupportedOperation', /EC2 doesn’t support this peering/],
  ['PendingVpcPeeringConnectionLimitExceeded', /quota of pending peering requests/],
  ['VpcPeeringConnectionsPerVpcLimitExceeded', /quota of peering connections per VPC/],
  ['OptInRequired', /can’t use EC2 in us-east-1/],
])('%s of a create fails the request at once, explained', async (code, explained) => {
  await submitUnder((call) => (isCreate(call) ? { answer: ec2(400, code, 'EC2 said why.') } : undefined));
  await expectFailed({ code, message: 'EC2 said why.' }, explained);
});

test('an error of a create that nobody thought of: a day of patience, then the request fails, explained', async () => {
  await submitUnder((call) =>
    isCreate(call) ? { answer: ec2(400, 'BrandNewError', 'Never seen.') } : undefined,
  );
  expect(await people.record()).toMatchObject({ status: 'submitted', ec2_error: { code: 'BrandNewError' } });
  await pass(12 * HOUR);
  expect((await people.record()).status).toBe('submitted');
  await pass(18 * HOUR);
  await expectFailed({ code: 'BrandNewError', message: 'Never seen.' }, /for 24 hours.*Never seen/);
});

test('an error that nobody thought of may pass: the request goes on', async () => {
  await submitUnder((call) =>
    isCreate(call) ? { answer: ec2(400, 'BrandNewError', 'Never seen.') } : undefined,
  );
  await pass(12 * HOUR);
  stack.layer.setRule(undefined);
  await pass(HOUR);
  const record = await people.record();
  expect(record.status).toBe('pending-acceptance');
  expect(record).not.toHaveProperty('ec2_error');
});

test('a Region that EC2 does not let the account into: the request fails after a day, and nothing was asked of EC2', async () => {
  const refused = ec2(401, 'AuthFailure', 'AWS was not able to validate the provided access credentials');
  await submitUnder((call) => (call.service === 'ec2' && inWorkflow(call) ? { answer: refused } : undefined));
  await pass(30 * HOUR);
  const record = await expectFailed({ code: 'AuthFailure' }, /opted in to us-east-1/);
  expect(record).not.toHaveProperty('create_asked_at');
});

test('a cancel where nothing was asked of EC2 yet is carried out without EC2', async () => {
  await submitUnder((call) => (isOfEc2(call) && inWorkflow(call) ? 'server-error' : undefined));
  await people.cancel(PAYMENTS);
  await pass(HOUR);
  expect(await people.record()).toMatchObject({ status: 'cancelled', concluded_as: 'cancelled' });
});

test('so is the network team’s, when the requester’s account has no role any more, and the pair is free', async () => {
  await submitUnder((call) => (isOfEc2(call) && inWorkflow(call) ? 'server-error' : undefined));
  stack.layer.setRule(({ service }) => (service === 'sts' ? { answer: roleDenied } : undefined));
  await people.cancel(HUB);
  await pass(HOUR);
  const record = await people.record();
  expect(record).toMatchObject({ status: 'cancelled', concluded_as: 'cancelled' });
  expect(await tableOf(stack).pairHeldBy(record)).toBeUndefined();
});

test('an account whose role may not describe its VPCs is told so, and nothing is submitted', async () => {
  const submitted = submitUnder(({ operation }) =>
    operation === 'DescribeVpcs' ? { answer: notAllowed } : undefined,
  );
  await expect(submitted).rejects.toThrow(
    /answered 400 .*"path":"vpc_owner_id","message":"EC2 doesn’t let Peerway’s role in account 111111111111 describe VPCs in us-east-1: UnauthorizedOperation\."/,
  );
});

test('after a create nobody can be asked: the request ends when its connection would have expired', async () => {
  let isAsked = false;
  await submitUnder((call) => {
    isAsked ||= isCreate(call);
    if (isCreate(call)) return 'answer-lost';
    return isAsked && call.service === 'sts' ? { answer: roleDenied } : undefined;
  });
  await pass(6 * DAY);
  expect((await people.record()).status).toBe('submitted');
  await pass(2 * DAY);
  await expectFailed({ code: 'NotVisible' }, /can’t see whether .* exists/);
});

test('a connection that neither side shows any more: its request ends a day after its window, and says what is not known', async () => {
  await submitUnder(() => undefined);
  expect((await people.record()).status).toBe('pending-acceptance');
  stack.layer.setRule(({ service }) => (service === 'sts' ? { answer: roleDenied } : undefined));
  await pass(7 * DAY);
  expect((await people.record()).status).toBe('pending-acceptance');
  await pass(2 * DAY);
  await expectFailed({ code: 'NotVisible' }, /can’t see/);
});

const EVERY_ROUTE = [{ side: 'requester' }, { side: 'accepter' }];

/** Connects two VPCs and tears the connection down, while EC2 answers as the rule says. */
const tearDownUnder = async (rule: (call: AwsCall) => Fault | undefined): Promise<void> => {
  await people.submit(PAYMENTS, await newPair(stack, { requester: PAYMENTS, accepter: ANALYTICS }), {
    connect: { routes: true },
  });
  await people.decide('anna@analytics.example', 'accept');
  await wait(HOUR);
  expect((await people.record()).routes).toMatchObject(EVERY_ROUTE);
  stack.layer.setRule(rule);
  await people.cancel(PAYMENTS);
  await wait(HOUR);
};

const deletionMails = async (): Promise<string[]> =>
  (await mailsIn(stack))
    .filter(({ to, subject }) => to === 'priya@payments.example' && subject.includes(people.id ?? ''))
    .map(({ subject, text }) => `${subject}\n${text}`.replaceAll(/\s+/g, ' '))
    .filter((mail) => mail.startsWith('Deleted'));

const isDeleteRoute = ({ operation }: AwsCall): boolean => operation === 'DeleteRoute';
const routesLeft = async () => routesOf(stack, await people.record()).filter(leadsToConnection);
const leadsToConnection = ({ leadsTo }: ShownRoute): boolean => leadsTo.startsWith('pcx-');

test('routes that Peerway isn’t allowed to remove any more are given up at once, and people are told how to remove them', async () => {
  await tearDownUnder((call) => (isDeleteRoute(call) ? { answer: notAllowed } : undefined));
  const given_up = EVERY_ROUTE.map((route) => ({ ...route, left_because: 'UnauthorizedOperation' }));
  expect(await people.record()).toMatchObject({
    status: 'deleted',
    concluded_as: 'deleted',
    routes: given_up,
  });
  const mails = await deletionMails();
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatch(
    /Remove these routes Peerway created them, and couldn’t remove them\. .*aws ec2 delete-route/,
  );
  stack.layer.setRule(undefined);
  await pass(DAY);
  expect(await routesLeft()).toHaveLength(2);
});

test('an error of a removal that may pass: the connection is deleted, and the routes are removed when it has passed', async () => {
  await tearDownUnder((call) => (isDeleteRoute(call) ? 'server-error' : undefined));
  expect(await people.record()).toMatchObject({ status: 'deleted', routes: EVERY_ROUTE });
  const mails = await deletionMails();
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatch(/couldn’t remove them yet\. It retries for a day\. .*aws ec2 delete-route/);
  await pass(12 * HOUR);
  stack.layer.setRule(undefined);
  await pass(HOUR);
  expect((await people.record()).routes).toEqual([]);
  expect(await routesLeft()).toEqual([]);
  expect(await deletionMails()).toHaveLength(1);
});

test('an error of a removal that doesn’t pass: the routes are given up after a day, and stay on the record', async () => {
  await tearDownUnder((call) => (isDeleteRoute(call) ? 'server-error' : undefined));
  await pass(12 * HOUR);
  for (const { left_because } of (await people.record()).routes ?? []) expect(left_because).toBeUndefined();
  await pass(18 * HOUR);
  const { routes = [], status } = await people.record();
  expect(status).toBe('deleted');
  expect(routes).toMatchObject(EVERY_ROUTE);
  for (const { left_because } of routes) expect(left_because).toBeDefined();
  stack.layer.setRule(undefined);
  await pass(HOUR);
  expect(await routesLeft()).toHaveLength(2);
});
