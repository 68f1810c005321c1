import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import type { resubmit, submit } from '../../functions/edge/contract/peering-requests.ts';
import type { PeeringRequest } from '../client/api-types.ts';
import { fieldsOf } from '../client/fields.ts';
import { isTransient } from '../client/retry.ts';
import type { Session } from '../session.ts';
import { parseLife } from './duration-option.ts';
import { intervalOption } from './interval-option.ts';

export type SubmissionOptions = { idempotencyKey?: string; wait?: boolean; interval: number };

/** How long the connection is to live. */
export const ACTIVE_FOR = [
  '--active-for <duration>',
  'How long the connection lives once it is active, such as 30d or P30D, from 1h to 1 year (default: no end)',
  parseLife,
] as const;

/** The options that submit and resubmit share. */
export const addSubmissionOptions = (command: Command): Command =>
  command
    .option(...ACTIVE_FOR)
    .option(
      '--idempotency-key <key>',
      'Prevent a second request with the same key for 24 hours (default: a new key)',
    )
    .option('--wait', 'Wait until the request is active or has ended, as watch does')
    .addOption(intervalOption('Time between checks with --wait, in seconds or such as 1m'));

/**
 * Submits a request with a key, so that attempts can be repeated when a response is lost. When every response is
 * lost, prints the key, so that the user can repeat the command.
 */
export const sendSubmission = async (
  session: Session,
  contract: typeof submit | typeof resubmit,
  { idempotencyKey = randomUUID(), ...options }: SubmissionOptions & { id?: string },
): Promise<{ data: PeeringRequest; replayed: boolean }> => {
  try {
    return await session.call(contract, fieldsOf(options), { idempotencyKey });
  } catch (error) {
    if (isTransient(error)) {
      process.stderr.write(
        `The request may have been submitted. To check without submitting a second one, repeat the command with --idempotency-key ${idempotencyKey}\n`,
      );
    }
    throw error;
  }
};
