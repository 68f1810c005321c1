import { listedAsApprover } from '../wording/absences.ts';
import { getAccountNames } from '../wording/account-names.ts';
import { formatShortTime, formatTime } from '../wording/times.ts';
import { compose } from './compose.ts';
import type { ComposedMail } from './content.ts';
import { betweenButtons, contact, footer, type MailContext, people, subject, vpcs } from './parts.ts';
import { FOR_REQUESTER } from './request-mails.ts';

/** Who reads that a connection ends. Only the requester's contact has a link, with which they can ask for more time. */
export type EndReader = { side: 'requester'; url: string } | { side: 'accepter' };

/** Notifies one side's people that Peerway will delete the connection. */
export const endMail = async (context: MailContext, reader: EndReader): Promise<ComposedMail> => {
  const { request } = context;
  const { requester, accepter } = getAccountNames(context);
  const zone = (reader.side === 'requester' ? context.requesterAccount : context.accepterAccount)?.time_zone;
  const { ends_at = '' } = request;
  const news = `Peerway deletes the connection on ${formatTime(ends_at, zone)}.`;
  const isAsked = request.extension !== undefined && !request.extension.decision;
  const details = [vpcs(context, reader.side)];
  return compose({
    subject: subject(context, `Ends ${formatShortTime(ends_at, zone)}`),
    title: `The connection ends soon: ${requester} → ${accepter}`,
    preview: news,
    blocks: [
      { kind: 'callout', tone: 'urgent', text: news },
      ...(reader.side === 'requester'
        ? betweenButtons(isAsked ? 'View request' : 'Ask for more time', reader.url, [
            {
              kind: 'paragraph',
              text: isAsked
                ? `You asked for more time. ${accepter} hasn’t decided yet. Without a decision, the connection ends.`
                : `To keep it for longer, ask for more time. The approvers of ${accepter} decide. Otherwise you don’t need to do anything.`,
            },
            ...details,
          ])
        : [
            {
              kind: 'paragraph' as const,
              text: 'If the requester asks for more time, approvers get an email to decide. You don’t need to do anything now.',
            },
            ...details,
            ...contact(context, true),
          ]),
    ],
    footer: footer(context, reader.side === 'requester' ? FOR_REQUESTER : listedAsApprover(accepter)),
    people: people(context),
    reply_to: reader.side === 'accepter' ? request.contact_email : undefined,
  });
};
