import { afterEach, beforeEach, expect, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import type { AwsCall } from './aws-call.ts';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { mailsIn } from './mailbox.ts';
import { ANALYTICS, newPair, PAYMENTS } from './pair-of-vpcs.ts';
import { People } from './people.ts';
import { roleDenied } from './refusals.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PRIYA = 'priya@payments.example';
const ANNA = 'anna@analytics.example';

let stack: FaultyStack;
let people: People;
beforeEach(async () => {
  stack = await startFaultyStack();
  stack.layer.shortenSessions();
  people = new People('a role vanishes', stack, wait);
  await people.submit(PAYMENTS, await newPair(stack, { requester: PAYMENTS, accepter: ANALYTICS }));
  await wait(MINUTE);
});
afterEach(() => stack.close());

const wait = (seconds: number) => stack.local.clock.advance(seconds * 1000);

const sweep = async (): Promise<unknown> => {
  const report = await invokeFunction('schedules/sweep', {});
  await wait(10 * MINUTE);
  return report;
};

/** Has STS refuse a role, by its name, or all roles in an account. */
const denyRoles = (named: string): void =>
  stack.layer.setRule(({ service, body }: AwsCall) =>
    service === 'sts' && body.includes(named) ? { answer: roleDenied } : undefined,
  );

const subjectsTo = async (person: string): Promise<string[]> =>
  (await mailsIn(stack)).filter(({ to }) => to === person).map(({ subject }) => subject);

test("the requester's roles are gone: what the approver accepts is carried out, and told", async () => {
  denyRoles(PAYMENTS);
  await people.decide(ANNA, 'accept');
  await wait(10 * MINUTE);
  expect(await people.record()).toMatchObject({ status: 'active', concluded_as: 'active' });
  expect(await sweep()).toMatchObject({ unreachable: 0, stuck: 0 });
});

test("the requester's roles are gone: what the approver rejects is carried out", async () => {
  denyRoles(PAYMENTS);
  await people.decide(ANNA, 'reject');
  await wait(10 * MINUTE);
  expect(await people.record()).toMatchObject({ status: 'rejected', concluded_as: 'rejected' });
});

test("the accepter's role is gone until the deadline: the requester hears what kept the decision from EC2", async () => {
  denyRoles('PeerwayAccepter');
  await people.decide(ANNA, 'accept');
  await wait(8 * DAY);
  for (const _ of [1, 2, 3]) await sweep();
  expect(await people.record()).toMatchObject({ status: 'expired', concluded_as: 'expired' });
  const mail = (await mailsIn(stack)).find(({ subject }) => subject.startsWith('Expired'));
  expect(mail?.text.replaceAll(/\s+/g, ' ')).toMatch(
    /Accepted by anna@analytics\.example on .*, but EC2 didn’t carry it out before its deadline of .*: Peerway can’t assume the role/,
  );
});

test('the role that creates is gone, and the one that looks is not: the request fails after a day', async () => {
  denyRoles('PeerwayRequester');
  await people.submit(PAYMENTS, await newPair(stack, { requester: PAYMENTS, accepter: ANALYTICS }));
  for (const _ of [1, 2, 3]) {
    await wait(10 * HOUR);
    await sweep();
  }
  expect(await people.record()).toMatchObject({
    status: 'failed',
    concluded_as: 'failed',
    failure: { code: 'RoleNotAssumableError', message: expect.stringContaining('role/PeerwayRequester') },
  });
});

test('all roles are gone: approvers are reminded all the same', async () => {
  stack.layer.setRule((call) => (call.service === 'sts' ? { answer: roleDenied } : undefined));
  await wait(4 * DAY);
  for (const _ of [1, 2, 3]) await sweep();
  expect(await subjectsTo(ANNA)).toEqual([
    expect.stringMatching(/^Approve by/),
    expect.stringMatching(/reminder 1/),
  ]);
});

test('EC2 is away: what has ended is told', async () => {
  stack.layer.setRule(({ service }) => (service === 'ses' ? 'server-error' : undefined));
  await people.decide(ANNA, 'accept');
  await wait(HOUR);
  expect(await people.record()).toMatchObject({ status: 'active' });
  stack.layer.setRule(({ service }) => (service === 'ec2' || service === 'sts' ? 'server-error' : undefined));
  await sweep();
  expect(await people.record()).toMatchObject({ status: 'active', concluded_as: 'active' });
});

test('the role that deletes is gone: the requester hears it once, and the network team why', async () => {
  await people.decide(ANNA, 'accept');
  await wait(10 * MINUTE);
  denyRoles('PeerwayRequester');
  await people.cancel(PAYMENTS);
  for (const _ of [1, 2, 3, 4, 5, 6]) await sweep();
  const mails = (await mailsIn(stack)).filter(({ subject }) => subject.startsWith('Not deleted'));
  expect(mails.map(({ to }) => to)).toEqual([PRIYA]);
  expect(mails[0]?.text.replaceAll(/\s+/g, ' ')).toMatch(
    new RegExp(
      `Peerway’s role in account ${PAYMENTS} is missing or doesn’t trust Peerway\\. .*Peerway retries every 15 minutes`,
    ),
  );
  const stuck = (await mailsIn(stack)).filter(({ subject }) => subject.startsWith('Investigate'));
  expect(stuck[0]?.text.replaceAll(/\s+/g, ' ')).toContain('(EC2’s last error: RoleNotAssumableError)');

  stack.layer.setRule(undefined);
  for (const _ of [1, 2]) await sweep();
  expect(await people.record()).toMatchObject({ status: 'deleted', concluded_as: 'deleted' });
});

test('all roles are gone when a connection is to be deleted: the requester hears that too', async () => {
  await people.decide(ANNA, 'accept');
  await wait(10 * MINUTE);
  stack.layer.setRule((call) => (call.service === 'sts' ? { answer: roleDenied } : undefined));
  await people.cancel(PAYMENTS);
  for (const _ of [1, 2, 3, 4, 5]) await sweep();
  const mails = (await mailsIn(stack)).filter(({ subject }) => subject.startsWith('Not deleted'));
  expect(mails.map(({ to }) => to)).toEqual([PRIYA]);
});
