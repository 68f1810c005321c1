import { whoActsFor } from '../directory/seats.ts';
import type { Removal } from '../request/peering-request.ts';
import { distinctPeople } from '../request/person.ts';
import { getAccountNames } from '../wording/account-names.ts';
import { describeActor } from '../wording/actors.ts';
import { formatShortTime, formatTime } from '../wording/times.ts';
import { compose } from './compose.ts';
import type { Block, ComposedMail } from './content.ts';
import { betweenButtons, comment, footer, type MailContext, people, subject, vpcs } from './parts.ts';
import { FOR_REQUESTER } from './request-mails.ts';

/** Who hears of a removal: the request's contact, who has a link, or the owners of the requester's account. */
export type RemovalReader = { url?: string };

/** Notifies the requester's side that a review decided to remove the connection. */
export const removalMail = async (
  context: MailContext,
  removal: Removal,
  { url }: RemovalReader,
): Promise<ComposedMail> => {
  const { requester, accepter } = getAccountNames(context);
  const zone = context.requesterAccount?.time_zone;
  const at = formatTime(removal.due_at, zone);
  const who =
    removal.by.kind === 'rule'
      ? `Nobody of ${accepter} reviewed this connection`
      : `${describeActor(removal.by)} reviewed the connections of ${accepter}, and doesn’t need this one any more`;
  const ask: Block = {
    kind: 'paragraph',
    text: `If you still need it, contact ${askedPeople(context) || accepter} before then: the approvers of ${accepter} can change the answer until Peerway removes the connection.`,
  };
  const details = [...comment(removal), ask, vpcs(context, 'requester')];
  return compose({
    subject: subject(context, `Removal on ${formatShortTime(removal.due_at, zone)}`),
    title: `To be removed: ${requester} → ${accepter}`,
    preview: `Peerway removes the connection on ${at}.`,
    blocks: [
      { kind: 'callout', tone: 'urgent', text: `${who}. Peerway removes it on ${at}.` },
      ...(url ? betweenButtons('View request', url, details) : details),
    ],
    footer: footer(context, url ? FOR_REQUESTER : forOwner(requester)),
    people: people(context),
  });
};

/** Notifies those who heard of a planned removal that the connection stays. */
export const keptMail = async (context: MailContext, { url }: RemovalReader): Promise<ComposedMail> => {
  const { requester, accepter } = getAccountNames(context);
  const news = `The approvers of ${accepter} changed their answer in the review. The connection stays.`;
  const details = [vpcs(context, 'requester')];
  return compose({
    subject: subject(context, 'Removal withdrawn'),
    title: `Not removed: ${requester} → ${accepter}`,
    preview: news,
    blocks: [
      { kind: 'callout', tone: 'good', text: news },
      ...(url ? betweenButtons('View request', url, details) : details),
    ],
    footer: footer(context, url ? FOR_REQUESTER : forOwner(requester)),
    people: people(context),
  });
};

const askedPeople = ({ accepterAccount }: MailContext): string =>
  distinctPeople(
    (accepterAccount?.approvers ?? []).map((approver) => whoActsFor(accepterAccount, approver)),
  ).join(', ');

export const forOwner = (requester: string): string =>
  `You received this email because the account directory lists you as an approver for ${requester}, and the request has no contact.`;
