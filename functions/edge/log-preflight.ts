import { flatSides } from '../domain/request/flat-sides.ts';
import type { Side } from '../domain/request/peering-request.ts';
import type { Preflight } from '../domain/submission/preflight/preflight.ts';
import type { Caller } from './caller.ts';
import { toPublicError } from './error-envelope.ts';
import { logger } from './logger.ts';

/**
 * Runs the checks and logs who asked for them. A preflight is on no record, and yet says something about VPCs and
 * accounts. What the caller wrote isn't logged.
 */
export const logPreflight = async (
  { arn, account_id }: Caller,
  requester: Side,
  accepter: Side,
  run: () => Promise<Preflight>,
): Promise<Preflight> => {
  const log = (result: string) =>
    logger.info('Preflight', {
      caller: arn,
      caller_account_id: account_id,
      ...flatSides({ requester, accepter }),
      result,
    });
  try {
    const found = await run();
    log(found.errors[0]?.code ?? 'WOULD_SUBMIT');
    return found;
  } catch (error) {
    log(toPublicError(error).code);
    throw error;
  }
};
