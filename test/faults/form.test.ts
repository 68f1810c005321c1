import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { ANALYTICS, newPair, PAYMENTS } from './pair-of-vpcs.ts';
import { People } from './people.ts';

const MINUTE = 60;
const ANNA = 'anna@analytics.example';

let stack: FaultyStack;
beforeEach(async () => {
  stack = await startFaultyStack();
});
afterEach(() => stack.close());

const wait = (seconds: number) => stack.local.clock.advance(seconds * 1000);

test.each(['throttled', 'answer-lost'] as const)(
  'a decision that fails on our side (%s) may be sent once more by the same form',
  async (fault) => {
    const people = new People('decides twice', stack, wait);
    await people.submit(PAYMENTS, await newPair(stack, { requester: PAYMENTS, accepter: ANALYTICS }));
    await wait(MINUTE);
    const link = (await people.linkOf(ANNA)) ?? '';
    const form_token = /name="form_token" value="([^"]+)"/.exec(await (await fetch(link)).text())?.[1] ?? '';
    const body = new URLSearchParams({ decision: 'accept', comment: 'as agreed', form_token });
    const send = async () => (await fetch(link, { method: 'POST', body })).status;

    stack.layer.setRule(({ operation }) => (operation === 'TransactWriteItems' ? fault : undefined));
    expect(await send()).toBe(502);
    stack.layer.setRule(undefined);
    expect(await send()).toBe(200);
    await wait(MINUTE);
    expect(await people.record()).toMatchObject({ status: 'active', decision: { by: { id: ANNA } } });
  },
);
