import {
  loadWaitingList,
  type WaitingList,
  type WaitingListDeps,
  type WaitingRequest,
} from '../directory/waiting-list.ts';
import { isFormToken, requireFormToken } from '../links/form-token.ts';
import { linkTo } from '../links/link-to.ts';
import { findLink, type OpenLinkDeps } from '../links/open-link.ts';
import type { Link, Links } from '../links/ports.ts';
import { UpstreamError } from '../request/errors.ts';
import { isSamePerson, toPerson } from '../request/person.ts';
import type { ListMails, Mailer } from './ports.ts';
import { waitingListMail } from './waiting-list-mail.ts';

/** How often a person can have the list mailed. */
const INTERVAL_MS = 3_600_000;

/** What waits for the holder of a link, besides the link's request. */
export type OtherRequests = {
  count: number;
  /** Whether more may wait. */
  is_cut: boolean;
  /** When the list of all was mailed, if that is why it can't be now, and when it can be again. UTC, ISO 8601. */
  mailed?: { at: string; again_at: string };
};

/** Counts what else waits for the holder of a link. One request's link shows no more of the others. */
export const countOtherRequests = async (
  link: Link,
  deps: WaitingListDeps & { listMails: ListMails },
): Promise<OtherRequests> => {
  const [{ waiting, is_cut }, at] = await Promise.all([
    loadWaitingList(link.person, deps),
    deps.listMails.lastSent(toPerson(link.person)),
  ]);
  const again = new Date(Date.parse(at ?? '') + INTERVAL_MS);
  return {
    count: waiting.filter((each) => each.request.id !== link.request_id).length,
    is_cut,
    ...(at && deps.clock() < again && { mailed: { at, again_at: again.toISOString() } }),
  };
};

export type SendWaitingListDeps = OpenLinkDeps &
  WaitingListDeps & {
    listMails: ListMails;
    mailer: Mailer;
    decisionUrl: (token: string) => string;
  };

/**
 * Mails the holder of a decision link one list of everything that waits for them, with a link of its own for each
 * request. Nothing is sent if they had a list within the last hour, or if nothing waits.
 *
 * @throws NotFoundError for an invalid link, ForbiddenError for a used or invalid form, UpstreamError
 */
export const sendWaitingList = async (
  token: string,
  presentedToken: string,
  deps: SendWaitingListDeps,
): Promise<void> => {
  const link = await findLink(token, 'decide', deps);
  const person = toPerson(link.person);
  const now = deps.clock();
  const since = new Date(now.getTime() - INTERVAL_MS);
  if (!isFormToken(link, presentedToken)) {
    const last = await deps.listMails.lastSent(person);
    // The form that was used may be the one that the list was sent by.
    if (last && since.toISOString() < last) return;
  }
  requireFormToken(link, presentedToken);
  const list = await loadWaitingList(link.person, deps);
  if (list.waiting.length > 0 && (await deps.listMails.claim(person, now, since))) {
    try {
      await deps.mailer.send(await compose(link.person, list, deps));
    } catch (cause) {
      await deps.listMails.release(person, now);
      throw new UpstreamError({ cause }, 'Peerway couldn’t send the email. Try again later.');
    }
  }
  await deps.links.renewForms(token, link);
};

const compose = async (
  person: string,
  { waiting, is_cut }: WaitingList,
  { links, decisionUrl }: { links: Links; decisionUrl: (token: string) => string },
) => {
  const listed = await Promise.all(
    waiting.map(async (each) => {
      const { expires_at } = each.request;
      const link = { ...linkTo(each.request), purpose: 'decide', person: spelled(person, each) } as const;
      return { ...each, url: decisionUrl(await links.mint({ ...link, expires_at })) };
    }),
  );
  const to = waiting[0] ? spelled(person, waiting[0]) : person;
  return { to, ...(await waitingListMail(listed, { is_cut })) };
};

/** The person's address as the directory has it now. */
const spelled = (person: string, { accepterAccount }: WaitingRequest): string =>
  accepterAccount?.approvers.find((approver) => isSamePerson(approver, person)) ?? person;
