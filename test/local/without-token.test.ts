import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { startStack } from '../../local/stack.ts';
import { TRANSIENT_TABLE_NAME } from '../../local/table.ts';
import { rawTable } from '../api/raw-table.ts';
import { startFaultyStack } from '../faults/faulty-stack.ts';

/** Writes an item that must not exist yet, twice with one token. Returns the second answer or error. */
const writeTwice = async (endpoint: string): Promise<unknown> => {
  const { db } = rawTable(endpoint);
  const input = {
    ClientRequestToken: 'the-same-token',
    TransactItems: [
      {
        Put: {
          TableName: TRANSIENT_TABLE_NAME,
          Item: { pk: 'NOTE', sk: 'NOTE', text: 'It says "ClientRequestToken":"the-same-token", quoted.' },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
    ],
  };
  await db.send(new TransactWriteCommand(input));
  return db.send(new TransactWriteCommand(input)).catch((error: unknown) => error);
};

test('the engine doesn’t get the token of a transaction, and what is written is as it was', async () => {
  const stack = await startStack({ speed: 0, schedules: false });
  onTestFinished(() => stack.close());
  expect(await writeTwice(stack.endpoints.dynamodb)).toMatchObject({ name: 'TransactionCanceledException' });
  const items = await rawTable(stack.endpoints.dynamodb).dump();
  expect(items.find(({ pk }) => pk === 'NOTE')?.['text']).toBe(
    'It says "ClientRequestToken":"the-same-token", quoted.',
  );
});

test('where answers can be lost, it does: a transaction sent again is the same one', async () => {
  const { layer, close } = await startFaultyStack();
  onTestFinished(close);
  expect(await writeTwice(layer.endpoints.dynamodb)).toMatchObject({ $metadata: { httpStatusCode: 200 } });
});
