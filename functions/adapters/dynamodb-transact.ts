import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';

type Items = NonNullable<TransactWriteCommandInput['TransactItems']>;

/** The write whose condition failed, by its index in the transaction, and the item that was there instead. */
export type FailedCondition = { index: number; item: Record<string, unknown> | undefined };

const CONFLICT_ATTEMPTS = 5;
const CONFLICT_PAUSE_MS = 20;

/**
 * Writes all of the items or none.
 *
 * It retries when another transaction is writing the same items; the SDK retries other transient errors.
 *
 * @returns the first condition that failed; `undefined` when everything was written
 */
export const transact = async (
  db: DynamoDBDocumentClient,
  items: Items,
  pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
): Promise<FailedCondition | undefined> => {
  for (let attempt = 1; ; attempt++) {
    try {
      await db.send(new TransactWriteCommand({ TransactItems: items }));
      return undefined;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const index = reasons.findIndex(({ Code }) => Code === 'ConditionalCheckFailed');
      if (index >= 0) {
        const item = reasons[index]?.Item;
        return { index, item: item && unmarshall(item) };
      }
      const isConflict = reasons.some(({ Code }) => Code === 'TransactionConflict');
      if (!isConflict || attempt === CONFLICT_ATTEMPTS) throw error;
      await pause(CONFLICT_PAUSE_MS * 2 ** attempt * Math.random());
    }
  }
};
