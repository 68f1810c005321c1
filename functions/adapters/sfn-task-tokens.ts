import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import type { TaskTokens } from '../domain/workflow/ports.ts';

/** The error that ends a waiting task when nothing is left to decide. The state machine catches it by this name. */
const REQUEST_ENDED = 'RequestEnded';

/** Answers waiting tasks in Step Functions. */
export const sfnTaskTokens = (sfn: SFNClient): TaskTokens => ({
  sendDecision: (taskToken, request_id, decision) =>
    unlessStale(
      sfn.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify({ request_id, decision }) })),
    ),

  sendEnd: (taskToken, status) =>
    unlessStale(sfn.send(new SendTaskFailureCommand({ taskToken, error: REQUEST_ENDED, cause: status }))),
});

/** `false` for a stale token: the task timed out, ended, or was already answered. */
const unlessStale = async (sent: Promise<unknown>): Promise<boolean> => {
  try {
    await sent;
    return true;
  } catch (error) {
    const isStale =
      error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken;
    if (isStale) return false;
    throw error;
  }
};
