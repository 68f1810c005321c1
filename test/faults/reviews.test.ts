import { afterAll, beforeAll, expect, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import type { AwsCall } from './aws-call.ts';
import { tableOf } from './evidence.ts';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { mailsIn, type ReceivedMail } from './mailbox.ts';
import { ANALYTICS, HUB, newPair, PAYMENTS } from './pair-of-vpcs.ts';
import { People } from './people.ts';

const MINUTE = 60;
const DAY = 86_400;
const ANNA = 'anna@analytics.example';
const PRIYA = 'priya@payments.example';

let stack: FaultyStack;
beforeAll(async () => {
  stack = await startFaultyStack();
});
afterAll(() => stack.close());

const wait = (seconds: number) => stack.local.clock.advance(seconds * 1000);

/** A schedule's run that fails is started again. */
const run = async (entry: string): Promise<void> => {
  for (let attempt = 0; attempt < 2; attempt++) {
    await invokeFunction(entry, {}).catch(() => undefined);
    await wait(MINUTE);
  }
};

const ENTRIES = ['schedules/review-connections', 'pages/answer-review', 'schedules/sweep'];
const WRITES = ['PutItem', 'UpdateItem', 'TransactWriteItems', 'SendEmail', 'StartExecution'];

/** What a review does to the world, and nobody else. */
const isWrite = ({ invocation, operation, attempt }: AwsCall): boolean =>
  attempt === 1 && ENTRIES.includes(invocation?.entry ?? '') && WRITES.includes(operation);

type Life = { people: People; mails: readonly ReceivedMail[]; events: readonly string[] };

/** A connection is reviewed, is removed by an approver, and is gone. */
const live = async (name: string): Promise<Life> => {
  const before = (await mailsIn(stack)).length;
  const people = new People(name, stack, wait);
  await people.submit(PAYMENTS, await newPair(stack, { requester: PAYMENTS, accepter: ANALYTICS }));
  await wait(5 * MINUTE);
  await run('schedules/review-connections');
  const mail = (await mailsIn(stack)).findLast(({ subject }) => subject.startsWith('Review 1 connection '));
  const link = /https?:\S+\/reviews\/[\w-]+/.exec(mail?.text ?? '')?.[0] ?? '';
  const page = await (await people.persist(() => fetch(link))).body;
  const form_token = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const body = new URLSearchParams({
    form_token,
    [`answer-${people.id}`]: 'remove',
    [`reason-${people.id}`]: 'Switched off.',
    [`shown-${people.id}`]: '',
  });
  await people.persist(() => fetch(link, { method: 'POST', body }));
  await run('schedules/sweep');
  await wait(3 * DAY);
  await run('schedules/sweep');
  await wait(10 * MINUTE);
  const mails = (await mailsIn(stack)).slice(before);
  const events = await tableOf(stack).requests.events(people.id ?? 'pr-');
  // The next life's review is due.
  await wait(90 * DAY);
  return { people, mails, events: events.map(({ type }) => type) };
};

const expectRight = async ({ people, mails, events }: Life, most: number): Promise<void> => {
  expect((await people.record()).status, people.life).toBe('deleted');
  const count = (wanted: string) => events.filter((type) => type === wanted).length;
  expect([count('removal-planned'), count('teardown-recorded')], people.life).toEqual([1, 1]);
  for (const [start, to] of [
    ['Review 1 connection ', ANNA],
    ['Removal on ', PRIYA],
    ['Deleted: ', PRIYA],
  ] as const) {
    const got = mails.filter((mail) => mail.to === to && mail.subject.startsWith(start)).length;
    expect(got, `${people.life}: ${start}`).toBeGreaterThanOrEqual(1);
    expect(got, `${people.life}: ${start}`).toBeLessThanOrEqual(most);
  }
};

test('killed before or after any of its writes, a review loses no removal, and mails nobody twice but for the mail in hand', async () => {
  const entry = { name: 'analytics', approvers: [ANNA], onboarded: true, review_every: 'P90D' };
  await signedFetch(HUB, `${stack.local.endpoints.api}/accounts/${ANALYTICS}`, {
    method: 'PUT',
    body: JSON.stringify({ ...entry, auto_accept_from: [PAYMENTS] }),
  });
  const calls: string[] = [];
  stack.layer.setRule((call) => {
    if (isWrite(call)) calls.push(`${call.invocation?.entry} ${call.operation}`);
    return undefined;
  });
  await expectRight(await live('undisturbed'), 1);
  // From the second one on, a review of before is closed first.
  calls.length = 0;
  await expectRight(await live('undisturbed again'), 1);
  expect(calls).toContain('schedules/review-connections SendEmail');
  expect(calls).toContain('pages/answer-review TransactWriteItems');

  for (const [index, name] of calls.entries()) {
    for (const way of ['killed-before', 'killed-after'] as const) {
      // What no write has done is done by the next run, as if it were the first.
      if (way === 'killed-before' && !name.endsWith('TransactWriteItems')) continue;
      let seen = 0;
      stack.layer.setRule((call) => (isWrite(call) && seen++ === index ? way : undefined));
      const life = await live(`${name} (${index}) ${way}`);
      // Between a mail and its note nobody can know whether it went out: it is sent again rather than never.
      const last = way === 'killed-after' ? name : (calls[index - 1] ?? '');
      await expectRight(life, last.endsWith('SendEmail') ? 2 : 1);
    }
  }
});
