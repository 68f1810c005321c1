import { afterEach, beforeEach, expect, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import type { AwsCall } from './aws-call.ts';
import { tableOf } from './evidence.ts';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { mailsIn } from './mailbox.ts';
import { ANALYTICS, newPair, PAYMENTS } from './pair-of-vpcs.ts';
import { People } from './people.ts';
import { identityDenied, notVerified, type Refusal } from './refusals.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ANNA = 'anna@analytics.example';
const PRIYA = 'priya@payments.example';
const NETWORK_TEAM = 'network-team@network.example';

let stack: FaultyStack;
let people: People;
beforeEach(async () => {
  stack = await startFaultyStack();
  people = new People('refused mail', stack, wait);
});
afterEach(() => stack.close());

const wait = (seconds: number) => stack.local.clock.advance(seconds * 1000);
const sweep = () => invokeFunction('schedules/sweep', {});

/** SES refuses all mails to some address, until told otherwise. */
const refuse = (address: string, refusal: (address: string) => Refusal) => {
  const isTo = ({ operation, body }: AwsCall) =>
    operation === 'SendEmail' && body.includes(`"ToAddresses":["${address}"]`);
  stack.layer.setRule((call) => (isTo(call) ? { answer: refusal(address) } : undefined));
};

const submit = async () =>
  people.submit(PAYMENTS, await newPair(stack, { requester: PAYMENTS, accepter: ANALYTICS }));

const mailsTo = async (address: string) => (await mailsIn(stack)).filter(({ to }) => to === address);

const pageOf = async (address: string, kind: 'status' | 'decisions'): Promise<string> => {
  const texts = (await mailsTo(address)).map(({ text }) => text);
  const [link = ''] = texts.flatMap((text) => new RegExp(`https?:\\S+/${kind}/[\\w-]+`).exec(text) ?? []);
  return (await fetch(link)).text();
};

const trail = async () => (await tableOf(stack)).requests.events((await people.record()).id);

const mailEvents = async () =>
  (await trail())
    .filter(({ type }) => type.startsWith('mail-'))
    .map(({ type, reason }) => `${type} ${reason}`);

const CAUSE =
  'Email address is not verified. The following identities failed the check in region EU-CENTRAL-1';

test('an approver whose address SES verifies after a day is asked then, and everybody knows until then', async () => {
  refuse(ANNA, notVerified);
  await submit();
  await wait(10 * MINUTE);
  const [waiting] = await mailsTo(PRIYA);
  expect(waiting?.text).toContain('asked these approvers and will remind them: arun@analytics.example.');
  expect(waiting?.text).toContain(`Peerway couldn’t email these approvers yet: ${ANNA}.`);

  await wait(HOUR);
  await sweep();
  await sweep();
  expect(await stack.runningExecutions()).toEqual([(await people.record()).id]);
  expect((await mailEvents()).filter((event) => event.includes(ANNA))).toEqual([
    `mail-failed approval to ${ANNA}: ${CAUSE}: ${ANNA}`,
  ]);
  for (const page of [await pageOf(PRIYA, 'status'), await pageOf('arun@analytics.example', 'decisions')]) {
    expect(page).toContain('Some emails weren’t delivered');
    expect(page).toContain(`Approval request to ${ANNA}`);
    expect(page).toContain(CAUSE);
  }
  const stuck = await mailsTo(NETWORK_TEAM);
  expect(stuck.map(({ text }) => text)).toEqual([
    expect.stringContaining(`This request is stuck: Peerway couldn’t email ${ANNA} (${CAUSE}`),
  ]);

  await wait(DAY);
  stack.layer.setRule(undefined);
  await sweep();
  expect(await mailsTo(ANNA)).toHaveLength(1);
  expect(await pageOf(PRIYA, 'status')).not.toContain('weren’t delivered');
  expect(await pageOf(ANNA, 'decisions')).toContain('name="decision"');

  await wait(5 * DAY + 4 * HOUR);
  const reminders = (await mailsTo(ANNA))
    .slice(1)
    .map(({ text }) => /notified you (.+?) before/.exec(text)?.[1]);
  expect(reminders).toEqual(['once', 'twice']);
  expect(await stack.runningExecutions()).toEqual([(await people.record()).id]);
});

test('a role that may not use the recipients’ identities stops no workflow, and the network team is told the address', async () => {
  refuse(ANNA, identityDenied);
  await submit();
  for (let sweeps = 0; sweeps < 5; sweeps++) {
    await wait(15 * MINUTE);
    await sweep();
  }
  const { id, execution_name } = await people.record();
  expect(await stack.runningExecutions()).toEqual([id]);
  expect(execution_name ?? id).toBe(id);
  const [stuck] = await mailsTo(NETWORK_TEAM);
  expect(stuck?.text).toContain(
    `Peerway couldn’t email ${ANNA} (Peerway’s IAM policy doesn’t allow ses:SendEmail on this recipient’s identity`,
  );
  expect(await pageOf(PRIYA, 'status')).not.toContain('arn:aws');
});

test('an outcome that SES refuses to send is not called told, and is told when it can be', async () => {
  await submit();
  await wait(10 * MINUTE);
  refuse(PRIYA, notVerified);
  await people.decide(ANNA, 'reject');
  await wait(10 * MINUTE);
  const { id } = await people.record();
  expect(await people.record()).toMatchObject({ status: 'rejected' });
  expect(await stack.runningExecutions()).toEqual([]);
  const decider = await pageOf(ANNA, 'decisions');
  expect(decider).toContain('The request was rejected.');
  expect(decider).not.toContain('We notified the requester');
  expect(decider).toContain(`Outcome to ${PRIYA}`);
  expect((await trail()).at(-1)?.type).not.toBe('outcome-told');

  await wait(HOUR);
  await sweep();
  expect((await mailsTo(NETWORK_TEAM)).at(-1)?.text).toContain(`Peerway couldn’t email ${PRIYA} (${CAUSE}`);
  stack.layer.setRule(undefined);
  await sweep();
  expect((await people.record()).execution_name ?? id).toBe(id);
  expect((await trail()).at(-1)).toMatchObject({ type: 'outcome-told', reason: 'rejected' });
  expect((await mailsTo(PRIYA)).at(-1)?.subject).toContain('Rejected: ');
  expect(await pageOf(ANNA, 'decisions')).toContain('We notified the requester');
});

test('an outcome that cannot be sent for a week is given up, and the history names whom it missed', async () => {
  await submit();
  await wait(10 * MINUTE);
  refuse(PRIYA, notVerified);
  await people.decide(ANNA, 'reject');
  await wait(8 * DAY);
  await sweep();
  expect((await trail()).slice(-2)).toEqual([
    expect.objectContaining({
      type: 'mail-failed',
      reason: `outcome-rejected to ${PRIYA}: ${CAUSE}: ${PRIYA}; Peerway stopped retrying`,
    }),
    expect.objectContaining({ type: 'outcome-told', reason: `rejected, except ${PRIYA}` }),
  ]);
  const { length } = await trail();
  await sweep();
  expect(await trail()).toHaveLength(length);
});

test('approvers whom no mail reached are named when the request expires', async () => {
  refuse(ANNA, notVerified);
  await submit();
  await wait(6 * DAY);
  await invokeFunction('schedules/digest', {});
  expect((await mailsTo(NETWORK_TEAM)).at(-1)?.text).toMatch(
    new RegExp(`deadline .+, approvers notified .+, couldn’t email ${ANNA} \\(${CAUSE}`),
  );
  await wait(2 * DAY);
  const outcome = (await mailsTo(PRIYA)).at(-1);
  expect(outcome?.subject).toContain('Expired: ');
  expect(outcome?.text).toContain('We notified these approvers up to');
  expect(outcome?.text).toContain(`Peerway couldn’t email these approvers: ${ANNA} (${CAUSE}`);
  expect(await pageOf(PRIYA, 'status')).toContain(`Approval request to ${ANNA}`);
});
