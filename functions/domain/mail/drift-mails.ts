import type { ConnectSettings } from '../connectivity/left-to-do.ts';
import type { SideRole } from '../request/connect.ts';
import { listedAsApprover } from '../wording/absences.ts';
import { getAccountNames } from '../wording/account-names.ts';
import { SUMMARIES } from '../wording/connectivity.ts';
import { formatTime } from '../wording/times.ts';
import { compose } from './compose.ts';
import { connectivity, leftFor } from './connect-parts.ts';
import type { ComposedMail } from './content.ts';
import { betweenButtons, contact, footer, type MailContext, people, subject, vpcs } from './parts.ts';
import { FOR_REQUESTER } from './request-mails.ts';

export type DriftContext = MailContext & { connectSettings: ConnectSettings };

/** Who reads of a change, and for which side. Only the requester's contact has a link to follow the request. */
export type DriftReader = { side: SideRole; url?: string };

/** Notifies one side's people that the routes or the DNS resolution between the VPCs have changed. */
export const driftMail = async (context: DriftContext, { side, url }: DriftReader): Promise<ComposedMail> => {
  const { request, connectSettings } = context;
  const names = getAccountNames(context);
  const { state, since } = request.connectivity ?? { state: 'unknown', since: request.updated_at };
  const left = leftFor(context, side, connectSettings);
  const zone = (side === 'requester' ? context.requesterAccount : context.accepterAccount)?.time_zone;
  const news = `${SUMMARIES[state]}, as Peerway found on ${formatTime(since, zone)}.`;
  const details = [...(left ? connectivity(context, side, left) : []), vpcs(context, side)];
  return compose({
    subject: subject(context, headline(state, left?.state)),
    title: `Connectivity changed: ${names.requester} → ${names.accepter}`,
    preview: news,
    blocks: [
      { kind: 'callout', tone: state === 'connected' ? 'good' : 'urgent', text: news },
      ...(url ? betweenButtons('View request', url, details) : [...details, ...contact(context, true)]),
    ],
    footer: footer(context, side === 'requester' ? FOR_REQUESTER : listedAsApprover(names.accepter)),
    people: people(context),
    reply_to: url ? undefined : request.contact_email,
  });
};

/** What to do, if it is for the reader to do. */
const headline = (state: string, own: string | undefined): string => {
  if (state === 'connected') return 'Connected again';
  return own === 'connected' ? 'Connectivity changed' : 'Restore connectivity';
};
