import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signedFetch } from '../../local/signed-fetch.ts';
import type { Fault } from './fault.ts';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { ANALYTICS, newPair, PAYMENTS } from './pair-of-vpcs.ts';
import { transactionCancelled } from './refusals.ts';

let stack: FaultyStack;
beforeEach(async () => {
  stack = await startFaultyStack();
});
afterEach(() => stack.close());

/** Once: how the first call is answered is what counts. */
const submit = async (): Promise<{ status: number; body: { data: { id: string }; error: unknown } }> => {
  const pair = await newPair(stack, { requester: PAYMENTS, accepter: ANALYTICS });
  const response = await signedFetch(PAYMENTS, `${stack.local.endpoints.api}/peering-requests`, {
    method: 'POST',
    headers: { 'idempotency-key': randomUUID() },
    body: JSON.stringify({ ...pair, justification: 'Payments reads the risk scores.' }),
  });
  return { status: response.status, body: (await response.json()) as never };
};

/** What happens to the submit's transactions, one after the other. Returns how many there were. */
const disturbTransactions = (faults: readonly Fault[]): (() => number) => {
  let made = 0;
  stack.layer.setRule(({ operation, invocation }) =>
    operation === 'TransactWriteItems' && invocation?.entry === 'api/submit-request'
      ? faults[made++]
      : undefined,
  );
  return () => made;
};

test.each(['ThrottlingError', 'ProvisionedThroughputExceeded'])(
  'a transaction that is cancelled for a %s is tried again, and the caller does not notice',
  async (reason) => {
    const throttled = { answer: transactionCancelled([{ Code: 'None' }, { Code: reason }]) };
    const made = disturbTransactions([throttled, throttled]);
    expect(await submit()).toMatchObject({ status: 201, body: { data: { status: 'submitted' } } });
    expect(made()).toBe(3);
  },
);

test('a transaction that is throttled again and again ends with an error', async () => {
  const made = disturbTransactions(Array.from({ length: 50 }, () => 'throttled' as const));
  expect(await submit()).toMatchObject({ status: 502, body: { error: { code: 'UPSTREAM_ERROR' } } });
  expect(made()).toBe(5);
});

test('a condition that failed beside a throttled write is the answer', async () => {
  const { id } = (await submit()).body.data;
  const made = disturbTransactions([
    {
      answer: transactionCancelled([
        { Code: 'ThrottlingError' },
        { Code: 'ConditionalCheckFailed', Item: { request_id: { S: id } } },
      ]),
    },
  ]);
  expect(await submit()).toMatchObject({
    status: 409,
    body: { error: { code: 'CONFLICT', details: [{ peering_request_id: id }] } },
  });
  expect(made()).toBe(1);
});
