import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { backOff, THROTTLED_PAUSE_MS } from './back-off.ts';

type Items = NonNullable<TransactWriteCommandInput['TransactItems']>;

/** The write whose condition failed, by its index in the transaction, and the item that was there instead. */
export type FailedCondition = { index: number; item: Record<string, unknown> | undefined };

const ATTEMPTS = 5;
const CONFLICT_PAUSE_MS = 40;

/**
 * Why DynamoDB cancels a transaction that may succeed a moment later, and the first pause after each. The SDK
 * retries a call that is throttled as a whole, but no cancelled transaction.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
const TRANSIENT_REASONS: Readonly<Record<string, number>> = {
  TransactionConflict: CONFLICT_PAUSE_MS,
  ThrottlingError: THROTTLED_PAUSE_MS,
  ProvisionedThroughputExceeded: THROTTLED_PAUSE_MS,
};

/**
 * Writes all of the items or none. It retries a few times when another transaction is writing the same items, and
 * when DynamoDB throttles.
 *
 * @returns the first condition that failed; `undefined` when everything was written
 */
export const transact = async (
  db: DynamoDBDocumentClient,
  items: Items,
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
      const pause = Math.max(0, ...reasons.map(({ Code = '' }) => TRANSIENT_REASONS[Code] ?? 0));
      if (pause === 0 || attempt === ATTEMPTS) throw error;
      await backOff(attempt, pause);
    }
  }
};
