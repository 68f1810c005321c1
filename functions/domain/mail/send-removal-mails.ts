import { loadAccounts } from '../directory/accounts.ts';
import type { Directory } from '../directory/ports.ts';
import { linkTo } from '../links/link-to.ts';
import type { Links } from '../links/ports.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { findRemovalNotice } from '../request/removal-notice.ts';
import { listRequesterSide } from './both-sides.ts';
import type { Mailer } from './ports.ts';
import { keptMail, type RemovalReader, removalMail } from './removal-mails.ts';
import { sendOnce, skipOnce } from './send-once.ts';

export type SendRemovalMailsDeps = {
  requests: Requests;
  directory: Directory;
  links: Links;
  mailer: Mailer;
  clock: Clock;
  statusUrl: (token: string) => string;
};

/**
 * Notifies the requester's side of a removal that a review decided, before it happens; and those who heard of one that
 * isn't planned any more.
 */
export const sendRemovalMails = async (
  request: PeeringRequest,
  sentBy: string,
  deps: SendRemovalMailsDeps,
): Promise<PeeringRequest> => {
  const notice = findRemovalNotice(request);
  if (!notice) return request;
  const { kind } = notice;
  const { removal } = request;
  const accounts = await loadAccounts(request, deps.directory);
  const context = { request, ...accounts };
  const readers = removal ? listRequesterSide(request, accounts.requesterAccount) : notice.told;
  let latest = request;
  for (const to of readers) {
    const content = async () => {
      const reader = await describeReader(to, request, deps);
      return removal ? removalMail(context, removal, reader) : keptMail(context, reader);
    };
    latest = await sendOnce(latest, { kind, to }, sentBy, content, deps);
  }
  return readers.length > 0
    ? latest
    : skipOnce(
        latest,
        { kind, to: 'nobody' },
        'nobody is known on the requester’s side',
        sentBy,
        deps.requests,
      );
};

const describeReader = async (
  person: string,
  request: PeeringRequest,
  { links, clock, statusUrl }: SendRemovalMailsDeps,
): Promise<RemovalReader> => {
  if (person !== request.contact_email) return {};
  const expires_at = clock().toISOString();
  return {
    url: statusUrl(await links.mint({ ...linkTo(request), purpose: 'view', person, expires_at })),
  };
};
