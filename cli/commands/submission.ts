import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { resubmit, submit } from '../../functions/edge/contract/peering-requests.ts';
import type { Submission } from '../client/api-types.ts';
import type { Session } from '../client/session.ts';
import { RefusedError, UnreachableError } from '../errors.ts';
import { fieldsOf } from './fields.ts';
import { intervalOption } from './interval-option.ts';

export type SubmissionOptions = { idempotencyKey?: string; wait?: boolean; interval: number };

/** Options of what makes a new request. */
export const submissionOptions = (command: Command): Command =>
  command
    .option(
      '--idempotency-key <key>',
      'the same key never makes a second request, for 24 hours (default: a new one)',
    )
    .option('--wait', 'follow the request until it is active or has ended, like watch')
    .addOption(intervalOption('with --wait, how often to look'));

/**
 * Makes a request. The key lets an attempt whose answer was lost be repeated; when all were lost, it is told,
 * so that a person can do the same.
 */
export const sendSubmission = async (
  session: Session,
  contract: typeof submit | typeof resubmit,
  { idempotencyKey = randomUUID(), ...options }: SubmissionOptions & { id?: string },
): Promise<{ data: Submission; replayed: boolean }> => {
  try {
    return await session.call(contract, fieldsOf(options), { idempotencyKey });
  } catch (error) {
    const isUnclear =
      (error instanceof UnreachableError && error.transient) ||
      (error instanceof RefusedError && error.status >= 500);
    if (isUnclear) {
      process.stderr.write(
        `Whether the request was made is not known. To find out without making two, repeat the command with --idempotency-key ${idempotencyKey}\n`,
      );
    }
    throw error;
  }
};
