import { createLink } from '../../functions/edge/contract/peering-requests.ts';
import type { PeeringRequest } from '../client/api-types.ts';
import { RefusedError, UnreachableError } from '../errors.ts';
import type { Session } from '../session.ts';
import { showReadingLink } from '../views/links.ts';
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
  if (!output.isData || !wait) output.show(request, details);
  if (!output.isData) await showNext(session, request.id, wait);
  if (wait) reportOutcome(await watchRequest(request, { intervalMs: interval }, session), output);
};

/** Where people can see the request. It is submitted by now, so a link that can't be created is no error. */
const showNext = async ({ call, output }: Session, id: string, wait = false): Promise<void> => {
  const link = await call(createLink, { id }).catch((error: unknown) => {
    if (error instanceof RefusedError || error instanceof UnreachableError) return undefined;
    throw error;
  });
  if (link) output.show(link.data, (clean) => `\nSee it in a browser:\n${showReadingLink(clean)}`);
  const commands = [...(wait ? [] : [`peerway watch ${id}`]), ...(link ? [] : [`peerway open ${id}`])];
  output.show(commands, (clean) => (clean.length > 0 ? `\n${next(...clean)}` : ''));
};
