import type { Directory } from '../directory/ports.ts';
import { requireFormToken } from '../links/form-token.ts';
import {
  findLink,
  getLinked,
  isContacts,
  type OpenedRequest,
  type OpenLinkDeps,
} from '../links/open-link.ts';
import { commitLatest } from '../request/commit-latest.ts';
import { ForbiddenError } from '../request/errors.ts';
import { findOpenExtension } from '../request/lifetime.ts';
import { endOf } from '../wording/life.ts';
import { askForMoreTime } from './ask-for-more-time.ts';

/** Whether the link's owner is the request's contact, and can ask for more time now. */
export const mayExtend = (opened: OpenedRequest, now: Date): boolean => {
  const end = endOf(opened.request);
  return (
    isContacts(opened) &&
    end !== undefined &&
    now.toISOString() < end &&
    !findOpenExtension(opened.request, now)
  );
};

/**
 * Asks for more time, for the request's contact who uses their link.
 *
 * @throws NotFoundError for an invalid link, ForbiddenError for a used or invalid form or another person's link, and the
 *   errors of `askForMoreTime`
 */
export const extendByLink = async (
  token: string,
  presentedToken: string,
  asked: { extends_by: number; reason: string },
  source_ip: string,
  deps: OpenLinkDeps & { directory: Directory },
): Promise<void> => {
  const link = await findLink(token, 'view', deps);
  requireFormToken(link, presentedToken);
  const request = await getLinked(link, deps.requests);
  if (!isContacts({ link, request })) throw new ForbiddenError('Only the requester can ask for more time.');
  const account = await deps.directory.account(request.accepter.owner_id);
  const by = { kind: 'requester', id: link.person } as const;
  await commitLatest(deps.requests, request, (latest) =>
    askForMoreTime(latest, { ...asked, by, source_ip }, account, deps.clock()),
  );
  await deps.links.renewForms(token, link);
};
