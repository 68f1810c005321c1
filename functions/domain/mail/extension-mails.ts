import { asDecidable, countExtension, type Extended } from '../directory/count-extension.ts';
import { describeWhyAsked } from '../wording/absences.ts';
import { getAccountNames } from '../wording/account-names.ts';
import { describeActor } from '../wording/actors.ts';
import { describeApprovals } from '../wording/approvals.ts';
import { describeAsked } from '../wording/life.ts';
import { capitalize, describeDecision } from '../wording/statuses.ts';
import { describeSeconds, formatShortTime, formatTime } from '../wording/times.ts';
import { compose } from './compose.ts';
import type { Block, ComposedMail } from './content.ts';
import {
  betweenButtons,
  comment,
  contact,
  footer,
  type MailContext,
  people,
  quote,
  subject,
  vpcs,
} from './parts.ts';
import { FOR_REQUESTER, PERSONAL, standIn } from './request-mails.ts';

export type ExtensionContext = MailContext & { request: Extended };

/** Asks somebody to decide about more time. `url` is a link for this person alone. */
export const extensionMail = async (
  context: ExtensionContext,
  url: string,
  person: string,
): Promise<ComposedMail> => {
  const { request, accepterAccount } = context;
  const { accepter } = getAccountNames(context);
  const { extension } = request;
  const zone = accepterAccount?.time_zone;
  const news = `Without a decision, Peerway deletes the connection on ${formatTime(extension.ends_at, zone)}.`;
  const asked = asDecidable(request);
  const tally = countExtension(accepterAccount, request);
  const quorum: Block[] =
    tally.required > 1 ? [{ kind: 'paragraph', text: `${describeApprovals(tally)}.` }] : [];
  return compose({
    subject: subject(context, `More time? Decide by ${formatShortTime(extension.ends_at, zone)}`),
    title: describeAsked(context, extension),
    preview: news,
    blocks: [
      { kind: 'callout', tone: 'neutral', text: news },
      ...betweenButtons('Review request', url, [
        ...standIn({ ...context, request: asked }, person),
        quote(`Reason from ${describeActor(extension.by)}`, extension.reason),
        vpcs(context, 'accepter'),
        ...quorum,
        ...contact(context),
      ]),
      PERSONAL,
    ],
    footer: footer(context, describeWhyAsked(accepterAccount, asked, person, accepter)),
    people: people(context),
  });
};

/** Tells the requester how their request for more time was decided. */
export const extensionDecidedMail = async (context: ExtensionContext, url: string): Promise<ComposedMail> => {
  const { request, requesterAccount } = context;
  const { requester, accepter } = getAccountNames(context);
  const { decision, extends_by } = request.extension;
  const zone = requesterAccount?.time_zone;
  const isGranted = decision?.kind === 'accept';
  const by = decision
    ? `${capitalize(describeDecision(decision.kind))} by ${describeActor(decision.by)} on ${formatTime(decision.at, zone)}. `
    : '';
  const news = `${by}Peerway deletes the connection on ${formatTime(request.ends_at ?? '', zone)}.`;
  return compose({
    subject: subject(context, isGranted ? 'More time' : 'No more time'),
    title: `${isGranted ? `${describeSeconds(extends_by)} more` : 'No more time'}: ${requester} → ${accepter}`,
    preview: news,
    blocks: [
      { kind: 'callout', tone: isGranted ? 'good' : 'bad', text: news },
      ...betweenButtons('View request', url, [
        ...(decision ? comment(decision) : []),
        vpcs(context, 'requester'),
      ]),
    ],
    footer: footer(context, FOR_REQUESTER),
    people: people(context),
  });
};
