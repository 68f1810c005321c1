import type { PeeringRequest } from '../client/api-types.ts';
import type { Session } from '../session.ts';
import { faint, next } from '../views/paint.ts';
import { requestDetails } from '../views/request-details.ts';
import { reportOutcome } from './report-outcome.ts';
import { watchRequest } from './watch-request.ts';

type Options = { wait?: boolean; interval: number; replayed: boolean };

/** Shows the request that was submitted now or by an earlier call with the same key, and follows it with --wait. */
export const showSubmitted = async (
  session: Session,
  request: PeeringRequest,
  { wait, interval, replayed }: Options,
): Promise<void> => {
  const { output } = session;
  const warning = request.preflight?.find(({ check, result }) => check === 'contact' && result === 'warn');
  // Details for people have the warning among the findings of the preflight.
  if (warning && output.isData) {
    process.stderr.write('Nobody is notified of the outcome by email: --contact-email is missing.\n');
  }
  const details = (clean: PeeringRequest) =>
    replayed
      ? `${faint('An earlier call with this key submitted this request. It is shown as it was then.')}\n${requestDetails(clean)}`
      : requestDetails(clean);
  if (!wait) {
    output.show(request, (clean) => `${details(clean)}\n\n${next(`peerway watch ${clean.id}`)}`);
    return;
  }
  if (!output.isData) output.show(request, (clean) => `${details(clean)}\n`);
  reportOutcome(await watchRequest(request, { intervalMs: interval }, session), output);
};
