import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';

/** Whether a write met its condition; `false` means that nothing was written. */
export const metCondition = async (write: Promise<unknown>): Promise<boolean> => {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};
