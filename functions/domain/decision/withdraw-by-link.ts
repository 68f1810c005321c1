import { requireFormToken } from '../links/form-token.ts';
import {
  findLink,
  getLinked,
  isContacts,
  isPast,
  type OpenedRequest,
  type OpenLinkDeps,
} from '../links/open-link.ts';
import { ForbiddenError } from '../request/errors.ts';
import type { TaskTokens } from '../workflow/ports.ts';
import { commitDecision, notifyWorkflow } from './record-decision.ts';

/**
 * Whether the link's owner is the request's contact, and the request still waits. Others who follow the request, such
 * as the accepter's escalation contact, may only view it.
 */
export const mayWithdraw = ({ link, request }: OpenedRequest, now: Date): boolean =>
  isContacts({ link, request }) &&
  // Whoever created the connection outside Peerway deletes it there.
  !request.origin &&
  !request.decision &&
  (request.status === 'submitted' || (request.status === 'pending-acceptance' && !isPast(link, now)));

/**
 * Withdraws a request that waits, for its contact who uses their link.
 *
 * @throws NotFoundError for an invalid link, ForbiddenError for a used or invalid form or another person's link,
 *   AlreadyDecidedError, WindowClosedError
 */
export const withdrawByLink = async (
  token: string,
  presentedToken: string,
  source_ip: string,
  deps: OpenLinkDeps & { taskTokens: TaskTokens },
): Promise<void> => {
  const link = await findLink(token, 'view', deps);
  requireFormToken(link, presentedToken);
  const request = await getLinked(link, deps.requests);
  const now = deps.clock();
  if (!mayWithdraw({ link, request }, now)) {
    throw new ForbiddenError(
      'Only the requester can withdraw a request, and only while it waits for a decision.',
    );
  }
  const by = { kind: 'requester', id: link.person } as const;
  const withdrawal = { kind: 'cancel', by, at: now.toISOString() } as const;
  const withdrawn = await commitDecision(request, withdrawal, source_ip, { requests: deps.requests });
  await Promise.all([notifyWorkflow(withdrawn, deps.taskTokens), deps.links.renewForms(token, link)]);
};
