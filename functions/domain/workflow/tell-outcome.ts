import { type SendOutcomeMailsDeps, sendOutcomeMails } from '../mail/send-outcome-mails.ts';
import { commitLatest } from '../request/commit-latest.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import { conclude, isConcluded } from './conclude.ts';

/**
 * Notifies people of how a request ended, or that its connection is active, and concludes it once every mail is
 * sent or given up.
 *
 * @param toldBy the Task state or schedule that does it
 * @returns the record after that, and whether every mail is sent or given up
 */
export const tellOutcome = async (
  ended: PeeringRequest,
  toldBy: string,
  deps: SendOutcomeMailsDeps,
): Promise<{ request: PeeringRequest; is_told: boolean }> => {
  const { request, missed, is_settled } = await sendOutcomeMails(ended, toldBy, deps);
  if (!is_settled) return { request, is_told: false };
  const concluded = await commitLatest(deps.requests, request, (latest) =>
    isConcluded(latest) || latest.concluded_as === ended.status
      ? undefined
      : conclude(ended.status, missed, toldBy),
  );
  return { request: concluded, is_told: true };
};
