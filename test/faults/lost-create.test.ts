import { afterEach, beforeEach, expect, test } from 'vitest';
import { REQUEST_TAG } from '../../functions/adapters/request-tag.ts';
import { invokeFunction } from '../../local/functions.ts';
import { runPeerway } from '../cli/run-peerway.ts';
import type { AwsCall } from './aws-call.ts';
import type { Fault } from './fault.ts';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { mailsIn } from './mailbox.ts';
import { ANALYTICS, newPair, PAYMENTS } from './pair-of-vpcs.ts';
import { People } from './people.ts';
import { ec2, notAllowed, roleDenied } from './refusals.ts';

const MINUTE = 60;

let stack: FaultyStack;
let people: People;
beforeEach(async () => {
  stack = await startFaultyStack();
  // Whether a role may be assumed is asked before each call.
  stack.layer.shortenSessions();
  people = new People('a create whose answer is lost', stack, wait);
});
afterEach(() => stack.close());

const wait = (seconds: number) => stack.local.clock.advance(seconds * 1000);

const submitUnder = async (rule: (call: AwsCall) => Fault | undefined): Promise<void> => {
  stack.layer.setRule(rule);
  await people.submit(PAYMENTS, await newPair(stack, { requester: PAYMENTS, accepter: ANALYTICS }));
  await wait(10 * MINUTE);
};

const connections = () => stack.local.ec2.connections().filter(({ tags }) => tags[REQUEST_TAG] === people.id);

const isCreate = ({ operation }: AwsCall): boolean => operation === 'CreateVpcPeeringConnection';

test('nobody can be asked after it: the request does not fail, and goes on when EC2 can be asked again', async () => {
  let isAsked = false;
  await submitUnder((call) => {
    isAsked ||= isCreate(call);
    if (isCreate(call)) return 'answer-lost';
    return isAsked && call.service === 'sts' ? { answer: roleDenied } : undefined;
  });
  expect(connections()).toHaveLength(1);
  expect((await people.record()).status).toBe('submitted');

  stack.layer.setRule(undefined);
  await invokeFunction('schedules/sweep', {});
  await wait(5 * MINUTE);
  expect(await people.record()).toMatchObject({
    status: 'pending-acceptance',
    vpc_peering_connection_id: connections()[0]?.id,
  });
  expect(connections()).toHaveLength(1);
});

test("the SDK's next attempt is refused: that does not say that nothing was made", async () => {
  await submitUnder((call) => {
    if (!isCreate(call)) return undefined;
    return call.attempt === 1 ? 'answer-lost' : { answer: notAllowed };
  });
  expect(await people.record()).toMatchObject({
    status: 'pending-acceptance',
    vpc_peering_connection_id: connections()[0]?.id,
  });
  expect(connections()).toHaveLength(1);
});

test("a service control policy's denial is whole on the trail, and short wherever people read it", async () => {
  const blob = 'XTpyx3k_'.repeat(400);
  const said =
    'You are not authorized to perform this operation, with an explicit deny in a service control policy.';
  const message = `${said} Encoded authorization failure message: ${blob}`;
  await submitUnder((call) =>
    isCreate(call) ? { answer: ec2(403, 'UnauthorizedOperation', message) } : undefined,
  );
  const trail = await people.call(PAYMENTS, 'GET', `/peering-requests/${people.id}/events`);
  expect(trail.body).toContain(`UnauthorizedOperation: ${message}`);

  const shown = await people.call(PAYMENTS, 'GET', `/peering-requests/${people.id}`);
  expect(JSON.parse(shown.body).data.failure).toEqual({
    code: 'UnauthorizedOperation',
    message: `${said} (The audit trail has the encoded authorization failure message.)`,
  });
  const mail = (await mailsIn(stack)).find(({ subject }) => subject.startsWith('Failed'));
  const link = /https?:\S+\/status\/[\w-]+/.exec(mail?.text ?? '')?.[0] ?? '';
  const page = await (await fetch(link)).text();
  const run = await runPeerway(['audit', people.id ?? '', '--output', 'table'], {
    endpoint: people.api,
    account: PAYMENTS,
  });
  for (const text of [mail?.text, page, run.stdout]) {
    expect(text).toContain('explicit deny in a service control policy');
    expect(text).not.toContain('XTpyx3k_XTpyx3k_');
  }
});

test('a refusal of the first attempt fails the request, explained', async () => {
  await submitUnder((call) => (isCreate(call) ? { answer: notAllowed } : undefined));
  expect(await people.record()).toMatchObject({
    status: 'failed',
    failure: { code: 'UnauthorizedOperation' },
  });
  expect(connections()).toEqual([]);
});
