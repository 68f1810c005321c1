import { loadAccounts } from '../directory/accounts.ts';
import { listApprovers } from '../directory/approvers.ts';
import { asDecidable } from '../directory/count-extension.ts';
import { listNetworkTeam } from '../directory/network-team.ts';
import type { Directory } from '../directory/ports.ts';
import { linkTo } from '../links/link-to.ts';
import type { Link, Links } from '../links/ports.ts';
import { commitLatest } from '../request/commit-latest.ts';
import { findDueNotices, type LifetimeNotice, withDone } from '../request/lifetime.ts';
import type { Extension, PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { listBothSides, listRequesterSide } from './both-sides.ts';
import type { ComposedMail } from './content.ts';
import { endMail } from './end-mails.ts';
import { type ExtensionContext, extensionDecidedMail, extensionMail } from './extension-mails.ts';
import type { MailContext } from './parts.ts';
import type { Mailer } from './ports.ts';
import { type Delivery, isSettled, sendOnce } from './send-once.ts';
import { undeletedMail } from './undeleted-mail.ts';

export type SendEndMailsDeps = {
  requests: Requests;
  directory: Directory;
  links: Links;
  mailer: Mailer;
  clock: Clock;
  decisionUrl: (token: string) => string;
  statusUrl: (token: string) => string;
  networkTeamAddress: string;
};

/** A mail of a notice, and how it is composed from the record as it is then. */
type NoticeMail = Delivery & { content: (context: MailContext) => Promise<ComposedMail> };

/**
 * Notifies people of what is due because the connection has an end or couldn't be deleted, each once. A notice is done
 * when every mail of it is sent or given up.
 *
 * @param sentBy the schedule that sends
 */
export const sendEndMails = async (
  request: PeeringRequest,
  sentBy: string,
  deps: SendEndMailsDeps,
): Promise<PeeringRequest> => {
  const { send, missed } = findDueNotices(request, deps.clock());
  if (send.length + missed.length === 0) return request;
  const accounts = await loadAccounts(request, deps.directory);
  const done = missed.map(({ key }) => key);
  let latest = request;
  for (const notice of send) {
    const mails = await mailsOf(notice, { request, ...accounts }, deps);
    for (const mail of mails) {
      // The end may have been moved, or the connection deleted, while the previous mail went out.
      if (!isStillDue(latest, notice, deps.clock())) break;
      const context = { request: latest, ...accounts };
      latest = await sendOnce(latest, mail, sentBy, () => mail.content(context), deps);
    }
    if (mails.every((mail) => isSettled(latest, mail))) done.push(notice.key);
  }
  return done.length === 0 ? latest : recordDone(latest, done, sentBy, deps);
};

const isStillDue = (request: PeeringRequest, { key }: LifetimeNotice, now: Date): boolean =>
  findDueNotices(request, now).send.some((due) => due.key === key);

const recordDone = (
  request: PeeringRequest,
  done: readonly string[],
  sentBy: string,
  { requests }: SendEndMailsDeps,
): Promise<PeeringRequest> =>
  commitLatest(requests, request, (latest) => {
    const set = withDone(latest, done);
    const isNew = (key: string) => done.includes(key) && !latest.notices_done?.includes(key);
    return !set.notices_done.some(isNew)
      ? undefined
      : {
          set,
          entry: { type: 'end-told', actor: { kind: 'workflow', id: sentBy }, reason: done.join(', ') },
        };
  });

/**
 * The requester's side, whoever answered in a review that the connection is to be removed, and the network team. Of what
 * is tried again, the network team hears while it is stuck.
 */
const listUndeletedMails = async (
  { key: kind, undeleted }: LifetimeNotice & { what: 'undeleted' },
  { request, requesterAccount }: MailContext,
  deps: SendEndMailsDeps,
): Promise<NoticeMail[]> => {
  const { contact_email } = request;
  const requesterSide = listRequesterSide(request, requesterAccount);
  const { answered_by, final } = undeleted;
  const answerer = answered_by?.kind === 'approver' ? answered_by.id : undefined;
  const linked = (is: 'contact' | 'network-team', to: string): NoticeMail => ({
    kind,
    to,
    ...(is === 'network-team' && { to_network_team: true }),
    content: async (latest) =>
      undeletedMail(latest, undeleted, { is, url: await mintLink(latest.request, 'view', to, deps) }),
  });
  const unlinked = (is: 'owner' | 'approver', to: string): NoticeMail => ({
    kind,
    to,
    content: (latest) => undeletedMail(latest, undeleted, { is }),
  });
  const readers = [
    ...requesterSide.map((to) => (to === contact_email ? linked('contact', to) : unlinked('owner', to))),
    ...(answerer ? [unlinked('approver', answerer)] : []),
    ...(final ? (await listNetworkTeam(deps)).map((to) => linked('network-team', to)) : []),
  ];
  return [...new Map(readers.toReversed().map((mail) => [mail.to, mail])).values()].toReversed();
};

const mailsOf = async (
  notice: LifetimeNotice,
  context: MailContext,
  deps: SendEndMailsDeps,
): Promise<NoticeMail[]> => {
  switch (notice.what) {
    case 'end':
      return listBothSides(context.request, context.accepterAccount).map(({ to, side }) => ({
        kind: notice.key,
        to,
        content: async (latest) =>
          endMail(
            latest,
            side === 'requester' ? { side, url: await mintLink(latest.request, 'view', to, deps) } : { side },
          ),
      }));
    case 'extension-asked-for': {
      const { extension } = context.request;
      if (!extension) return [];
      const extended = { ...context.request, extension };
      const { accepterAccount } = context;
      return listApprovers(accepterAccount, asDecidable(extended)).map((to) => ({
        kind: notice.key,
        to,
        content: async (latest) =>
          extensionMail(
            withExtension(latest, extension),
            await mintLink(latest.request, 'decide', to, deps),
            to,
          ),
      }));
    }
    case 'extension-decided': {
      const { extension, contact_email: to } = context.request;
      if (!extension || !to) return [];
      const content = async (latest: MailContext) =>
        extensionDecidedMail(
          withExtension(latest, extension),
          await mintLink(latest.request, 'view', to, deps),
        );
      return [{ kind: notice.key, to, content }];
    }
    case 'undeleted':
      return listUndeletedMails(notice, context, deps);
    default:
      return notice satisfies never;
  }
};

const withExtension = (context: MailContext, extension: Extension): ExtensionContext => ({
  ...context,
  request: { ...context.request, extension },
});

const mintLink = async (
  request: PeeringRequest,
  purpose: Link['purpose'],
  person: string,
  { links, clock, statusUrl, decisionUrl }: SendEndMailsDeps,
): Promise<string> => {
  const expires_at = request.ends_at ?? clock().toISOString();
  const token = await links.mint({ ...linkTo(request), purpose, person, expires_at });
  return purpose === 'decide' ? decisionUrl(token) : statusUrl(token);
};
